using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Pricing;

/// <summary>A set of customers with prices of their own: staff, trade, gold. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("price-group"), JsonConverter(typeof(IdentifierJsonConverter<PriceGroup>))]
public readonly record struct PriceGroup([property: Id(0)] string Value) : IIdentifier<PriceGroup>
{
    public static PriceGroup Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
