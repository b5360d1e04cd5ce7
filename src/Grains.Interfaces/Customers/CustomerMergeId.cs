using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Customers;

/// <summary>Names one merge of two customers. Made by the client, reused on every retry. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("customer-merge-id"), JsonConverter(typeof(IdentifierJsonConverter<CustomerMergeId>))]
public readonly record struct CustomerMergeId([property: Id(0)] string Value) : IIdentifier<CustomerMergeId>
{
    public static CustomerMergeId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
