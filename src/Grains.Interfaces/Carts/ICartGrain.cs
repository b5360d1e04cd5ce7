using Omnichannel.Journal;

namespace Omnichannel.Carts;

/// <summary>The one owner of a cart; its key is the <see cref="CartId"/>.</summary>
/// <remarks>
/// <para>Durability, repeating and errors as for <see cref="Inventory.IStockGrain"/>. What a cart asks of stock it writes down first: whoever dies, the
/// hold is either behind a line of the cart or given back.</para>
/// <para>Every call names who acts, and only the owner is answered; anybody else is told <see cref="CartStatus.NotOwner"/> and nothing more.</para>
/// </remarks>
[Alias("cart-grain")]
public interface ICartGrain : IGrainWithStringKey, IWakeable
{
    [Alias("open")]
    Task<CartReply> Open(OpenCart command);

    [Alias("add")]
    Task<CartReply> Add(AddLine command);

    [Alias("change-quantity")]
    Task<CartReply> ChangeQuantity(ChangeQuantity command);

    /// <summary>Holds of the line are given back at once; when stock cannot be reached, as soon as it can.</summary>
    [Alias("remove")]
    Task<CartReply> Remove(RemoveLine command);

    [Alias("hold")]
    Task<CartReply> Hold(HoldLines command);

    [Alias("write-note")]
    Task<CartReply> WriteNote(WriteNote command);

    [Alias("attach")]
    Task<CartReply> Attach(AttachCart command);

    [Alias("reassign")]
    Task<CartReply> Reassign(ReassignCart command);

    /// <summary>For a customer who is erased. Done, also when repeated, or <see cref="CartStatus.NotFound"/> or <see cref="CartStatus.NotOwner"/> when there is nothing to
    /// end; Busy or Merging when the cart is in the middle of something: ask again.</summary>
    [Alias("erase")]
    Task<CartStatus> Erase(EraseCart command);

    [Alias("merge")]
    Task<CartMergeReply> Merge(MergeCart command);

    [Alias("undo-cart-merge")]
    Task<CartMergeReply> UndoMerge(UndoCartMerge command);

    [Alias("find-merge")]
    Task<CartMergeReply> FindMerge(CartActor actor, CartMergeId id);

    /// <summary>For the cart that merges this one; nobody else calls it.</summary>
    [Alias("offer")]
    Task<OfferCartReply> Offer(OfferCart command);

    /// <summary>For the cart that merges this one; nobody else calls it.</summary>
    [Alias("settle")]
    Task<CartStatus> Settle(SettleCart command);

    /// <summary>For a cart that stands still for this one: whether the merge still needs it to. Nobody else calls it.</summary>
    [Alias("is-merging")]
    Task<bool> IsMerging(CartMergeId id);

    [Alias("start-checkout")]
    Task<CheckoutReply> StartCheckout(StartCheckout command);

    [Alias("cancel-checkout")]
    Task<CheckoutReply> CancelCheckout(CancelCheckout command);

    [Alias("find-checkout")]
    Task<CheckoutReply> FindCheckout(CartActor actor, CheckoutId id);

    [Alias("offer-handover")]
    Task<HandoverReply> OfferHandover(OfferHandover command);

    [Alias("take-handover")]
    Task<CartReply> TakeHandover(TakeHandover command);

    /// <summary>The cart, with its prices looked up anew: a price that changed is an event of the cart before it is shown.</summary>
    [Alias("cart")]
    Task<CartReply> Cart(CartActor actor);

    /// <summary>For a front end that shows the cart to many devices at once. The events after a version, oldest first, at most <paramref name="limit"/> (1 to
    /// <see cref="Limits.EventsPageMax"/>); waits for the next one, <see cref="Limits.CartWatchSeconds"/> at most, when there is none.</summary>
    /// <param name="actors">Those who watch, up to <see cref="Limits.CartWatchActorsMax"/>: the answer says which of them may not, or not any more.</param>
    [Alias("watch")]
    Task<CartWatchReply> Watch(IReadOnlyList<CartActor> actors, long afterVersion, int limit);

    /// <summary>The events after a version, oldest first, at most <paramref name="limit"/> (1 to <see cref="Limits.EventsPageMax"/>).</summary>
    [Alias("events")]
    Task<CartEventsReply> Events(CartActor actor, long afterVersion, int limit);
}
