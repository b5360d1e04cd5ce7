using Omnichannel.Inventory;
using Omnichannel.Journal;
using static Omnichannel.Carts.CartAccess;

namespace Omnichannel.Carts;

/// <summary>What the other cart answered when it was asked to stand still.</summary>
/// <param name="PlanVersion">The plan that asked. An answer to another one (a retry, a wake-up) changes nothing.</param>
public sealed record OfferAnswered(long PlanVersion, OfferCartReply Reply);

/// <summary>The cart that had asked this one to stand still says that it does not merge it.</summary>
/// <param name="AtVersion">The version of this cart when it asked: asked to stand still again since, it has to ask again.</param>
public sealed record OfferDenied(CartMergeId Id, CartId Target, long AtVersion);

/// <summary>The other cart knows how it ended.</summary>
public sealed record SettlementAnswered(long PlanVersion);

/// <summary>The rules of merges. Pure.</summary>
public static class CartMergeDecider
{
    public static Decision<CartStatus, CartEvent> Decide(Cart cart, MergeCart command, DateTimeOffset now)
    {
        if (!Enum.IsDefined(command.Strategy) || command.Strategy == CartMergeStrategy.None) return Reject(CartStatus.StrategyOutOfRange);
        if (Refuses(cart, command.Actor, now) is { } refused) return Reject(refused);
        if (cart.Find(command.Id) is { } earlier)
        {
            if (earlier.Merged.Source != command.Source || earlier.Merged.Strategy != command.Strategy) return Reject(CartStatus.ExistsWithDifferentBody);
            return Reject(earlier.IsUndone ? CartStatus.MergeUndone : CartStatus.Exists);
        }

        if (Occupies(cart) is { } occupied) return Reject(occupied);
        if (command.Source == cart.Id) return Reject(CartStatus.SameCart);

        // After this point the merge has begun, and will be driven to an end.
        return Done(new CartMergeStarted(now, command.Id, command.Source, command.SourceActor, command.Strategy));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, OfferAnswered answered, DateTimeOffset now)
    {
        if (cart.Plan is not CartMergeStarted started || cart.PlanVersion != answered.PlanVersion) return Reject(CartStatus.None);
        if (answered.Reply.Status is not (CartStatus.Done or CartStatus.Exists))
            return Done(new CartMergeRefused(now, started.MergeId, RefusalOf(answered.Reply.Status)));
        var lines = answered.Reply.Lines.Select(CartLine.Of).ToArray();
        var merged = new CartMerging(cart, started, now).Merge(lines, []);
        var planned = new CartMergePlanned(now, started, lines, merged.Asks);
        return merged.Asks.Length == 0 ? Done(planned, Merged(started, merged, lines, now)) : Done(planned);
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, SettlementAnswered answered, DateTimeOffset now)
    {
        if (cart.PlanVersion != answered.PlanVersion) return Reject(CartStatus.None);
        return cart.Plan switch
        {
            CartMerged merged => Done(new CartMergeSettled(now, merged.MergeId)),
            CartMergeUndoStarted undo => Done(new CartMergeSettled(now, undo.MergeId)),
            _ => Reject(CartStatus.None),
        };
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, UndoCartMerge command, DateTimeOffset now)
    {
        if (Refuses(cart, command.Actor, now) is { } refused) return Reject(refused);
        if (cart.Find(command.Id) is { IsUndone: true }) return Reject(CartStatus.Exists);
        if (Occupies(cart) is { } occupied) return Reject(occupied);
        if (cart.Find(command.Id) is not { } record) return Reject(CartStatus.MergeNotFound);
        if (cart.LinesVersion != record.AtVersion) return Reject(CartStatus.ChangedSince);
        if (record.Merged.At.AddSeconds(Limits.CartMergeUndoSeconds) <= now) return Reject(CartStatus.UndoTooLate);

        // After this point both carts are as they were. A hold goes back to the line it came from; one that the merge itself made is given back.
        var holds = cart.Lines.SelectMany(static line => line.Holds).ToDictionary(static hold => hold.Id);
        var (lines, sourceLines) = (Restored(record.Before, holds), Restored(record.Merged.SourceLines, holds));
        var releases = cart.Lines.SelectMany(CartHolds.ReleasesOf).Where(release => holds.ContainsKey(release.ReservationId));
        return Done(new CartMergeUndoStarted(now, command.Id, record.Merged.Source, lines, sourceLines, [.. releases]));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, OfferCart command, DateTimeOffset now)
    {
        if (Refuses(cart, command.Actor, now) is { } refused) return Reject(refused);

        // I47: a merge that was taken back asks for nothing any more; who asks in its name was on the way all the while.
        if (cart.ReopenedFrom == command.Id) return Reject(CartStatus.MergeUndone);

        // A repeat is written down again: whoever has been told meanwhile that nobody merges this cart must not believe it any more.
        var isRepeat = cart.Offer is { IsClosed: false } offer && offer.MergeId == command.Id && offer.Target == command.Target;
        if (!isRepeat && Occupies(cart) is { } occupied) return Reject(occupied);
        if (cart.Currency != command.Currency) return Reject(CartStatus.CurrencyMismatch);

        // After this point the cart stands still until the other one says how the merge ended.
        return Done(new CartOffered(now, command.Id, command.Target));
    }

