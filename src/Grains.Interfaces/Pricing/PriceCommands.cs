using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Pricing;

/// <summary>Sets the price that holds everywhere unless an override says otherwise.</summary>
/// <param name="Id">The idempotency key: one effect per id at this SKU.</param>
/// <param name="Amount">Minor units of the currency, 0 to <see cref="Limits.PriceAmountMax"/>.</param>
/// <param name="ExpectedVersion">The version the caller saw; another one is answered with <see cref="PriceStatus.VersionMismatch"/>.</param>
[GenerateSerializer, Immutable, Alias("set-base-price")]
public sealed record SetBasePrice(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] Currency Currency,
    [property: Id(2)] long Amount,
    [property: Id(3)] string? Reason = null,
    [property: Id(4)] long? ExpectedVersion = null);

/// <summary>Takes the base price of one currency away: without an override, the SKU then has no price in it.</summary>
[GenerateSerializer, Immutable, Alias("clear-base-price")]
public sealed record ClearBasePrice(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] Currency Currency,
    [property: Id(2)] string? Reason = null,
    [property: Id(3)] long? ExpectedVersion = null);

/// <summary>Sets another price for a channel, a group of customers, or a group in a channel. Setting an override that exists replaces it.</summary>
/// <param name="Channel">At least one of channel and group is needed: a price for everybody is the base price.</param>
/// <param name="From">When it begins; null for the beginning of time.</param>
/// <param name="Until">When it has ended; null for never. Later than <paramref name="From"/>, and than now.</param>
/// <param name="Reason">Why there is a difference: needed, because every difference has to be explained.</param>
[GenerateSerializer, Immutable, Alias("set-price-override")]
public sealed record SetPriceOverride(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] PriceOverrideId OverrideId,
    [property: Id(2)] Currency Currency,
    [property: Id(3)] long Amount,
    [property: Id(4)] Channel? Channel,
    [property: Id(5)] PriceGroup? Group,
    [property: Id(6)] DateTimeOffset? From,
    [property: Id(7)] DateTimeOffset? Until,
    [property: Id(8)] string Reason,
    [property: Id(9)] long? ExpectedVersion = null);

[GenerateSerializer, Immutable, Alias("clear-price-override")]
public sealed record ClearPriceOverride(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] PriceOverrideId OverrideId,
    [property: Id(2)] string? Reason = null,
    [property: Id(3)] long? ExpectedVersion = null);

/// <summary>Asks what one unit costs now, for somebody of a group in a channel.</summary>
[GenerateSerializer, Immutable, Alias("quote-price")]
public sealed record QuotePrice([property: Id(0)] Currency Currency, [property: Id(1)] Channel? Channel = null, [property: Id(2)] PriceGroup? Group = null);
