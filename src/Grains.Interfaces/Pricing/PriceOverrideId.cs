using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Pricing;

/// <summary>Names one override of a price. Made by the client. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("price-override-id"), JsonConverter(typeof(IdentifierJsonConverter<PriceOverrideId>))]
public readonly record struct PriceOverrideId([property: Id(0)] string Value) : IIdentifier<PriceOverrideId>
{
    public static PriceOverrideId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