    /// <summary>A question that came after its merge had ended without an answer, or for an answer that nobody waited for any more, holds no cart up.</summary>
    public static Decision<CartStatus, CartEvent> Decide(Cart cart, OfferDenied denied, DateTimeOffset now) =>
        cart.Version == denied.AtVersion && cart.Offer is { IsClosed: false } offer && offer.MergeId == denied.Id && offer.Target == denied.Target
            ? Done(new CartOfferEnded(now, denied.Id, denied.Target))
            : Reject(CartStatus.Exists);

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, SettleCart command, DateTimeOffset now)
    {
        var offer = cart.Offer is { } found && found.MergeId == command.Id && found.Target == command.Target ? found : null;
        return (command.Kind, offer) switch
        {
            (CartSettlementKind.Merged, { IsClosed: false }) => Done(new CartClosed(now, command.Id, command.Target)),
            (CartSettlementKind.Merged, { IsClosed: true }) => Reject(CartStatus.Exists),
            (CartSettlementKind.Reopened, { IsClosed: true }) => Done(new CartReopened(now, command.Id, [.. command.Lines.Select(CartLine.Of)])),
            (CartSettlementKind.Reopened, null) when cart.ReopenedFrom == command.Id => Reject(CartStatus.Exists),
            _ => Reject(CartStatus.MergeNotFound),
        };
    }

    internal static Decision<CartStatus, CartEvent> DecideAnswered(Cart cart, CartMergePlanned plan, (HoldAsk Ask, HoldAnswer Answer)[] pairs, DateTimeOffset now)
    {
        var merged = new CartMerging(cart, plan.Started, plan.At).Merge(plan.SourceLines, pairs);
        return Done(Merged(plan.Started, merged, plan.SourceLines, now));
    }

    private static CartMerged Merged(CartMergeStarted started, MergedCarts merged, CartLine[] sourceLines, DateTimeOffset now) =>
        new(now, started.MergeId, started.Source, started.Strategy, merged.Lines, sourceLines, merged.Entries, merged.Releases);

    // Every hold that is found a place is taken out: what is left over belongs to neither cart.
    private static CartLine[] Restored(CartLine[] lines, Dictionary<ReservationId, CartHold> holds) => [.. lines.Select(line =>
        line with { Holds = [.. line.Holds.Select(hold => holds.Remove(hold.Id, out var current) ? current : null).OfType<CartHold>()] })];

    private static CartStatus RefusalOf(CartStatus status) => status switch
    {
        CartStatus.NotFound => CartStatus.SourceNotFound,
        CartStatus.NotOwner or CartStatus.OwnerMissing => CartStatus.SourceNotOwner,
        CartStatus.Closed => CartStatus.SourceClosed,
        CartStatus.Locked => CartStatus.SourceLocked,
        CartStatus.CurrencyMismatch => CartStatus.CurrencyMismatch,
        CartStatus.OwnerErased => CartStatus.OwnerErased,
        _ => CartStatus.Busy,
    };
}
