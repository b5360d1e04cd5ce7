using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Customers;

/// <summary>Names one customer. Made by the client, reused on every retry. Never anything personal: ids stay in the journal for ever. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("customer-id"), JsonConverter(typeof(IdentifierJsonConverter<CustomerId>))]
public readonly record struct CustomerId([property: Id(0)] string Value) : IIdentifier<CustomerId>
{
    public static CustomerId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
