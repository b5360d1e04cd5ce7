namespace Omnichannel.Inventory;

/// <summary>Finds the holds that end next, in logarithmic time. Timers are never cancelled: the state of a hold decides whether its time still means anything.</summary>
/// <remarks>An entry is the hold itself, not its id: an id that was forgotten and is used again must not meet the entry of its first life.</remarks>
internal sealed class ReservationClock
{
    private const int StaleCountMin = 1024;

    // Of holds that end together the older one comes first, so that the same stock always gives the same decision.
    private readonly PriorityQueue<Reservation, (DateTimeOffset End, long Sequence)> _ends = new();

    public void Start(Reservation reservation) => _ends.Enqueue(reservation, EndOf(reservation));

    /// <param name="known">What the queue is rebuilt from when most of it is stale.</param>
    public DateTimeOffset? Next(IReadOnlyCollection<Reservation> known)
    {
        if (_ends.Count > StaleCountMin + 2 * known.Count) Rebuild(known);
        while (_ends.TryPeek(out var reservation, out var place))
        {
            if (reservation.State != ReservationState.Reserved) _ends.Dequeue();
            else if (reservation.ExpiresAt == place.End) return place.End;
            else _ends.DequeueEnqueue(reservation, EndOf(reservation));
        }

        return null;
    }

    public IReadOnlyList<Reservation> Overdue(IReadOnlyCollection<Reservation> known, DateTimeOffset now, int max)
    {
        if (Next(known) is not { } first || first > now) return [];

        // Taken out and put back: only an event may change what is pending.
        var overdue = new List<Reservation>();
        while (overdue.Count < max && Next(known) is { } end && end <= now) overdue.Add(_ends.Dequeue());
        foreach (var reservation in overdue) Start(reservation);
        return overdue;
    }

    private void Rebuild(IReadOnlyCollection<Reservation> known)
    {
        _ends.Clear();
        foreach (var reservation in known)
        {
            if (reservation.State == ReservationState.Reserved) Start(reservation);
        }
    }

    private static (DateTimeOffset End, long Sequence) EndOf(Reservation reservation) => (reservation.ExpiresAt, reservation.Sequence);
}
