using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Carts;

/// <summary>What happens to lines of the same SKU, way and location. The numbers are frozen.</summary>
[GenerateSerializer, Alias("cart-merge-strategy")]
public enum CartMergeStrategy
{
    None = 0,
    /// <summary>Quantities are added; lines of either cart stay.</summary>
    Sum = 1,
    /// <summary>The line that was changed last counts; lines that only one cart has stay.</summary>
    KeepNewest = 2,
    /// <summary>The customer's cart stays as it is; lines of the other cart are dropped.</summary>
    KeepCustomer = 3,
}

/// <summary>Merges another cart into this one, as one outcome: all of it or nothing.</summary>
/// <param name="Actor">The owner of this cart.</param>
/// <param name="Source">The cart that will be closed.</param>
/// <param name="SourceActor">The owner of that cart: the device's token, or the same customer.</param>
[GenerateSerializer, Immutable, Alias("merge-cart")]
public sealed record MergeCart(
    [property: Id(0)] CartActor Actor,
    [property: Id(1)] CartMergeId Id,
    [property: Id(2)] CartId Source,
    [property: Id(3)] CartActor SourceActor,
    [property: Id(4)] CartMergeStrategy Strategy);

/// <summary>Restores both carts as they were before the merge, with the holds that still exist. Only while no line was changed since, and for <see cref="Limits.CartMergeUndoSeconds"/>.</summary>
[GenerateSerializer, Immutable, Alias("undo-cart-merge")]
public sealed record UndoCartMerge([property: Id(0)] CartActor Actor, [property: Id(1)] CartMergeId Id);

/// <summary>What became of a line. The numbers are frozen.</summary>
[GenerateSerializer, Alias("cart-merge-outcome")]
public enum CartMergeOutcome
{
    None = 0,
    /// <summary>A line of this cart, as it was.</summary>
    Kept = 1,
    /// <summary>A line of the other cart, new in this one.</summary>
    Added = 2,
    /// <summary>Lines of both, now one, with the quantity that the strategy asks for.</summary>
    Combined = 3,
    /// <summary>In the cart with fewer units than the strategy asks for.</summary>
    Capped = 4,
    /// <summary>Not in the cart any more.</summary>
    Dropped = 5,
}

/// <summary>Why a line was capped or dropped. The numbers are frozen.</summary>
[GenerateSerializer, Alias("cart-merge-reason")]
public enum CartMergeReason
{
    None = 0,
    /// <summary>The strategy lets the other cart's line win.</summary>
    Strategy = 1,
    /// <summary><see cref="Limits.CartLineQuantityMax"/>.</summary>
    LineLimit = 2,
    /// <summary><see cref="Limits.CartUnitsMax"/>.</summary>
    UnitsLimit = 3,
    /// <summary><see cref="Limits.CartLinesMax"/>.</summary>
    LinesLimit = 4,
    /// <summary>The units that one of the lines did not hold could not be held.</summary>
    InsufficientStock = 5,
}

/// <param name="LineId">The line in this cart; for a dropped line of the other cart, its id there.</param>
/// <param name="SourceLineId">The line of the other cart that it came from, if any.</param>
/// <param name="TargetQuantity">Units that this cart had; 0 when it had no such line.</param>
/// <param name="SourceQuantity">Units that the other cart had; 0 when it had no such line.</param>
/// <param name="Quantity">Units that are in the cart now.</param>
[GenerateSerializer, Immutable, Alias("cart-merge-entry")]
public sealed record CartMergeEntry(
    [property: Id(0)] CartMergeOutcome Outcome,
    [property: Id(1)] CartLineId LineId,
    [property: Id(2)] CartLineId? SourceLineId,
    [property: Id(3)] Sku Sku,
    [property: Id(4)] long TargetQuantity,
    [property: Id(5)] long SourceQuantity,
    [property: Id(6)] long Quantity,
    [property: Id(7)] CartMergeReason Reason);

/// <summary>What a merge did, line by line: nothing of either cart is missing from it.</summary>
[GenerateSerializer, Immutable, Alias("cart-merge-report")]
public sealed record CartMergeReport(
    [property: Id(0)] CartMergeId Id,
    [property: Id(1)] CartId Source,
    [property: Id(2)] CartMergeStrategy Strategy,
    [property: Id(3)] DateTimeOffset MergedAt,
    [property: Id(4)] bool IsUndone,
    [property: Id(5)] IReadOnlyList<CartMergeEntry> Entries);

[GenerateSerializer, Immutable, Alias("cart-merge-reply")]
public sealed record CartMergeReply([property: Id(0)] CartStatus Status, [property: Id(1)] CartMergeReport? Report, [property: Id(2)] CartView? Cart);

/// <summary>The cart that merges asks the other cart to stand still and to show what is in it.</summary>
[GenerateSerializer, Immutable, Alias("offer-cart")]
public sealed record OfferCart(
    [property: Id(0)] CartActor Actor,
    [property: Id(1)] CartMergeId Id,
    [property: Id(2)] CartId Target,
    [property: Id(3)] Currency Currency);

/// <summary>What the other cart of a merge is told. The numbers are frozen.</summary>
[GenerateSerializer, Alias("cart-settlement-kind")]
public enum CartSettlementKind
{
    None = 0,
    /// <summary>Its lines and holds are in the other cart now.</summary>
    Merged = 1,
    /// <summary>The merge was taken back: it has its lines again, with those holds that still exist.</summary>
    Reopened = 2,
}

/// <param name="Lines">With <see cref="CartSettlementKind.Reopened"/>: what is in the cart again.</param>
[GenerateSerializer, Immutable, Alias("settle-cart")]
public sealed record SettleCart(
    [property: Id(0)] CartMergeId Id,
    [property: Id(1)] CartId Target,
    [property: Id(2)] CartSettlementKind Kind,
    [property: Id(3)] IReadOnlyList<OfferedLine> Lines);

/// <summary>A hold that a cart hands to another one.</summary>
[GenerateSerializer, Immutable, Alias("offered-hold")]
public sealed record OfferedHold([property: Id(0)] ReservationId ReservationId, [property: Id(1)] long Quantity, [property: Id(2)] DateTimeOffset ExpiresAt);

/// <summary>A line that a cart hands to another one, holds and all.</summary>
/// <param name="NoteOwner">Whose key seals the note, here and wherever it is copied to.</param>
[GenerateSerializer, Immutable, Alias("offered-line")]
public sealed record OfferedLine(
    [property: Id(0)] CartLineId Id,
    [property: Id(1)] Sku Sku,
    [property: Id(2)] long Quantity,
    [property: Id(3)] Fulfilment Fulfilment,
    [property: Id(4)] PriceQuote Quote,
    [property: Id(5)] string? Note,
    [property: Id(6)] DateTimeOffset ChangedAt,
    [property: Id(7)] IReadOnlyList<OfferedHold> Holds,
    [property: Id(8)] string? NoteOwner = null);

[GenerateSerializer, Immutable, Alias("offer-cart-reply")]
public sealed record OfferCartReply([property: Id(0)] CartStatus Status, [property: Id(1)] IReadOnlyList<OfferedLine> Lines);
