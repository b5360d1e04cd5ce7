using System.Text.Json.Serialization;
using Omnichannel.Customers;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Pricing;
using Omnichannel.Privacy;

namespace Omnichannel.Carts;

/// <summary>What can happen to a cart. The tags are frozen; new members must be optional.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(CartOpened), "cart-opened")]
[JsonDerivedType(typeof(LineAddStarted), "line-add-started")]
[JsonDerivedType(typeof(LineAdded), "line-added")]
[JsonDerivedType(typeof(QuantityChangeStarted), "quantity-change-started")]
[JsonDerivedType(typeof(QuantityChanged), "quantity-changed")]
[JsonDerivedType(typeof(LineRemoved), "line-removed")]
[JsonDerivedType(typeof(HoldStarted), "hold-started")]
[JsonDerivedType(typeof(LinesHeld), "lines-held")]
[JsonDerivedType(typeof(ChangeRefused), "change-refused")]
[JsonDerivedType(typeof(HoldLapsed), "hold-lapsed")]
[JsonDerivedType(typeof(HoldReleased), "hold-released")]
[JsonDerivedType(typeof(NoteWritten), "note-written")]
[JsonDerivedType(typeof(LinePriceChanged), "line-price-changed")]
[JsonDerivedType(typeof(LineRepriced), "line-repriced")]
[JsonDerivedType(typeof(QuoteRenewed), "quote-renewed")]
[JsonDerivedType(typeof(CartAttached), "cart-attached")]
[JsonDerivedType(typeof(CartReassigned), "cart-reassigned")]
[JsonDerivedType(typeof(CartAbandoned), "cart-abandoned")]
[JsonDerivedType(typeof(CheckoutStarted), "checkout-started")]
[JsonDerivedType(typeof(CheckoutFrozen), "checkout-frozen")]
[JsonDerivedType(typeof(CheckoutRefused), "checkout-refused")]
[JsonDerivedType(typeof(CheckoutCancelled), "checkout-cancelled")]
[JsonDerivedType(typeof(CheckoutLapsed), "checkout-lapsed")]
[JsonDerivedType(typeof(CartMergeStarted), "cart-merge-started")]
[JsonDerivedType(typeof(CartMergePlanned), "cart-merge-planned")]
[JsonDerivedType(typeof(CartMergeRefused), "cart-merge-refused")]
[JsonDerivedType(typeof(CartMerged), "cart-merged")]
[JsonDerivedType(typeof(CartMergeUndoStarted), "cart-merge-undo-started")]
[JsonDerivedType(typeof(CartMergeSettled), "cart-merge-settled")]
[JsonDerivedType(typeof(CartOffered), "cart-offered")]
[JsonDerivedType(typeof(CartOfferEnded), "cart-offer-ended")]
[JsonDerivedType(typeof(CartClosed), "cart-closed")]
[JsonDerivedType(typeof(CartReopened), "cart-reopened")]
[JsonDerivedType(typeof(HandoverOffered), "handover-offered")]
[JsonDerivedType(typeof(HandoverTaken), "handover-taken")]
[JsonDerivedType(typeof(CartErased), "cart-erased")]
[JsonDerivedType(typeof(CartNotesDestroyed), "cart-notes-destroyed")]
[JsonDerivedType(typeof(CartOwnerErased), "cart-owner-erased")]
public abstract record CartEvent(DateTimeOffset At) : MachineEvent(At);

/// <summary>Written down before stock, or another cart, is asked: whoever dies, somebody asks again.</summary>
/// <param name="Asks">The questions to stock, each under a name of its own.</param>
public abstract record CartPlan(DateTimeOffset At, HoldAsk[] Asks) : CartEvent(At);

public sealed record CartOpened(
    DateTimeOffset At,
    CartId CartId,
    CustomerId? Customer,
    CartTokenHash? Token,
    Currency Currency,
    Channel? Channel,
    PriceGroup? Group,
    int AbandonAfterSeconds) : CartEvent(At);

/// <summary>A line is on its way into the cart: it gets there together with its hold, or not at all.</summary>
public sealed record LineAddStarted(DateTimeOffset At, RememberedCommand Command, CartLine Line, HoldAsk[] Asks) : CartPlan(At, Asks);

public sealed record LineAdded(DateTimeOffset At, RememberedCommand Command, CartLine Line) : CartEvent(At);

/// <summary>A held line is to have more units, and the hold for those is asked for.</summary>
public sealed record QuantityChangeStarted(DateTimeOffset At, RememberedCommand Command, CartLineId LineId, long Quantity, HoldAsk[] Asks) : CartPlan(At, Asks);

public sealed record QuantityChanged(DateTimeOffset At, RememberedCommand Command, CartLineId LineId, long Quantity, CartHold[] Holds, HoldRelease[] Releases) : CartEvent(At);

