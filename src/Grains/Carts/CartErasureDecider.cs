using Omnichannel.Customers;
using Omnichannel.Journal;
using static Omnichannel.Carts.CartAccess;

namespace Omnichannel.Carts;

/// <summary>What becomes of the cart of somebody who is erased. Pure.</summary>
/// <remarks>A frozen checkout may be being paid for: it keeps its lines and holds until it lapses, and says nothing of anybody. Nobody can act on the cart in between.</remarks>
public static class CartErasureDecider
{
    /// <summary>The keys are gone.</summary>
    public sealed record Done;

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, EraseCart command, DateTimeOffset now)
    {
        if (!cart.IsOpened) return Reject(CartStatus.NotFound);
        if (cart.Erasure != ErasureStep.None) return Reject(CartStatus.Exists);
        var isTheirs = cart.Customer is { } customer && command.Customers.Contains(customer);
        var wasTheirs = cart is { Customer: null, Offer: { IsClosed: true } offer } && offer.Target == command.Target;
        if (!isTheirs && !wasTheirs)
        {
            if (cart.Customer is not null || command.Customers.Count == 0) return Reject(CartStatus.NotOwner);

            // I67: it may be becoming theirs just now. Who asked them before they were erased decides on a version that is not there any more.
            return cart.Plan is not null ? Reject(CartStatus.Busy) : CartAccess.Done(new CartOwnerErased(now, [.. command.Customers]));
        }

        if (Occupies(cart) is { } occupied and (CartStatus.Busy or CartStatus.Merging)) return Reject(occupied);

        // After this point nobody acts on the cart any more, and its notes go for good.
        return CartAccess.Done(new CartErased(now, cart.Frozen is null ? [.. cart.Lines.SelectMany(CartHolds.ReleasesOf)] : []));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, Done done, DateTimeOffset now) =>
        cart.Erasure == ErasureStep.Begun ? CartAccess.Done(new CartNotesDestroyed(now)) : Reject(CartStatus.Exists);
}
