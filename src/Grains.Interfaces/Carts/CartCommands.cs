using Omnichannel.Customers;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Carts;

/// <summary>What every change of a cart carries.</summary>
/// <param name="Id">The idempotency key: one effect per id at this cart. Not part of the body that a retry must repeat.</param>
/// <param name="ExpectedVersion">The version the caller saw; another one is answered with <see cref="CartStatus.VersionMismatch"/>.</param>
[GenerateSerializer, Immutable, Alias("cart-command")]
public sealed record CartCommand([property: Id(0)] CommandId Id, [property: Id(1)] CartActor Actor, [property: Id(2)] long? ExpectedVersion = null);

/// <summary>Makes a cart. The actor becomes its owner. Opening it again with the same body changes nothing.</summary>
/// <param name="AbandonAfter">How long after the last change by its owner the cart counts as abandoned; null for <see cref="Limits.CartAbandonSecondsDefault"/>.</param>
[GenerateSerializer, Immutable, Alias("open-cart")]
public sealed record OpenCart(
    [property: Id(0)] CartActor Actor,
    [property: Id(1)] Currency Currency,
    [property: Id(2)] Channel? Channel = null,
    [property: Id(3)] PriceGroup? Group = null,
    [property: Id(4)] TimeSpan? AbandonAfter = null);

[GenerateSerializer, Alias("fulfilment-kind")]
public enum FulfilmentKind
{
    None = 0,
    /// <summary>Sent to the customer from the location.</summary>
    Ship = 1,
    /// <summary>Fetched by the customer at the location.</summary>
    PickUp = 2,
}

/// <param name="Location">Where the units come from: the place whose stock is held.</param>
[GenerateSerializer, Immutable, Alias("fulfilment")]
public sealed record Fulfilment([property: Id(0)] FulfilmentKind Kind, [property: Id(1)] Location Location);

/// <param name="Quantity">Units, 1 to <see cref="Limits.CartLineQuantityMax"/>.</param>
/// <param name="HoldFor">Holds the units at once, or refuses the line; null to hold nothing before the checkout.</param>
[GenerateSerializer, Immutable, Alias("add-line")]
public sealed record AddLine(
    [property: Id(0)] CartCommand Command,
    [property: Id(1)] CartLineId LineId,
    [property: Id(2)] Sku Sku,
    [property: Id(3)] long Quantity,
    [property: Id(4)] Fulfilment Fulfilment,
    [property: Id(5)] TimeSpan? HoldFor = null,
    [property: Id(6)] string? Note = null);

/// <summary>Sets the quantity of a line. What a held line gains is held too, or the change is refused; what it loses is given back at once.</summary>
[GenerateSerializer, Immutable, Alias("change-quantity")]
public sealed record ChangeQuantity([property: Id(0)] CartCommand Command, [property: Id(1)] CartLineId LineId, [property: Id(2)] long Quantity);

[GenerateSerializer, Immutable, Alias("remove-line")]
public sealed record RemoveLine([property: Id(0)] CartCommand Command, [property: Id(1)] CartLineId LineId);

/// <summary>Holds what is not held yet and extends what is, line by line, as far as stock allows.</summary>
/// <param name="LineIds">Null for every line.</param>
[GenerateSerializer, Immutable, Alias("hold-lines")]
public sealed record HoldLines([property: Id(0)] CartCommand Command, [property: Id(1)] TimeSpan HoldFor, [property: Id(2)] IReadOnlyList<CartLineId>? LineIds = null);

/// <param name="LineId">Null for the note of the whole cart.</param>
/// <param name="Note">Null takes the note away.</param>
[GenerateSerializer, Immutable, Alias("write-note")]
public sealed record WriteNote([property: Id(0)] CartCommand Command, [property: Id(1)] CartLineId? LineId, [property: Id(2)] string? Note);

/// <summary>Gives an anonymous cart to the customer who has signed in. Its tokens end.</summary>
[GenerateSerializer, Immutable, Alias("attach-cart")]
public sealed record AttachCart([property: Id(0)] CartCommand Command, [property: Id(1)] CustomerId Customer);

/// <summary>Ends the cart of somebody who is erased: what it holds is given back, but for a checkout that is frozen, and nobody may act on it any more.</summary>
/// <param name="Customers">Who is erased: the cart of anybody else is left alone.</param>
/// <param name="Target">The cart that was told so, when this one was merged into it before anybody had signed in.</param>
[GenerateSerializer, Immutable, Alias("erase-cart")]
public sealed record EraseCart([property: Id(0)] IReadOnlyList<CustomerId> Customers, [property: Id(1)] CartId? Target = null);

/// <summary>Gives a customer's cart to another customer: for two records found to be one person, and for taking that back. Never offered to shoppers.</summary>
/// <param name="Command">Its actor is the customer who owns the cart now.</param>
/// <param name="Following">The merge of customers that the cart follows to the survivor: refused as <see cref="CartStatus.MergeUndone"/> once the cart was given back.</param>
[GenerateSerializer, Immutable, Alias("reassign-cart")]
public sealed record ReassignCart([property: Id(0)] CartCommand Command, [property: Id(1)] CustomerId Customer, [property: Id(2)] CustomerMergeId? Following = null);
