using Omnichannel.Customers;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Pricing;
using Omnichannel.Privacy;

namespace Omnichannel.Carts;

/// <summary>A device that may act on a cart.</summary>
/// <param name="Until">Null for as long as the cart is anonymous.</param>
public sealed record CartGrant(CartTokenHash Token, Channel? Channel, DateTimeOffset? Until);

/// <summary>A take-over by code.</summary>
/// <param name="TakenBy">Null until the code was used.</param>
public sealed record CartHandover(HandoverId Id, string CodeHash, DateTimeOffset ExpiresAt, CartTokenHash? TakenBy);

/// <summary>A merge into this cart, and all it takes to take it back.</summary>
/// <param name="AtVersion">The version of the cart that the merge made.</param>
public sealed record CartMergeRecord(CartMerged Merged, CartLine[] Before, long AtVersion, bool IsUndone);

/// <summary>A merge of this cart into another one.</summary>
public sealed record CartOffer(CartMergeId MergeId, CartId Target, bool IsClosed);

/// <summary>The newest answer that stock or another cart gave: what a caller is waiting to be told.</summary>
/// <param name="Id">The command, checkout or merge that waited for it.</param>
public sealed record CartOutcome(string Id, CartStatus Status, LineShortage[] Shortages);

/// <summary>One cart. <c>CartChanges.cs</c> holds what its events do.</summary>
public sealed partial class Cart : Machine<CartEvent>
{
    private readonly OrderedDictionary<CartLineId, CartLine> _lines = [];
    private readonly List<HoldRelease> _releases = [];
    private readonly List<CartGrant> _grants = [];
    private readonly List<CartHandover> _handovers = [];
    private readonly List<CartMergeRecord> _merges = [];
    private readonly List<Checkout> _checkouts = [];

    public CartId Id { get; private set; }

    public Currency Currency { get; private set; }

    public Channel? Channel { get; private set; }

    public PriceGroup? Group { get; private set; }

    public CustomerId? Customer { get; private set; }

    public PersonalText? Note { get; private set; }

    public TimeSpan AbandonAfter { get; private set; }

    /// <summary>When its owner last changed it.</summary>
    public DateTimeOffset ActiveAt { get; private set; }

    /// <summary>The version of the newest change to what is in the cart.</summary>
    public long LinesVersion { get; private set; }

    public bool IsAbandoned { get; private set; }

    public bool IsOpened => Version > 0;

    /// <summary>What the cart waits for; null when nothing.</summary>
    public CartPlan? Plan { get; private set; }

    /// <summary>The version at which the plan was made: an answer to an older one means nothing.</summary>
    public long PlanVersion { get; private set; }

    public CartOutcome? Outcome { get; private set; }

    public CartOffer? Offer { get; private set; }

    public CartMergeId? ReopenedFrom { get; private set; }

    /// <summary>Whether lines of another cart may have come into this one.</summary>
    public bool HasMerged => _merges.Count > 0;

    /// <summary>How far the cart of somebody who was erased is.</summary>
    public ErasureStep Erasure { get; private set; }

    public CommandMemory Commands { get; } = new();

    public IReadOnlyList<HoldRelease> Releases => _releases;

    public IReadOnlyList<CartGrant> Grants => _grants;

    public ICollection<CartLine> Lines => _lines.Values;

    public long Units => _lines.Values.Sum(static line => line.Quantity);

    /// <summary>I49: whole minor units, checked.</summary>
    public long Total => _lines.Values.Aggregate(0L, static (total, line) => checked(total + line.Amount));

    public Checkout? Frozen => _checkouts is [.., { State: CheckoutState.Frozen } last] ? last : null;

    public CartState State => this switch
    {
        { IsOpened: false } => CartState.None,
        { Erasure: not ErasureStep.None } => CartState.Erased,
        { Offer.IsClosed: true } => CartState.Closed,
        { Offer: not null } or { Plan: CartMergeStarted or CartMergePlanned } => CartState.Merging,
        _ => Frozen is not null || Plan is CheckoutStarted ? CartState.Locked : CartState.Open,
    };

