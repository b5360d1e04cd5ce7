using Omnichannel.Carts;
using Omnichannel.Ids;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>One person, whatever the channel. <c>CustomerSnapshot.cs</c> holds its frozen form.</summary>
public sealed partial class Customer : Machine<CustomerEvent>
{
    private readonly List<LiveSession> _sessions = [];
    private readonly List<Absorption> _absorptions = [];
    private readonly List<ClosedMerge> _closedMerges = [];
    private readonly List<CartId> _carts = [];

    /// <summary>Null before it was registered.</summary>
    public CustomerId? Id { get; private set; }

    public DateTimeOffset RegisteredAt { get; private set; }

    public PersonalText? Registration { get; private set; }

    public Profile Profile { get; } = new();

    public ConsentBook Consents { get; } = new();

    public PointsLedger Points { get; } = new();

    /// <summary>What this customer bought, without those who were merged into it.</summary>
    public PurchaseTotals OwnPurchases { get; private set; } = PurchaseTotals.None;

    /// <summary>Contacts with this customer, without those who were merged into it.</summary>
    public ContactHistory Contacts { get; } = new();

    public IdentityBook Identities { get; } = new();

    public CommandMemory Commands { get; } = new();

    public CartId? OpenCart { get; private set; }

    public ErasureStep Erasure { get; private set; }

    /// <summary>Set while it stands still for a merge, and once it was merged.</summary>
    public MergeLock? Lock { get; private set; }

    public IReadOnlyList<LiveSession> Sessions => _sessions;

    public IReadOnlyList<Absorption> Absorptions => _absorptions;

    /// <summary>The merge that has brought somebody in, or gives somebody back, and has not been carried to its end.</summary>
    public Absorption? Unsettled => _absorptions.Find(static absorption => absorption.Step != AbsorptionStep.Settled);

    public CustomerId? MergedInto => Lock is { IsMerged: true } merged ? merged.Survivor : null;

    public PurchaseTotals Purchases => Present.Aggregate(OwnPurchases, static (sum, absorption) => sum + absorption.Purchases);

    public int OpenIssuesCount => AllTouchpoints.Count(static touchpoint => touchpoint.Issue == IssueState.Open);

    /// <summary>Oldest first, with those of merged customers.</summary>
    public IEnumerable<Touchpoint> AllTouchpoints =>
        Contacts.Touchpoints.Concat(Present.SelectMany(static absorption => absorption.Contacts.Touchpoints)).OrderBy(static touchpoint => touchpoint.At);

    public IEnumerable<Feedback> AllFeedback =>
        Contacts.Feedback.Concat(Present.SelectMany(static absorption => absorption.Contacts.Feedback)).OrderBy(static feedback => feedback.At);

    // What somebody else drives, or is to be driven, comes before what the clock brings: points of a customer who stands still do not end.
    public override DateTimeOffset? DueAt
    {
        get
        {
            if (Erasure == ErasureStep.Erased || Lock is not null && Erasure == ErasureStep.None) return null;
            if (Erasure == ErasureStep.Begun || Identities.HasPending) return LastEventAt.AddSeconds(Limits.CoordinatorRetrySeconds);
            return Points.NextExpiryAt;
        }
    }

    public override int EntriesCount =>
        Profile.Count + Consents.Count + Points.EntriesCount + Contacts.EntriesCount + Identities.Count + Commands.Count + _sessions.Count
        + _absorptions.Sum(static absorption => 1 + absorption.Contacts.Touchpoints.Length + absorption.Contacts.Feedback.Length);

    private IEnumerable<Absorption> Present => _absorptions.Where(static absorption => absorption.Step != AbsorptionStep.Returned);

    /// <summary>Whether this cart is known to be the customer's: the open one, or one of the last that are beside it.</summary>
    public bool HasCart(CartId id) => OpenCart == id || _carts.Contains(id);

    /// <summary>Whether that customer was merged into this one, directly or with another one, and was not given back.</summary>
    public bool IsOneWith(CustomerId id) => FindPresent(id) is not null;

    public ClosedMerge? FindClosed(CustomerMergeId id) => _closedMerges.Find(closed => closed.Id == id);

    /// <summary>The merge by which that customer is one with this one; null when it is not.</summary>
    public Absorption? FindPresent(CustomerId id) => Present.LastOrDefault(absorption => absorption.Brought(id));

    public Absorption? FindAbsorption(CustomerMergeId id) => _absorptions.Find(absorption => absorption.Id == id);

