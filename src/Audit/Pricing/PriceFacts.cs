using System.Text.Json.Serialization;
using Omnichannel.Audit.Carts;

namespace Omnichannel.Audit.Pricing;

/// <summary>The events of prices, as the auditor reads them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(BaseSet), "base-price-set")]
[JsonDerivedType(typeof(BaseCleared), "base-price-cleared")]
[JsonDerivedType(typeof(OverrideSet), "price-override-set")]
[JsonDerivedType(typeof(OverrideCleared), "price-override-cleared")]
internal abstract record PriceFact(DateTimeOffset At, CommandFact Command)
{
    internal sealed record BaseSet(DateTimeOffset At, CommandFact Command, string Currency, long Amount) : PriceFact(At, Command);

    internal sealed record BaseCleared(DateTimeOffset At, CommandFact Command, string Currency) : PriceFact(At, Command);

    internal sealed record OverrideSet(
        DateTimeOffset At,
        CommandFact Command,
        string OverrideId,
        string Currency,
        long Amount,
        string Reason,
        string? Channel = null,
        string? Group = null,
        DateTimeOffset? From = null,
        DateTimeOffset? Until = null) : PriceFact(At, Command);

    internal sealed record OverrideCleared(DateTimeOffset At, CommandFact Command, string OverrideId) : PriceFact(At, Command);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PriceFact))]
internal sealed partial class PriceJson : JsonSerializerContext;
