using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>The newest refusals that stand. Of older ones it is only known how new their plans were at most: a plan that is not newer may have been refused.</summary>
/// <remarks>I24. Bounded, however many carts ask for what is sold out: what is forgotten one by one is still refused.</remarks>
internal sealed class Refusals
{
    private static readonly Comparer<ReservationRefused> ByPlan = Comparer<ReservationRefused>.Create(static (left, right) =>
        left.PlannedAt != right.PlannedAt ? left.PlannedAt.CompareTo(right.PlannedAt) : string.CompareOrdinal(left.ReservationId.Value, right.ReservationId.Value));

    // The oldest plan goes first: one whose clock was far ahead stays, and lifts the bar for nobody.
    private readonly SortedSet<ReservationRefused> _order = new(ByPlan);
    private readonly Dictionary<ReservationId, ReserveStatus> _statuses = [];

    /// <summary>The newest plan among the refusals that were forgotten; null while none was.</summary>
    public DateTimeOffset? ForgottenUntil { get; private set; }

    public int Count => _order.Count;

    /// <summary>Null when nothing is known against it.</summary>
    public ReserveStatus? Find(ReservationId id) => _statuses.TryGetValue(id, out var status) ? status : null;

    /// <summary>Whether it may have been refused, and nobody remembers.</summary>
    public bool MayHave(DateTimeOffset plannedAt) => plannedAt <= ForgottenUntil;

    public void Add(ReservationRefused refused)
    {
        Invariant.Holds(24, _statuses.TryAdd(refused.ReservationId, refused.Status), "a reservation is refused once");
        _order.Add(refused);
        while (_order.Count > Limits.RefusalsRememberedMax) Forget();
    }

    public void Forget(DateTimeOffset now)
    {
        while (_order.Min is { } oldest && now - oldest.PlannedAt >= TimeSpan.FromSeconds(Limits.RememberedSeconds)) Forget();
    }

    public ReservationRefused[] ToArray() => [.. _order];

    public void Restore(IEnumerable<ReservationRefused> refused, DateTimeOffset? forgottenUntil)
    {
        ForgottenUntil = forgottenUntil;
        foreach (var one in refused) Add(one);
    }

    private void Forget()
    {
        var oldest = _order.Min!;
        _order.Remove(oldest);
        _statuses.Remove(oldest.ReservationId);
        if (!(oldest.PlannedAt <= ForgottenUntil)) ForgottenUntil = oldest.PlannedAt;
    }
}
