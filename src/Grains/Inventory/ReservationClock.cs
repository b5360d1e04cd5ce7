namespace Omnichannel.Inventory;

/// <summary>Finds the holds that end next, in logarithmic time. Timers are never cancelled: the state of a hold decides whether its time still means anything.</summary>
internal sealed class ReservationClock
{
    private const int StaleCountMin = 1024;
    private readonly PriorityQueue<ReservationId, DateTimeOffset> _ends = new();

    public void Start(ReservationId id, DateTimeOffset expiresAt) => _ends.Enqueue(id, expiresAt);

    public DateTimeOffset? Next(Dictionary<ReservationId, Reservation> reservations)
    {
        if (_ends.Count > StaleCountMin + 2 * reservations.Count) Rebuild(reservations);
        while (_ends.TryPeek(out var id, out var end))
        {
            if (Unconfirmed(reservations, id) is { } reservation)
            {
                if (reservation.ExpiresAt <= end) return reservation.ExpiresAt;
                _ends.DequeueEnqueue(id, reservation.ExpiresAt);
                continue;
            }

            _ends.Dequeue();
        }

        return null;
    }

    public IReadOnlyList<Reservation> Overdue(Dictionary<ReservationId, Reservation> reservations, DateTimeOffset now, int max)
    {
        if (Next(reservations) is not { } first || first > now) return [];

        // Taken out and put back: only an event may change what is pending.
        var overdue = new List<Reservation>();
        while (overdue.Count < max && Next(reservations) is { } end && end <= now) overdue.Add(reservations[_ends.Dequeue()]);
        foreach (var reservation in overdue) _ends.Enqueue(reservation.Id, reservation.ExpiresAt);
        return overdue;
    }

    private void Rebuild(Dictionary<ReservationId, Reservation> reservations)
    {
        _ends.Clear();
        foreach (var reservation in reservations.Values)
        {
            if (reservation.State == ReservationState.Reserved) _ends.Enqueue(reservation.Id, reservation.ExpiresAt);
        }
    }

    private static Reservation? Unconfirmed(Dictionary<ReservationId, Reservation> reservations, ReservationId id) =>
        reservations.TryGetValue(id, out var reservation) && reservation.State == ReservationState.Reserved ? reservation : null;
}
