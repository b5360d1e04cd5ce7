using Omnichannel.Ids;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>Points that were earned together and end together.</summary>
/// <param name="Id">The command that earned them.</param>
/// <param name="Owner">The customer who earned them: with the id their name for ever, whatever merges carry them along.</param>
/// <param name="Points">What is left of them.</param>
[GenerateSerializer, Immutable, Alias("point-lot")]
public sealed record PointLot(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] CustomerId Owner,
    [property: Id(2)] long Points,
    [property: Id(3)] DateTimeOffset? ExpiresAt = null);

/// <summary>One change of the balance. Points are signed: their sum is the balance.</summary>
public sealed record PointsEntry(
    CommandId Id,
    PointsEntryType Type,
    long Points,
    long Balance,
    DateTimeOffset At,
    DateTimeOffset? ExpiresAt = null,
    PersonalText? Reason = null,
    PersonalText? Reference = null)
{
    public PointsEntryView View() => new(Id, Type, Points, Balance, At, ExpiresAt, Reason?.Value, Reference?.Value);
}

/// <summary>The points of a customer. What ends first is spent first.</summary>
public sealed class PointsLedger
{
    // In the order in which they are spent.
    private readonly List<PointLot> _lots = [];
    private readonly Queue<PointsEntry> _entries = [];

    public long Balance { get; private set; }

    public long Earned { get; private set; }

    public long Spent { get; private set; }

    public long Expired { get; private set; }

    public long CarriedIn { get; private set; }

    public long CarriedOut { get; private set; }

    public IReadOnlyList<PointLot> Lots => _lots;

    public IEnumerable<PointsEntry> Entries => _entries;

    public int EntriesCount => _lots.Count + _entries.Count;

    public DateTimeOffset? NextExpiryAt => _lots.Count == 0 ? null : _lots[0].ExpiresAt;

    public PointsView View() => new(Balance, Earned, Spent, Expired, CarriedIn, CarriedOut, NextExpiryAt);

    public void Earn(CustomerId owner, PointsEarned earned)
    {
        Insert(new(earned.CommandId, owner, earned.Points, earned.ExpiresAt));
        Earned += earned.Points;
        Enter(new(earned.CommandId, PointsEntryType.Earned, earned.Points, 0, earned.At, earned.ExpiresAt, earned.Reason, earned.Reference));
    }

    public void Spend(PointsSpent spent)
    {
        var left = spent.Points;
        while (left > 0 && _lots.Count > 0)
        {
            var lot = _lots[0];
            var taken = Math.Min(left, lot.Points);
            if (taken == lot.Points) _lots.RemoveAt(0);
            else _lots[0] = lot with { Points = lot.Points - taken };
            left -= taken;
        }

        Invariant.Holds(60, left == 0, "no more points are spent than there are");
        Spent += spent.Points;
        Enter(new(spent.CommandId, PointsEntryType.Spent, -spent.Points, 0, spent.At, null, spent.Reason, spent.Reference));
    }

    public void Expire(PointsExpired expired)
    {
        var isDue = TakeOut(expired.LotId, expired.Owner) is { } lot && lot.Points == expired.Points && lot.ExpiresAt <= expired.At;
        Invariant.Holds(61, isDue, "points end at their time, and all that is left of them");
        Expired += expired.Points;
        Enter(new(expired.LotId, PointsEntryType.Expired, -expired.Points, 0, expired.At));
    }

    /// <summary>Points that come with a merge, or come back when one is undone.</summary>
    public void CarryIn(CommandId id, IEnumerable<PointLot> lots, DateTimeOffset at)
    {
        long sum = 0;
        foreach (var lot in lots)
        {
            Insert(lot);
            sum += lot.Points;
        }

        CarriedIn += sum;
        if (sum > 0) Enter(new(id, PointsEntryType.CarriedIn, sum, 0, at));
    }

    /// <summary>Points that leave with a merge, or leave again when one is undone.</summary>
    public void CarryOut(CommandId id, IEnumerable<PointLot> lots, DateTimeOffset at)
    {
        long sum = 0;
        foreach (var lot in lots.ToArray())
        {
            Invariant.Holds(60, TakeOut(lot.Id, lot.Owner) is { } taken && taken.Points == lot.Points, "what is carried out was there");
            sum += lot.Points;
        }

        CarriedOut += sum;
        if (sum > 0) Enter(new(id, PointsEntryType.CarriedOut, -sum, 0, at));
    }

    public void CheckInvariants()
    {
        Invariant.Holds(60, Balance is >= 0 and <= Limits.PointsBalanceMax, "a balance is between 0 and its limit");
        Invariant.Holds(60, Balance == Earned + CarriedIn - Spent - Expired - CarriedOut, "a balance is the sum of its ledger");
    }

    public PointsSnapshot Capture() => new(Earned, Spent, Expired, CarriedIn, CarriedOut, [.. _lots], [.. _entries]);

    public void Restore(PointsSnapshot snapshot)
    {
        (Earned, Spent, Expired, CarriedIn, CarriedOut) = (snapshot.Earned, snapshot.Spent, snapshot.Expired, snapshot.CarriedIn, snapshot.CarriedOut);
        _lots.AddRange(snapshot.Lots);
        foreach (var entry in snapshot.Entries) _entries.Enqueue(entry);
        Balance = _lots.Sum(static lot => lot.Points);
    }

    // Lots that end together keep the order in which they came, so that the same ledger always gives the same answer.
    private void Insert(PointLot lot)
    {
        var end = lot.ExpiresAt ?? DateTimeOffset.MaxValue;
        var index = _lots.FindIndex(other => (other.ExpiresAt ?? DateTimeOffset.MaxValue) > end);
        _lots.Insert(index < 0 ? _lots.Count : index, lot);
    }

    private PointLot? TakeOut(CommandId id, CustomerId owner)
    {
        var index = _lots.FindIndex(lot => lot.Id == id && lot.Owner == owner);
        if (index < 0) return null;
        var lot = _lots[index];
        _lots.RemoveAt(index);
        return lot;
    }

    private void Enter(PointsEntry entry)
    {
        Balance += entry.Points;
        _entries.Enqueue(entry with { Balance = Balance });
        if (_entries.Count > Limits.PointsEntriesKept) _entries.Dequeue();
    }
}

public sealed record PointsSnapshot(long Earned, long Spent, long Expired, long CarriedIn, long CarriedOut, PointLot[] Lots, PointsEntry[] Entries);
