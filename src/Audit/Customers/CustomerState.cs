namespace Omnichannel.Audit.Customers;

internal enum ClaimStep
{
    None = 0,
    Claiming,
    Owned,
    Releasing,
}

internal enum AbsorptionStep
{
    None = 0,
    Absorbed,
    Settled,
    Returned,
}

/// <summary>A customer that was merged into this one.</summary>
/// <param name="Others">Who had been merged into that customer before.</param>
internal sealed record Absorption(string MergeId, string Customer, AbsorptionStep Step, PurchasesFact Purchases, string[] Others, long PointsIn)
{
    public bool Brought(string customer) => Customer == customer || Others.Contains(customer);
}

/// <summary>A merge of this customer into another one.</summary>
internal sealed record MergeLock(string MergeId, string Survivor, bool IsMerged, long PointsOut);

/// <summary>The auditor's own fold of one customer. It changes nothing it is not told and judges nothing.</summary>
internal sealed class CustomerState
{
    private readonly Dictionary<string, ClaimStep> _identities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _sessions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _issues = new(StringComparer.Ordinal);
    private readonly List<Absorption> _absorptions = [];
    private readonly SortedDictionary<string, long> _spent = new(StringComparer.Ordinal);

    public string? Id { get; private set; }

    public Ledger Points { get; } = new();

    public long Orders { get; private set; }

    public long Units { get; private set; }

    /// <summary>What this customer paid itself, by currency.</summary>
    public IReadOnlyDictionary<string, long> Spent => _spent;

    public MergeLock? Lock { get; private set; }

    public bool IsErasing { get; private set; }

    public bool IsErased { get; private set; }

    public string? OpenCart { get; private set; }

    public RememberedIds Commands { get; } = new();

    public IReadOnlyDictionary<string, ClaimStep> Identities => _identities;

    public IReadOnlyCollection<string> Sessions => _sessions.Keys;

    public IReadOnlyList<Absorption> Absorptions => _absorptions;

    public Absorption? Unsettled => _absorptions.Find(static absorption => absorption.Step != AbsorptionStep.Settled);

    public bool IsPending => IsErasing != IsErased || Unsettled is not null || Lock is { IsMerged: false } || _identities.ContainsValue(ClaimStep.Claiming)
        || _identities.ContainsValue(ClaimStep.Releasing);

    public ClaimStep StepOf(string identity) => _identities.GetValueOrDefault(identity);

    public bool HasIssue(string id) => _issues.Contains(id);

    /// <summary>The merge by which that customer is one with this one; null when it is not.</summary>
    public Absorption? FindPresent(string customer) => _absorptions.FindLast(absorption => absorption.Step != AbsorptionStep.Returned && absorption.Brought(customer));

    public Absorption? FindAbsorption(string merge) => _absorptions.Find(absorption => absorption.MergeId == merge);

    public void Apply(CustomerFact fact)
    {
        if (fact.Effect is { } command) Commands.Add(command, fact.At);
        switch (fact)
        {
            case CustomerFact.Registered registered: Id = registered.CustomerId; break;
            case CustomerFact.Earned earned: Points.Earn(new(earned.CommandId, Id!, earned.Points, earned.ExpiresAt)); break;
            case CustomerFact.Spent spent: Points.Spend(spent.Points); break;
            case CustomerFact.Expired expired: Points.Expire(expired.LotId, expired.Owner, expired.Points); break;
            case CustomerFact.Purchased purchased: Buy(purchased); break;
            case CustomerFact.Contacted { IsIssue: true } contacted: _issues.Add(contacted.CommandId); break;
            case CustomerFact.Resolved { Customer: null } resolved: _issues.Remove(resolved.CommandId); break;
            case CustomerFact.ClaimBegun begun: _identities[begun.IdentityId] = ClaimStep.Claiming; break;
            case CustomerFact.ClaimDone done: _identities[done.IdentityId] = ClaimStep.Owned; break;
            case CustomerFact.ClaimRefused refused: _identities.Remove(refused.IdentityId); break;
            case CustomerFact.ReleaseBegun begun: _identities[begun.IdentityId] = ClaimStep.Releasing; break;
            case CustomerFact.ReleaseDone done: _identities.Remove(done.IdentityId); break;
            case CustomerFact.CartAdopted adopted: OpenCart = adopted.CartId; break;
            case CustomerFact.CartDropped: OpenCart = null; break;
            case CustomerFact.SessionAttached attached: Attach(attached.SessionId, attached.Through); break;
            case CustomerFact.SessionDetached detached: _sessions.Remove(detached.SessionId); break;
            case CustomerFact.ErasureBegun: BeginErasure(); break;
            case CustomerFact.Erased: Erase(); break;
            default: ApplyMerge(fact); break;
        }
    }

