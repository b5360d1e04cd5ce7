namespace Omnichannel.Inventory;

/// <summary>An open reservation at a moment. It goes on changing, so what can change is copied.</summary>
internal readonly record struct OpenReservation(
    Reservation Reservation, ReservationState State, long Fulfilled, long Released, DateTimeOffset ExpiresAt, DateTimeOffset KeptFor, ReservationCommand[]? Commands)
{
    public static OpenReservation Of(Reservation reservation) => new(
        reservation,
        reservation.State,
        reservation.Fulfilled,
        reservation.Released,
        reservation.ExpiresAt,
        reservation.KeptFor,
        reservation.CommandsCount == 0 ? null : [.. reservation.Commands]);
}

/// <summary>Stock at a moment, as cheaply as it can be held on to: a snapshot is made of it while the stock goes on.</summary>
/// <param name="Open">In any order.</param>
internal sealed record StockCapture(
    long Version,
    DateTimeOffset LastEventAt,
    long OnHand,
    long SafetyStock,
    long Shortfall,
    OpenReservation[] Open,
    (DateTimeOffset At, Reservation? Reservation, RememberedMovement? Movement)[] Finished,
    RememberedMovement[] Steps,
    ReservationRefused[]? Refused,
    DateTimeOffset? RefusedUntil)
{
    public StockSnapshot Snapshot() => new(
        Version,
        LastEventAt,
        OnHand,
        SafetyStock,
        Shortfall,
        [.. Open.OrderBy(static open => open.Reservation.Sequence).Select(ReservationSnapshot.Of)],
        [.. Finished.Select(static end => new FinishedSnapshot(
            end.At,
            end.Reservation is { } reservation ? ReservationSnapshot.Of(reservation) : null,
            end.Movement is { } movement ? MovementSnapshot.Of(movement) : null))],
        [.. Steps.Select(MovementSnapshot.Of)],
        Refused is { Length: > 0 } ? [.. Refused.Select(RefusalSnapshot.Of)] : null,
        RefusedUntil);
}
