namespace Omnichannel.Carts;

/// <summary>This cart wants what is in another one. First of all that one is asked to stand still.</summary>
public sealed record CartMergeStarted(DateTimeOffset At, CartMergeId MergeId, CartId Source, CartActor SourceActor, CartMergeStrategy Strategy) : CartPlan(At, []);

/// <summary>The other cart stands still, and this is in it. What the result would not hold yet is asked for.</summary>
public sealed record CartMergePlanned(DateTimeOffset At, CartMergeStarted Started, CartLine[] SourceLines, HoldAsk[] Asks) : CartPlan(At, Asks);

/// <summary>The other cart would not stand still: there is no merge.</summary>
public sealed record CartMergeRefused(DateTimeOffset At, CartMergeId MergeId, CartStatus Status) : CartEvent(At);

/// <summary>The one moment of a merge: everything before it leaves no trace, everything after it only tells the other cart.</summary>
/// <param name="Lines">All lines of this cart from now on.</param>
public sealed record CartMerged(
    DateTimeOffset At,
    CartMergeId MergeId,
    CartId Source,
    CartMergeStrategy Strategy,
    CartLine[] Lines,
    CartLine[] SourceLines,
    CartMergeEntry[] Entries,
    HoldRelease[] Releases) : CartPlan(At, []);

/// <summary>The one moment of taking a merge back.</summary>
/// <param name="Lines">All lines of this cart from now on.</param>
/// <param name="SourceLines">What goes back to the other cart, with the holds that still exist.</param>
public sealed record CartMergeUndoStarted(
    DateTimeOffset At,
    CartMergeId MergeId,
    CartId Source,
    CartLine[] Lines,
    CartLine[] SourceLines,
    HoldRelease[] Releases) : CartPlan(At, []);

/// <summary>The other cart knows how the merge, or taking it back, ended.</summary>
public sealed record CartMergeSettled(DateTimeOffset At, CartMergeId MergeId) : CartEvent(At);

/// <summary>This cart stands still until the cart that merges it says how that ended.</summary>
public sealed record CartOffered(DateTimeOffset At, CartMergeId MergeId, CartId Target) : CartEvent(At);

/// <summary>The cart that asked it to stand still merges it no longer: the question came late, or the answer did. It goes on as it was.</summary>
public sealed record CartOfferEnded(DateTimeOffset At, CartMergeId MergeId, CartId Target) : CartEvent(At);

/// <summary>Its lines and holds are in the other cart now.</summary>
public sealed record CartClosed(DateTimeOffset At, CartMergeId MergeId, CartId Target) : CartEvent(At);

public sealed record CartReopened(DateTimeOffset At, CartMergeId MergeId, CartLine[] Lines) : CartEvent(At);