    public override DateTimeOffset? DueAt
    {
        get
        {
            // Until it has its answer, somebody must come back to it, also when everybody who waited is gone.
            if (Plan is not null || Erasure == ErasureStep.Begun) return LastEventAt.AddSeconds(Limits.CoordinatorRetrySeconds);
            var due = AbandonedAt;
            if (_releases.Count > 0) due = Earlier(due, LastEventAt.AddSeconds(Limits.CoordinatorRetrySeconds));
            if (Offer is { IsClosed: false }) due = Earlier(due, LastEventAt.AddSeconds(Limits.CoordinatorRetrySeconds));
            if (Frozen is { } frozen) due = Earlier(due, frozen.ExpiresAt);
            foreach (var line in _lines.Values) due = Earlier(due, line.HeldUntil);
            return due;
        }
    }

    /// <summary>When it will count as abandoned; null while it cannot.</summary>
    public DateTimeOffset? AbandonedAt => _lines.Count > 0 && !IsAbandoned && State == CartState.Open ? ActiveAt + AbandonAfter : null;

    public override int EntriesCount => _lines.Count + _releases.Count + _merges.Count + _checkouts.Count + Commands.Count;

    public CartLine? Find(CartLineId id) => _lines.GetValueOrDefault(id);

    public Checkout? Find(CheckoutId id) => _checkouts.FindLast(checkout => checkout.Id == id);

    public CartMergeRecord? Find(CartMergeId id) => _merges.FindLast(merge => merge.Merged.MergeId == id);

    /// <summary>Whether this merge is under way here, or took place: what it needs of the other cart it still needs.</summary>
    public bool IsMerging(CartMergeId id) => Find(id) is { IsUndone: false } || Plan switch
    {
        CartMergeStarted started => started.MergeId == id,
        CartMergePlanned planned => planned.Started.MergeId == id,
        CartMergeUndoStarted undo => undo.MergeId == id,
        _ => false,
    };

    public CartHandover? Find(HandoverId id) => _handovers.FindLast(handover => handover.Id == id);

    public CartHandover? FindCode(string codeHash) => _handovers.FindLast(handover => handover.CodeHash == codeHash);

    /// <summary>I46: only its owner reads or changes a cart.</summary>
    public bool IsOwner(CartActor actor, DateTimeOffset now)
    {
        if (actor.Customer is { } customer && Customer == customer) return true;
        return actor.Token is { } token && _grants.Exists(grant => grant.Token == token && !(grant.Until <= now));
    }

    public CartView View() => new(
        Id,
        State,
        Customer,
        Channel,
        Group,
        Currency,
        [.. _lines.Values.Select(static line => line.View())],
        Units,
        Total,
        Note?.Value,
        IsAbandoned,
        Frozen?.Id,
        Offer is { IsClosed: true } closed ? closed.Target : null,
        Version);

    protected override void CheckInvariants()
    {
        Invariant.Holds(42, _lines.Count <= Limits.CartLinesMax && Units <= Limits.CartUnitsMax, "a cart stays within its limits");
        Invariant.Holds(43, HoldsAreSound(), "a line holds no more than it has, and no reservation is behind two lines");
        Invariant.Holds(46, Offer is { IsClosed: true } || Customer is not null || _grants.Count > 0, "a cart has an owner");
        Invariant.Holds(49, Total >= 0, "a total is never negative");
        Invariant.Holds(50, _checkouts.Count(static checkout => checkout.State == CheckoutState.Frozen) <= 1, "one checkout at a time");
    }

    private bool HoldsAreSound()
    {
        HashSet<ReservationId>? seen = null;
        foreach (var line in _lines.Values)
        {
            if (line.Holds.Length == 0) continue;
            if (line.Held > line.Quantity) return false;
            seen ??= [];
            foreach (var hold in line.Holds)
            {
                if (hold.Quantity < Limits.QuantityMin || !seen.Add(hold.Id)) return false;
            }
        }

        return true;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => left is null || right < left ? right ?? left : left;
}
