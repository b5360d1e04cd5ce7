using Omnichannel.Inventory;

namespace Omnichannel.Pricing;

/// <summary>The outcome of a change of prices. Ordered by precedence. Never renumber.</summary>
[GenerateSerializer, Alias("price-status")]
public enum PriceStatus
{
    None = 0,
    Done = 1,
    /// <summary>The same id and body again: nothing changed.</summary>
    Exists = 2,
    CurrencyUnknown = 3,
    AmountOutOfRange = 4,
    TextOutOfRange = 5,
    /// <summary>An override without a reason could not be explained.</summary>
    ReasonMissing = 6,
    /// <summary>Neither a channel nor a group.</summary>
    AudienceMissing = 7,
    /// <summary>It would end before it begins, or has ended already.</summary>
    ValidityOutOfRange = 8,
    ExistsWithDifferentBody = 9,
    VersionMismatch = 10,
    TooManyCommands = 11,
    NotFound = 12,
    TooManyOverrides = 13,
}

/// <summary>Which rule gave a price. The numbers are frozen; a higher one beats a lower one.</summary>
[GenerateSerializer, Alias("price-rule")]
public enum PriceRule
{
    None = 0,
    Base = 1,
    Channel = 2,
    Group = 3,
    GroupInChannel = 4,
}

/// <summary>A promise of a price.</summary>
/// <param name="Amount">For one unit, in minor units.</param>
/// <param name="PriceVersion">The version of the SKU's prices that it was made from.</param>
/// <param name="Until">The promise holds until then, whatever happens to the price.</param>
[GenerateSerializer, Immutable, Alias("price-quote")]
public sealed record PriceQuote(
    [property: Id(0)] long Amount,
    [property: Id(1)] Currency Currency,
    [property: Id(2)] long PriceVersion,
    [property: Id(3)] PriceRule Rule,
    [property: Id(4)] PriceOverrideId? OverrideId,
    [property: Id(5)] DateTimeOffset QuotedAt,
    [property: Id(6)] DateTimeOffset Until);

/// <param name="Quote">Null when the SKU has no price in that currency.</param>
[GenerateSerializer, Immutable, Alias("quote-reply")]
public sealed record QuoteReply([property: Id(0)] PriceQuote? Quote, [property: Id(1)] long Version);

[GenerateSerializer, Immutable, Alias("base-price-view")]
public sealed record BasePriceView([property: Id(0)] Currency Currency, [property: Id(1)] long Amount, [property: Id(2)] DateTimeOffset Since, [property: Id(3)] string? Reason);

[GenerateSerializer, Immutable, Alias("price-override-view")]
public sealed record PriceOverrideView(
    [property: Id(0)] PriceOverrideId Id,
    [property: Id(1)] Currency Currency,
    [property: Id(2)] long Amount,
    [property: Id(3)] Channel? Channel,
    [property: Id(4)] PriceGroup? Group,
    [property: Id(5)] DateTimeOffset? From,
    [property: Id(6)] DateTimeOffset? Until,
    [property: Id(7)] string Reason,
    [property: Id(8)] DateTimeOffset SetAt);

/// <summary>All prices of one SKU, as of its last durable event. Overrides stand in the order in which they win.</summary>
[GenerateSerializer, Immutable, Alias("price-view")]
public sealed record PriceView(
    [property: Id(0)] Sku Sku,
    [property: Id(1)] IReadOnlyList<BasePriceView> Base,
    [property: Id(2)] IReadOnlyList<PriceOverrideView> Overrides,
    [property: Id(3)] long Version);

[GenerateSerializer, Immutable, Alias("price-reply")]
public sealed record PriceReply([property: Id(0)] PriceStatus Status, [property: Id(1)] PriceView Price);

/// <summary>What an override does at this moment. The numbers are frozen.</summary>
[GenerateSerializer, Alias("price-difference-state")]
public enum PriceDifferenceState
{
    None = 0,
    /// <summary>It gives its audience the price.</summary>
    Active = 1,
    /// <summary>It would, but a stronger override of the very same audience does.</summary>
    Shadowed = 2,
    /// <summary>It has not begun.</summary>
    Scheduled = 3,
}

/// <summary>One reason why one audience pays, or will pay, something else than the others.</summary>
/// <param name="BaseAmount">What everybody else pays; null when there is no base price in the currency.</param>
/// <param name="ShadowedBy">The override that wins instead, when <paramref name="State"/> says so.</param>
[GenerateSerializer, Immutable, Alias("price-difference")]
public sealed record PriceDifference(
    [property: Id(0)] PriceOverrideView Override,
    [property: Id(1)] PriceRule Rule,
    [property: Id(2)] PriceDifferenceState State,
    [property: Id(3)] long? BaseAmount,
    [property: Id(4)] PriceOverrideId? ShadowedBy);

/// <param name="Differences">Every override that has not ended, per currency in the order in which they win; one with the amount of the base price is left out.</param>
[GenerateSerializer, Immutable, Alias("price-differences-reply")]
public sealed record PriceDifferencesReply([property: Id(0)] Sku Sku, [property: Id(1)] IReadOnlyList<PriceDifference> Differences, [property: Id(2)] long Version);