    /// <summary>A contact of this customer, or else of the one who was merged into it last.</summary>
    public Touchpoint? FindTouchpoint(CommandId id) =>
        Contacts.Find(id) ?? Present.Reverse()
            .Select(absorption => Array.Find(absorption.Contacts.Touchpoints, touchpoint => touchpoint.Id == id))
            .FirstOrDefault(static found => found is not null);

    protected override void On(CustomerEvent @event)
    {
        switch (@event)
        {
            case CustomerRegistered registered: OnRegistered(registered); break;
            case CustomerPatched patched: Profile.Apply(patched.Changes, Version + 1); break;
            case ConsentDecided decided: OnConsent(decided); break;
            case PointsEarned earned: OnEarned(earned); break;
            case PointsSpent spent: OnSpent(spent); break;
            case PointsExpired expired: Points.Expire(expired); break;
            case PurchaseRecorded recorded: OnPurchase(recorded); break;
            case TouchpointRecorded recorded: OnTouchpoint(recorded); break;
            case IssueResolved resolved: OnResolved(resolved); break;
            case FeedbackGiven given: OnFeedback(given); break;
            case IdentityClaimBegun begun: Identities.Add(new(begun.IdentityId, begun.Kind, begun.Value, begun.IsVerified, IdentityState.Claiming, Version + 1)); break;
            case IdentityClaimDone done: Identities.Advance(done.IdentityId, IdentityState.Claiming, static identity => identity with { State = IdentityState.Owned }); break;
            case IdentityClaimRefused refused: Identities.Remove(refused.IdentityId, IdentityState.Claiming); break;
            case IdentityProven proven: Identities.Advance(proven.IdentityId, IdentityState.Owned, static identity => identity with { IsVerified = true }); break;
            case IdentityReleaseBegun begun: OnReleaseBegun(begun); break;
            case IdentityReleaseDone done: Identities.Remove(done.IdentityId, IdentityState.Releasing); break;
            case CartAdopted adopted: OpenCart = adopted.CartId; break;
            case CartDropped: OpenCart = null; break;
            case CartKept kept: Keep(kept.CartId); break;
            case SessionAttached attached: Attach(new(attached.SessionId, attached.Channel, attached.At, attached.DeviceId, Through: attached.Through)); break;
            case SessionDetached detached: _sessions.RemoveAll(session => session.Id == detached.SessionId); break;
            case ErasureBegun begun: OnErasureBegun(begun); break;
            case CustomerErased: OnErased(); break;
            default: OnMergeEvent(@event); break;
        }

        Commands.Forget(@event.At);
    }

    protected override void CheckInvariants()
    {
        Invariant.Holds(65, Id is not null, "a customer has events only once it is registered");
        Points.CheckInvariants();
        Purchases.CheckInvariants();
        Invariant.Holds(66, Lock is not { IsMerged: true } || Points.Balance == 0, "the points of a merged customer are the survivor's");
        Invariant.Holds(66, _absorptions.Count(static absorption => absorption.Step != AbsorptionStep.Settled) <= 1, "a customer is in one merge at a time");
        Invariant.Holds(67, Erasure != ErasureStep.Erased || (Identities.Count == 0 && Profile.Count == 0), "nothing personal is left of an erased customer");
    }

    private void OnMergeEvent(CustomerEvent @event)
    {
        switch (@event)
        {
            case MergeLocked locked:
                Invariant.Holds(66, Lock is null, "a customer is in one merge at a time");
                Lock = new(locked.MergeId, locked.Survivor, IsMerged: false);
                break;
            case MergeClosed closed: OnClosed(new(closed.MergeId, closed.Status)); break;
            case CustomerAbsorbed absorbed: OnAbsorbed(absorbed); break;
            case AbsorptionSettled settled: OnSettled(settled.MergeId); break;
            case AbsorptionReturned returned: OnReturned(returned); break;
            case ReturnRefused refused: OnReturnRefused(refused); break;
            case CustomerMerged merged: OnMerged(merged); break;
            case CustomerReopened reopened: OnReopened(reopened); break;
            default: throw new ArgumentException($"{@event.GetType().Name} is not an event of a customer.", nameof(@event));
        }
    }

    private void OnRegistered(CustomerRegistered registered)
    {
        Invariant.Holds(65, Id is null, "a customer is registered once");
        (Id, RegisteredAt) = (registered.CustomerId, registered.At);
        Registration = new(CommandBodies.Of(registered.Fields, registered.Channel));
        Profile.Apply(registered.Fields, Version + 1);
    }

    private void Keep(CartId id)
    {
        if (_carts.Count == Limits.CustomerCartsKept) _carts.RemoveAt(0);
        _carts.Add(id);
    }

    // I66: what came by the id of somebody who is merged into this one goes back with them.
    private void Attach(LiveSession session) => _sessions.Add(session with { Origin = session.Through is { } through ? FindPresent(through)?.Id : null });

