using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>Names one transfer of stock between two locations. Made by the client, reused on every retry. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("transfer-id"), JsonConverter(typeof(IdentifierJsonConverter<TransferId>))]
public readonly record struct TransferId([property: Id(0)] string Value) : IIdentifier<TransferId>
{
    public static TransferId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
