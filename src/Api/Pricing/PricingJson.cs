using System.Text.Json.Serialization;
using Omnichannel.Http;

namespace Omnichannel.Pricing;

/// <summary>Bodies and answers of prices on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(WireEnum<PriceRule>), typeof(WireEnum<PriceDifferenceState>)])]
[JsonSerializable(typeof(BasePriceBody))]
[JsonSerializable(typeof(PriceOverrideBody))]
[JsonSerializable(typeof(PriceView))]
[JsonSerializable(typeof(PriceQuote))]
[JsonSerializable(typeof(PriceDifferencesReply))]
public sealed partial class PricingJson : JsonSerializerContext
{
    /// <summary>The same types, read strictly.</summary>
    public static PricingJson Strict { get; } = new(Body.Strict());
}