    private void OnConsent(ConsentDecided decided)
    {
        Consents.Set(new(decided.Purpose, decided.Channel, decided.State, decided.TextVersion, decided.By, decided.At));
        Commands.Remember(CommandBodies.Of(decided), decided.At);
    }

    private void OnEarned(PointsEarned earned)
    {
        Points.Earn(Id!.Value, earned);
        Commands.Remember(CommandBodies.Of(earned), earned.At);
    }

    private void OnSpent(PointsSpent spent)
    {
        Points.Spend(spent);
        Commands.Remember(CommandBodies.Of(spent), spent.At);
    }

    private void OnPurchase(PurchaseRecorded recorded)
    {
        var at = recorded.PurchasedAt ?? recorded.At;
        OwnPurchases += new PurchaseTotals(1, recorded.Units, [recorded.Total], at, at);
        Commands.Remember(CommandBodies.Of(recorded), recorded.At);
    }

    private void OnTouchpoint(TouchpointRecorded recorded)
    {
        Contacts.Record(CustomerViews.Contact(recorded));
        Commands.Remember(CommandBodies.Of(recorded), recorded.At);
    }

    private void OnResolved(IssueResolved resolved)
    {
        // Two contacts of one id, of two who were merged, may both be resolved: the first resolution is the one that is remembered.
        var remembered = CommandBodies.Of(resolved);
        if (!Commands.Has(remembered.Id)) Commands.Remember(remembered, resolved.At);
        if (resolved.Customer is not { } customer)
        {
            Contacts.Resolve(resolved.CommandId, resolved.Outcome, resolved.At);
            return;
        }

        var index = _absorptions.FindLastIndex(absorption => absorption.Customer == customer);
        var contacts = new ContactHistory();
        contacts.Restore(_absorptions[index].Contacts);
        contacts.Resolve(resolved.CommandId, resolved.Outcome, resolved.At);
        _absorptions[index] = _absorptions[index] with { Contacts = contacts.Capture() };
    }

    private void OnFeedback(FeedbackGiven given)
    {
        Contacts.Give(new(given.CommandId, given.At, given.Scale, given.Score, given.Channel, given.Reference, given.Comment));
        Commands.Remember(CommandBodies.Of(given), given.At);
    }

    // A release is asked for later than the claim: a claim that comes late must not undo it.
    private void OnReleaseBegun(IdentityReleaseBegun begun)
    {
        var sequence = Version + 1;
        Identities.Advance(begun.IdentityId, IdentityState.Owned, identity => identity with { State = IdentityState.Releasing, Sequence = sequence });
    }

    private void OnErasureBegun(ErasureBegun begun)
    {
        Erasure = ErasureStep.Begun;
        Registration = new((string?)null);
        Profile.Clear();
        Contacts.Clear();
        Consents.Clear();
        for (var index = 0; index < _absorptions.Count; index++)
        {
            var absorption = _absorptions[index];
            _absorptions[index] = absorption with { FieldsTaken = [], FieldsKept = [], FieldsDropped = [], Contacts = new([], []), ConsentsTaken = [], ConsentsReplaced = [] };
        }

        Points.CarryOut(begun.CommandId, Points.Lots, begun.At);
        OpenCart = null;
    }

    private void OnErased()
    {
        Invariant.Holds(67, Erasure == ErasureStep.Begun, "an erasure takes its steps in order");
        Erasure = ErasureStep.Erased;
        foreach (var identity in Identities.Identities.ToArray()) Identities.Remove(identity.Id, identity.State);
        _sessions.Clear();
    }

    private void OnClosed(ClosedMerge closed)
    {
        if (Lock is { IsMerged: false } held && held.Id == closed.Id) Lock = null;
        Close(closed);
    }

    private void Close(ClosedMerge closed)
    {
        if (_closedMerges.Count == Limits.ClosedMergesMax) _closedMerges.RemoveAt(0);
        _closedMerges.Add(closed);
    }

