using Omnichannel.Journal;

namespace Omnichannel.Carts;

/// <summary>What all deciders of a cart ask first, in the order of <see cref="CartStatus"/>. Null means: nothing speaks against it.</summary>
internal static class CartAccess
{
    public static CartStatus? Refuses(Cart cart, CartActor actor, DateTimeOffset now)
    {
        if (actor is { Customer: null, Token: null }) return CartStatus.OwnerMissing;
        if (!cart.IsOpened) return CartStatus.NotFound;
        if (!cart.IsOwner(actor, now)) return CartStatus.NotOwner;
        return cart.State == CartState.Erased ? CartStatus.OwnerErased : null;
    }

    /// <summary>A retry is answered before any rule is checked, so it gets its first answer back whatever has happened since.</summary>
    public static CartStatus? Refuses(Cart cart, CartCommand command, RememberedCommand remembered, DateTimeOffset now)
    {
        if (Refuses(cart, command.Actor, now) is { } status) return status;
        if (cart.Commands.IsRepeat(remembered) is { } isSame) return isSame ? CartStatus.Exists : CartStatus.CommandExistsWithDifferentBody;
        if (cart.Commands.IsFull(Limits.CartCommandsMax, now)) return CartStatus.TooManyCommands;
        return Differs(cart, command.ExpectedVersion);
    }

    /// <summary>I51: whoever was told of a line ahead saw a version that another owner of the cart has not reached yet. That one ends what is under way first, and compares then.</summary>
    public static CartStatus? Differs(Cart cart, long? expectedVersion) =>
        expectedVersion is not { } expected || expected == cart.Version ? null : cart.Plan is null ? CartStatus.VersionMismatch : CartStatus.Busy;

    /// <summary>What the cart is in the middle of. While it waits for an answer nobody can say how it will stand: that is driven to its end first.</summary>
    public static CartStatus? Occupies(Cart cart) => cart switch
    {
        { State: CartState.Closed } => CartStatus.Closed,
        { Plan: not null } => CartStatus.Busy,
        { State: CartState.Merging } => CartStatus.Merging,
        { State: CartState.Locked } => CartStatus.Locked,
        _ => null,
    };

    /// <summary>I51: nothing comes between a line that is on its way and its end, so that whoever is told of it ahead is told the version that it gets.</summary>
    public static bool IsAdding(Cart cart) => cart.Plan is LineAddStarted;

    public static Decision<CartStatus, CartEvent> Reject(CartStatus status) => Decision<CartStatus, CartEvent>.Nothing(status);

    public static Decision<CartStatus, CartEvent> Done(params CartEvent[] events) => new(CartStatus.Done, events);
}