    private void ApplyMerge(CustomerFact fact)
    {
        switch (fact)
        {
            case CustomerFact.Locked locked: Lock = new(locked.MergeId, locked.Survivor, IsMerged: false, 0); break;
            case CustomerFact.MergeClosed closed when Lock is { IsMerged: false } held && held.MergeId == closed.MergeId: Lock = null; break;
            case CustomerFact.Absorbed absorbed: Absorb(absorbed); break;
            case CustomerFact.Settled settled: Settle(settled.MergeId); break;
            case CustomerFact.Returned returned: Return(returned); break;
            case CustomerFact.Merged merged: Merge(merged); break;
            case CustomerFact.Reopened reopened: Reopen(reopened); break;
        }
    }

    private void Buy(CustomerFact.Purchased purchased)
    {
        Orders++;
        Units += purchased.Units;
        var currency = string.Intern(purchased.Total.Currency);
        _spent[currency] = _spent.GetValueOrDefault(currency) + purchased.Total.Amount;
    }

    private void BeginErasure()
    {
        IsErasing = true;
        Points.CarryOut(Points.Lots);
        _issues.Clear();
        OpenCart = null;
    }

    private void Erase()
    {
        IsErased = true;
        _identities.Clear();
        _sessions.Clear();
    }

    private void Absorb(CustomerFact.Absorbed absorbed)
    {
        foreach (var identity in absorbed.Identities) _identities[identity.Id] = ClaimStep.Owned;
        Points.CarryIn(absorbed.Lots);
        foreach (var session in absorbed.Sessions) _sessions.TryAdd(session.Id, absorbed.MergeId);
        if (absorbed.TakesCart) OpenCart = absorbed.OpenCart;
        _absorptions.Add(new(
            absorbed.MergeId,
            absorbed.Customer,
            AbsorptionStep.Absorbed,
            absorbed.Purchases,
            absorbed.Others ?? [],
            absorbed.Lots.Sum(static lot => lot.Points)));
    }

    private void Settle(string merge)
    {
        var index = _absorptions.FindIndex(absorption => absorption.MergeId == merge);
        if (index < 0) return;
        if (_absorptions[index].Step == AbsorptionStep.Absorbed) _absorptions[index] = _absorptions[index] with { Step = AbsorptionStep.Settled };
        else _absorptions.RemoveAt(index);
    }

    private void Return(CustomerFact.Returned returned)
    {
        var index = _absorptions.FindIndex(absorption => absorption.MergeId == returned.MergeId);
        foreach (var identity in returned.Estate.Identities) _identities.Remove(identity.Id);
        Points.CarryOut(returned.Estate.Lots);
        if (returned.Estate.OpenCart is { } cart && OpenCart == cart) OpenCart = null;
        if (index < 0) return;
        foreach (var session in _sessions.Where(session => session.Value == returned.MergeId).ToArray()) _sessions.Remove(session.Key);
        _absorptions[index] = _absorptions[index] with { Step = AbsorptionStep.Returned };
    }

    // By the merge that it goes back with; none for those of this very customer.
    private void Attach(string session, string? through) => _sessions[session] = through is null ? null : FindPresent(through)?.MergeId;

    private void Merge(CustomerFact.Merged merged)
    {
        Lock = new(merged.MergeId, merged.Survivor, IsMerged: true, Points.Balance);
        Points.CarryOut(Points.Lots);
    }

    private void Reopen(CustomerFact.Reopened reopened)
    {
        Lock = null;
        Points.CarryIn(reopened.Estate.Lots);
        var returned = reopened.Estate.Identities.Select(static identity => identity.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var identity in _identities.Keys.Where(identity => !returned.Contains(identity)).ToArray()) _identities.Remove(identity);
        foreach (var contact in reopened.Estate.Touchpoints.Where(static contact => contact.Issue != "Open")) _issues.Remove(contact.Id);
        foreach (var session in _sessions.Keys.Except(reopened.Estate.Sessions).ToArray()) _sessions.Remove(session);
        foreach (var visit in reopened.Estate.Visits ?? []) Attach(visit.Id, visit.Through);
        OpenCart = reopened.Estate.OpenCart;
    }
}