    private void OnAbsorbed(CustomerAbsorbed absorbed)
    {
        var replaced = absorbed.ConsentsTaken.Select(taken => Consents.Find(taken.Purpose, taken.Channel)).OfType<Consent>().ToArray();
        Profile.Apply(absorbed.FieldsTaken, Version + 1);
        foreach (var consent in absorbed.ConsentsTaken) Consents.Set(consent);
        foreach (var identity in absorbed.Identities) Identities.Add(identity);
        Points.CarryIn(CommandId.Create(absorbed.MergeId.Value), absorbed.Lots, absorbed.At);
        _sessions.AddRange(absorbed.Sessions);
        if (absorbed.TakesCart) OpenCart = absorbed.OpenCart;
        _absorptions.Add(new(
            absorbed.MergeId,
            absorbed.Customer,
            absorbed.At,
            Version + 1,
            AbsorptionStep.Absorbed,
            [.. absorbed.FieldsTaken.Select(static change => change.Path)],
            absorbed.FieldsKept,
            absorbed.FieldsDropped,
            absorbed.ConsentsTaken,
            replaced,
            absorbed.Identities.Length,
            absorbed.Lots.Sum(static lot => lot.Points),
            absorbed.Purchases,
            absorbed.Contacts,
            absorbed.Absorbed,
            absorbed.TakesCart,
            absorbed.OpenCart));
    }

    private void OnSettled(CustomerMergeId id)
    {
        var index = _absorptions.FindIndex(absorption => absorption.Id == id);
        if (_absorptions[index].Step == AbsorptionStep.Absorbed)
        {
            _absorptions[index] = _absorptions[index] with { Step = AbsorptionStep.Settled };
            return;
        }

        Invariant.Holds(66, _absorptions[index].Step == AbsorptionStep.Returned, "a merge is settled once, and its undoing once");
        _absorptions.RemoveAt(index);
        Close(new(id, CustomerStatus.Done));
    }

    private void OnReturned(AbsorptionReturned returned)
    {
        var index = _absorptions.FindIndex(absorption => absorption.Id == returned.MergeId);
        var absorption = _absorptions[index];
        foreach (var path in absorption.FieldsTaken)
        {
            if (path.Value is { } field && Profile.VersionOf(field) == absorption.Version) Profile.Unset(field);
        }

        foreach (var taken in absorption.ConsentsTaken.Where(taken => Consents.Find(taken.Purpose, taken.Channel)?.Origin == absorption.Id)) Consents.Unset(taken);
        foreach (var replaced in absorption.ConsentsReplaced.Where(replaced => Consents.Find(replaced.Purpose, replaced.Channel) is null)) Consents.Set(replaced);
        foreach (var identity in returned.Estate.Identities) Identities.Remove(identity.Id, IdentityState.Owned);
        Points.CarryOut(CommandId.Create(absorption.Id.Value), returned.Estate.Lots, returned.At);
        _sessions.RemoveAll(session => session.Origin == absorption.Id);
        if (returned.Estate.OpenCart is { } cart && OpenCart == cart) OpenCart = null;
        _absorptions[index] = absorption with { Step = AbsorptionStep.Returned, Returned = returned.Estate };
    }

    private void OnReturnRefused(ReturnRefused refused)
    {
        var index = _absorptions.FindIndex(absorption => absorption.Id == refused.MergeId);
        _absorptions[index] = _absorptions[index] with { Refusal = new(refused.Attempt, refused.Status) };
    }

    private void OnMerged(CustomerMerged merged)
    {
        Invariant.Holds(66, Lock is { IsMerged: false } held && held.Id == merged.MergeId, "only a customer who stands still for a merge is merged");
        Lock = new(merged.MergeId, merged.Survivor, IsMerged: true);
        Points.CarryOut(CommandId.Create(merged.MergeId.Value), Points.Lots, merged.At);
    }

    private void OnReopened(CustomerReopened reopened)
    {
        Invariant.Holds(66, Lock is { IsMerged: true } merged && merged.Id == reopened.MergeId, "only a merged customer is opened again");
        Lock = null;
        Points.CarryIn(CommandId.Create(reopened.MergeId.Value), reopened.Estate.Lots, reopened.At);
        foreach (var identity in Identities.Identities.ToArray())
        {
            Identities.Remove(identity.Id, IdentityState.Owned);
            var returned = Array.Find(reopened.Estate.Identities, candidate => candidate.Id == identity.Id);
            if (returned is not null) Identities.Add(identity with { IsVerified = returned.IsVerified, Sequence = Version + 1 });
        }

        foreach (var touchpoint in reopened.Estate.Touchpoints) Contacts.Replace(touchpoint);
        LiveSession[] visits = reopened.Estate.Visits ?? [];
        _sessions.RemoveAll(session => !reopened.Estate.Sessions.Contains(session.Id) || Array.Exists(visits, visit => visit.Id == session.Id));
        foreach (var visit in visits) Attach(visit);
        OpenCart = reopened.Estate.OpenCart;
        foreach (var known in reopened.Estate.Commands ?? [])
        {
            if (!Commands.Has(known.Id)) Commands.Remember(known.Restore().Command, known.At);
        }

        Close(new(reopened.MergeId, CustomerStatus.Done));
    }
}
