using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Carts;

/// <summary>Freezes lines, prices and holds. All lines are held afterwards, or nothing has changed.</summary>
/// <param name="HoldFor">How long the holds last at least; null for <see cref="Limits.HoldSecondsDefault"/>.</param>
/// <param name="ExpectedTotal">What the customer was shown, in minor units; another total is answered with <see cref="CartStatus.TotalMismatch"/>.</param>
[GenerateSerializer, Immutable, Alias("start-checkout")]
public sealed record StartCheckout(
    [property: Id(0)] CartActor Actor,
    [property: Id(1)] CheckoutId Id,
    [property: Id(2)] TimeSpan? HoldFor = null,
    [property: Id(3)] long? ExpectedTotal = null,
    [property: Id(4)] long? ExpectedVersion = null);

/// <summary>Unlocks the cart. What was held for the checkout alone is given back.</summary>
[GenerateSerializer, Immutable, Alias("cancel-checkout")]
public sealed record CancelCheckout([property: Id(0)] CartActor Actor, [property: Id(1)] CheckoutId Id);

/// <summary>The states of a checkout. The numbers are frozen.</summary>
[GenerateSerializer, Alias("checkout-state")]
public enum CheckoutState
{
    None = 0,
    /// <summary>Stock is being held; the grid goes on by itself.</summary>
    UnderWay = 1,
    /// <summary>Lines, prices and holds stand still until <see cref="Checkout.ExpiresAt"/>.</summary>
    Frozen = 2,
    Cancelled = 3,
    /// <summary>Nobody made an order of it while the holds lasted.</summary>
    Lapsed = 4,
}

/// <param name="Reservations">The holds behind the line: their quantities add up to that of the line.</param>
[GenerateSerializer, Immutable, Alias("checkout-line")]
public sealed record CheckoutLine(
    [property: Id(0)] CartLineId LineId,
    [property: Id(1)] Sku Sku,
    [property: Id(2)] long Quantity,
    [property: Id(3)] Fulfilment Fulfilment,
    [property: Id(4)] PriceQuote Quote,
    [property: Id(5)] long Amount,
    [property: Id(6)] IReadOnlyList<HeldQuantity> Reservations);

/// <summary>Units held by one reservation at the stock of the line's SKU and location.</summary>
[GenerateSerializer, Immutable, Alias("held-quantity")]
public sealed record HeldQuantity([property: Id(0)] ReservationId ReservationId, [property: Id(1)] long Quantity);

/// <summary>What was agreed at a checkout. It does not change once it is frozen, except for its state.</summary>
/// <param name="Total">The sum of the lines, in minor units.</param>
/// <param name="ExpiresAt">When the first of its holds ends.</param>
[GenerateSerializer, Immutable, Alias("checkout")]
public sealed record Checkout(
    [property: Id(0)] CheckoutId Id,
    [property: Id(1)] CartId CartId,
    [property: Id(2)] CheckoutState State,
    [property: Id(3)] IReadOnlyList<CheckoutLine> Lines,
    [property: Id(4)] Currency Currency,
    [property: Id(5)] long Total,
    [property: Id(6)] DateTimeOffset FrozenAt,
    [property: Id(7)] DateTimeOffset ExpiresAt);

/// <summary>A line that could not be held, and what its stock had available, in units.</summary>
[GenerateSerializer, Immutable, Alias("line-shortage")]
public sealed record LineShortage([property: Id(0)] CartLineId LineId, [property: Id(1)] Sku Sku, [property: Id(2)] Location Location, [property: Id(3)] long Available);

/// <param name="Checkout">With <see cref="CartStatus.Locked"/>: the checkout that was there first.</param>
/// <param name="Shortages">With <see cref="CartStatus.InsufficientStock"/>: the lines that could not be held.</param>
[GenerateSerializer, Immutable, Alias("checkout-reply")]
public sealed record CheckoutReply(
    [property: Id(0)] CartStatus Status,
    [property: Id(1)] Checkout? Checkout,
    [property: Id(2)] CartView? Cart,
    [property: Id(3)] IReadOnlyList<LineShortage> Shortages);
