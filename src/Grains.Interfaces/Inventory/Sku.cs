using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>An item that is sold, whatever the channel. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("sku"), JsonConverter(typeof(IdentifierJsonConverter<Sku>))]
public readonly record struct Sku([property: Id(0)] string Value) : IIdentifier<Sku>
{
    public static Sku Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
