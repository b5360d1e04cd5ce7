using Omnichannel.Journal;
using static Omnichannel.Carts.CartAccess;

namespace Omnichannel.Carts;

/// <summary>A hand-over that was asked for, and the hash of the code that was drawn for it.</summary>
public sealed record DrawnHandover(OfferHandover Offer, string CodeHash);

/// <summary>The rules of hand-overs. Pure.</summary>
public static class HandoverDecider
{
    public static Decision<CartStatus, CartEvent> Decide(Cart cart, DrawnHandover drawn, DateTimeOffset now)
    {
        if (Refuses(cart, drawn.Offer.Actor, now) is { } refused) return Reject(refused);
        if (Occupies(cart) is { } occupied and (CartStatus.Closed or CartStatus.Merging)) return Reject(occupied);
        if (IsAdding(cart)) return Reject(CartStatus.Busy);
        if (cart.Find(drawn.Offer.Id) is { TakenBy: not null }) return Reject(CartStatus.CodeUsed);
        return Done(new HandoverOffered(now, drawn.Offer.Id, drawn.CodeHash, now.AddSeconds(Limits.HandoverSeconds)));
    }

    /// <summary>I48: a code is used once. The same device again is the same take-over.</summary>
    public static Decision<CartStatus, CartEvent> Decide(Cart cart, TakeHandover command, DateTimeOffset now)
    {
        if (cart.FindCode(command.CodeHash) is not { } handover) return Reject(CartStatus.CodeUnknown);

        if (cart.State == CartState.Erased) return Reject(CartStatus.OwnerErased);

        // A device that owns the cart anyway gains nothing, and must not lose what it has when the take-over ends.
        if (cart.Grants.Any(grant => grant.Token == command.Token && grant.Until is null)) return Reject(CartStatus.Exists);
        if (handover.TakenBy == command.Token) return Reject(cart.IsOwner(new(null, command.Token), now) ? CartStatus.Exists : CartStatus.CodeUsed);
        if (handover.TakenBy is not null) return Reject(CartStatus.CodeUsed);
        if (handover.ExpiresAt <= now) return Reject(CartStatus.CodeExpired);
        if (Occupies(cart) is { } occupied and (CartStatus.Closed or CartStatus.Merging)) return Reject(occupied);
        if (IsAdding(cart)) return Reject(CartStatus.Busy);
        if (cart.Grants.Count(grant => !(grant.Until <= now)) >= Limits.CartTokensMax) return Reject(CartStatus.TooManyTokens);

        // After this point the code is used, and the device owns the cart too.
        return Done(new HandoverTaken(now, handover.Id, command.Token, command.Channel, now.AddSeconds(Limits.HandoverGrantSeconds)));
    }
}