public sealed record LineRemoved(DateTimeOffset At, RememberedCommand Command, CartLineId LineId, HoldRelease[] Releases) : CartEvent(At);

public sealed record HoldStarted(DateTimeOffset At, RememberedCommand Command, HoldAsk[] Asks) : CartPlan(At, Asks);

/// <summary>Every line was answered: these are its holds now, and this is what could not be held.</summary>
public sealed record LinesHeld(DateTimeOffset At, RememberedCommand Command, LineHolds[] Lines, LineShortage[] Shortages) : CartEvent(At);

/// <summary>Stock refused: the change that waited for it did not happen. Its command may be sent again.</summary>
public sealed record ChangeRefused(DateTimeOffset At, RememberedCommand Command, CartStatus Status, LineShortage[] Shortages) : CartEvent(At);

/// <summary>A hold has ended by itself. The line stays, without it.</summary>
public sealed record HoldLapsed(DateTimeOffset At, CartLineId LineId, ReservationId ReservationId, long Quantity) : CartEvent(At);

/// <summary>Stock has taken a hold back, or had it back already.</summary>
public sealed record HoldReleased(DateTimeOffset At, HoldRelease Release) : CartEvent(At);

/// <param name="LineId">Null for the note of the cart.</param>
public sealed record NoteWritten(
    DateTimeOffset At, RememberedCommand Command, CartLineId? LineId, [property: JsonConverter(typeof(OnceClearTextConverter))] PersonalText? Note) : CartEvent(At);

/// <summary>The price of a line is not what was quoted any more; the quote counts until it ends. Null when they are the same again.</summary>
public sealed record LinePriceChanged(DateTimeOffset At, CartLineId LineId, CurrentPrice? Current) : CartEvent(At);

/// <summary>The quote of a line had ended and its price is another one now.</summary>
public sealed record LineRepriced(DateTimeOffset At, CartLineId LineId, long PreviousAmount, PriceQuote Quote) : CartEvent(At);

/// <summary>The quote of a line had ended and its price is still the same.</summary>
public sealed record QuoteRenewed(DateTimeOffset At, CartLineId LineId, PriceQuote Quote) : CartEvent(At);

public sealed record CartAttached(DateTimeOffset At, RememberedCommand Command, CustomerId Customer) : CartEvent(At);

public sealed record CartReassigned(DateTimeOffset At, RememberedCommand Command, CustomerId Previous, CustomerId Customer) : CartEvent(At);

/// <summary>Nobody has changed the cart for as long as was agreed. What it still holds is given back.</summary>
public sealed record CartAbandoned(DateTimeOffset At, HoldRelease[] Releases) : CartEvent(At);

/// <summary>The cart stands still while the units that it does not hold yet are asked for.</summary>
public sealed record CheckoutStarted(DateTimeOffset At, CheckoutId CheckoutId, HoldAsk[] Asks) : CartPlan(At, Asks);

/// <summary>All lines are held, and the checkout is what it says.</summary>
public sealed record CheckoutFrozen(DateTimeOffset At, Checkout Checkout, LineHolds[] Lines) : CartEvent(At);

/// <summary>Some lines could not be held: the cart goes on, and what was held for the checkout is given back.</summary>
public sealed record CheckoutRefused(DateTimeOffset At, CheckoutId CheckoutId, LineHolds[] Lines, LineShortage[] Shortages, HoldRelease[] Releases) : CartEvent(At);

public sealed record CheckoutCancelled(DateTimeOffset At, CheckoutId CheckoutId, HoldRelease[] Releases) : CartEvent(At);

/// <summary>The first hold has ended before anybody made an order of the checkout.</summary>
public sealed record CheckoutLapsed(DateTimeOffset At, CheckoutId CheckoutId, HoldRelease[] Releases) : CartEvent(At);

/// <summary>A code was made; it replaces an earlier one of the same hand-over.</summary>
public sealed record HandoverOffered(DateTimeOffset At, HandoverId HandoverId, string CodeHash, DateTimeOffset ExpiresAt) : CartEvent(At);

/// <param name="Until">How long the device may act on the cart.</param>
public sealed record HandoverTaken(DateTimeOffset At, HandoverId HandoverId, CartTokenHash Token, Channel? Channel, DateTimeOffset Until) : CartEvent(At);

/// <summary>The customer was erased, and nobody acts on the cart any more. A checkout that is frozen keeps its holds until it lapses.</summary>
public sealed record CartErased(DateTimeOffset At, HoldRelease[] Releases) : CartEvent(At);

/// <summary>The key of its notes is gone, and those of the carts that nobody had signed in on and that were merged into it.</summary>
public sealed record CartNotesDestroyed(DateTimeOffset At) : CartEvent(At);

/// <summary>Customers were erased who had been told of the cart before it was anybody's: whoever was making it theirs meanwhile has to ask them again.</summary>
public sealed record CartOwnerErased(DateTimeOffset At, CustomerId[] Customers) : CartEvent(At);
