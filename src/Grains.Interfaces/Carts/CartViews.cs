using Omnichannel.Customers;
using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Carts;

/// <summary>The states of a cart. The numbers are frozen.</summary>
[GenerateSerializer, Alias("cart-state")]
public enum CartState
{
    None = 0,
    Open = 1,
    /// <summary>A checkout has frozen it.</summary>
    Locked = 2,
    /// <summary>It is being merged.</summary>
    Merging = 3,
    /// <summary>Merged into another cart: empty for ever, unless the merge is undone.</summary>
    Closed = 4,
    /// <summary>Its customer was erased. Never shown: nobody may read it any more.</summary>
    Erased = 5,
}

/// <summary>A price that is no longer the one that was quoted.</summary>
[GenerateSerializer, Immutable, Alias("current-price")]
public sealed record CurrentPrice([property: Id(0)] long Amount, [property: Id(1)] long PriceVersion);

/// <param name="Amount">Quantity by quoted amount, in minor units.</param>
/// <param name="Current">The price of today, when it differs from the quote; the quote counts until it ends.</param>
/// <param name="Held">Units that are held.</param>
/// <param name="HeldUntil">When the first of them is no longer held; null when nothing is.</param>
[GenerateSerializer, Immutable, Alias("cart-line-view")]
public sealed record CartLineView(
    [property: Id(0)] CartLineId Id,
    [property: Id(1)] Sku Sku,
    [property: Id(2)] long Quantity,
    [property: Id(3)] Fulfilment Fulfilment,
    [property: Id(4)] PriceQuote Quote,
    [property: Id(5)] CurrentPrice? Current,
    [property: Id(6)] long Amount,
    [property: Id(7)] long Held,
    [property: Id(8)] DateTimeOffset? HeldUntil,
    [property: Id(9)] string? Note);

/// <summary>A cart as of its last durable event. Lines stand in the order in which they were added.</summary>
/// <param name="Customer">Null for an anonymous cart.</param>
/// <param name="Units">The sum of the quantities.</param>
/// <param name="Total">The sum of the lines, in minor units.</param>
/// <param name="IsAbandoned">Nobody has changed it for as long as was agreed when it was opened.</param>
/// <param name="MergedInto">Where its lines went.</param>
/// <param name="Version">How many events this cart has had. Grows by 1 with each.</param>
[GenerateSerializer, Immutable, Alias("cart-view")]
public sealed record CartView(
    [property: Id(0)] CartId Id,
    [property: Id(1)] CartState State,
    [property: Id(2)] CustomerId? Customer,
    [property: Id(3)] Channel? Channel,
    [property: Id(4)] PriceGroup? Group,
    [property: Id(5)] Currency Currency,
    [property: Id(6)] IReadOnlyList<CartLineView> Lines,
    [property: Id(7)] long Units,
    [property: Id(8)] long Total,
    [property: Id(9)] string? Note,
    [property: Id(10)] bool IsAbandoned,
    [property: Id(11)] CheckoutId? CheckoutId,
    [property: Id(12)] CartId? MergedInto,
    [property: Id(13)] long Version);

/// <param name="Cart">Null when there is no cart, or it is somebody else's.</param>
/// <param name="Shortages">The lines that could not be held, and what their stock had available.</param>
[GenerateSerializer, Immutable, Alias("cart-reply")]
public sealed record CartReply([property: Id(0)] CartStatus Status, [property: Id(1)] CartView? Cart, [property: Id(2)] IReadOnlyList<LineShortage> Shortages);

/// <param name="Events">Empty unless <paramref name="Status"/> is <see cref="CartStatus.Done"/>.</param>
[GenerateSerializer, Immutable, Alias("cart-events-reply")]
public sealed record CartEventsReply([property: Id(0)] CartStatus Status, [property: Id(1)] Journal.EventPage Events, [property: Id(2)] long Version);

/// <param name="Events">What happened after the version that was given, oldest first; empty when nothing did within the wait.</param>
/// <param name="Version">The version of the cart at the end of these events.</param>
/// <param name="Refused">Those of the actors who do not own the cart as of that version: nothing of it may be shown to them.</param>
[GenerateSerializer, Immutable, Alias("cart-watch-reply")]
public sealed record CartWatchReply([property: Id(0)] Journal.EventPage Events, [property: Id(1)] long Version, [property: Id(2)] IReadOnlyList<CartActor> Refused);
