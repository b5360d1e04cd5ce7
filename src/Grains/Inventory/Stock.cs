using Omnichannel.Ids;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>A movement that may be sent again, and the stock right after it: the answer to its repeat.</summary>
public sealed record RememberedMovement(MoveStock Command, long OnHand, long Reserved, long SafetyStock, long Version, DateTimeOffset At);

/// <summary>One SKU at one location.</summary>
public sealed class Stock : Machine<StockEvent>
{
    private readonly Dictionary<ReservationId, Reservation> _reservations = [];
    private readonly Dictionary<CommandId, RememberedMovement> _movements = [];
    private readonly ReservationClock _clock = new();

    // In the order of their end. What ended long enough ago is forgotten when a later event is applied.
    private readonly Queue<(DateTimeOffset At, ReservationId? Reservation, CommandId? Movement)> _finished = [];

    public long OnHand { get; private set; }

    /// <summary>Units of all open reservations.</summary>
    public long Reserved { get; private set; }

    public long SafetyStock { get; private set; }

    /// <summary>Units of confirmed reservations that have no goods behind them; each was declared by a <see cref="StockShortfall"/>.</summary>
    public long Shortfall { get; private set; }

    public long Available => Math.Max(0, OnHand - Reserved - SafetyStock);

    public int OpenReservationsCount { get; private set; }

    public int RememberedCount => _reservations.Count + _movements.Count;

    public override DateTimeOffset? DueAt => _clock.Next(_reservations);

    public override int EntriesCount => RememberedCount;

    public IEnumerable<Reservation> Reservations => _reservations.Values;

    public Reservation? Find(ReservationId id) => _reservations.GetValueOrDefault(id);

    public RememberedMovement? Find(CommandId movement) => _movements.GetValueOrDefault(movement);

    /// <summary>Holds whose time has come, the longest overdue first.</summary>
    public IReadOnlyList<Reservation> Overdue(DateTimeOffset now, int max) => _clock.Overdue(_reservations, now, max);

    public StockView View(StockKey key) => new(key.Sku, key.Location, OnHand, Reserved, SafetyStock, Available, Version);

    protected override void On(StockEvent @event)
    {
        switch (@event)
        {
            case StockReserved reserved: OnReserved(reserved); break;
            case ReservationConfirmed confirmed: _reservations[confirmed.ReservationId].State = ReservationState.Confirmed; break;
            case ReservationExtended extended: _reservations[extended.ReservationId].ExpiresAt = extended.ExpiresAt; break;
            case ReservationFulfilled fulfilled: OnFulfilled(fulfilled); break;
            case ReservationReleased released: OnReleased(released.At, released.ReservationId, released.Quantity, released.CommandId); break;
            case ReservationDisplaced displaced: OnReleased(displaced.At, displaced.ReservationId, displaced.Quantity, null); break;
            case ReservationExpired expired: OnExpired(expired); break;
            case SafetyStockSet set: SafetyStock = set.Quantity; break;
            case StockShortfall shortfall: Shortfall += shortfall.Uncovered; break;
            case StockMovement movement: OnMoved(movement); break;
            default: throw new ArgumentException($"{@event.GetType().Name} is not an event of stock.", nameof(@event));
        }

        // What came in, or was given up, covers a shortfall first. The event that declares one comes before the movement that needs it.
        if (@event is not StockShortfall) Shortfall = Math.Min(Shortfall, Math.Max(0, Reserved - OnHand));
        Forget(@event.At.AddSeconds(-Limits.RememberedSeconds));
    }

    protected override void CheckInvariants()
    {
        Invariant.Holds(1, OnHand is >= 0 and <= Limits.OnHandMax, "on hand is between 0 and its limit");
        Invariant.Holds(2, Reserved >= 0 && SafetyStock >= 0 && Shortfall >= 0, "reserved, safety stock and shortfall are never negative");
        Invariant.Holds(3, Reserved <= OnHand + Shortfall, "reserved never exceeds on hand, but by a declared shortfall");
        Invariant.Holds(4, Reserved == 0 == (OpenReservationsCount == 0), "units are reserved exactly while a reservation is open");
    }

    private void OnReserved(StockReserved reserved)
    {
        Invariant.Holds(5, reserved.Quantity >= Limits.QuantityMin && reserved.Quantity <= Available, "a reservation never takes more than is available");
        _reservations.Add(reserved.ReservationId, new(reserved.ReservationId, reserved.Quantity, reserved.ExpiresAt, reserved.Channel, reserved.Reference, Version));
        _clock.Start(reserved.ReservationId, reserved.ExpiresAt);
        Reserved += reserved.Quantity;
        OpenReservationsCount++;
    }

    private void OnFulfilled(ReservationFulfilled fulfilled)
    {
        var reservation = Open(fulfilled.ReservationId, fulfilled.Quantity);
        reservation.Fulfilled += fulfilled.Quantity;
        Reserved -= fulfilled.Quantity;
        OnHand -= fulfilled.Quantity;
        if (fulfilled.CommandId is { } command) reservation.Remember(new(command, ReservationVerb.Fulfill, fulfilled.Quantity));
        CloseWhenEmpty(reservation, fulfilled.At);
    }

    private void OnReleased(DateTimeOffset at, ReservationId id, long quantity, CommandId? command)
    {
        var reservation = Open(id, quantity);
        reservation.Released += quantity;
        Reserved -= quantity;
        if (command is { } given) reservation.Remember(new(given, ReservationVerb.Release, quantity));
        CloseWhenEmpty(reservation, at);
    }

    private void OnExpired(ReservationExpired expired)
    {
        var reservation = Open(expired.ReservationId, expired.Quantity);
        Invariant.Holds(6, reservation.State == ReservationState.Reserved && reservation.Open == expired.Quantity, "only an unconfirmed hold expires, and all of it");
        reservation.State = ReservationState.Expired;
        Reserved -= expired.Quantity;
        Finish(reservation, expired.At);
    }

    private void OnMoved(StockMovement movement)
    {
        OnHand += movement.OnHandDelta;
        var command = new MoveStock(movement.MovementId, TypeOf(movement), movement.Quantity, movement.Reason, movement.Reference, movement.ExpectedVersion, movement.Channel);
        Remember(new(command, OnHand, Reserved, SafetyStock, Version + 1, movement.At));
    }

    private Reservation Open(ReservationId id, long quantity)
    {
        var reservation = _reservations[id];
        Invariant.Holds(6, reservation.IsOpen && quantity >= Limits.QuantityMin && quantity <= reservation.Open, "a reservation gives no more than it has open");
        return reservation;
    }

    private void CloseWhenEmpty(Reservation reservation, DateTimeOffset at)
    {
        if (reservation.Open > 0) return;
        reservation.State = reservation.Fulfilled > 0 ? ReservationState.Fulfilled : ReservationState.Released;
        Finish(reservation, at);
    }

    private void Finish(Reservation reservation, DateTimeOffset at)
    {
        OpenReservationsCount--;
        _finished.Enqueue((at, reservation.Id, null));
    }

    private void Remember(RememberedMovement movement)
    {
        _movements.Add(movement.Command.Id, movement);
        _finished.Enqueue((movement.At, null, movement.Command.Id));
    }

    private void Forget(DateTimeOffset before)
    {
        while (_finished.TryPeek(out var oldest) && oldest.At <= before)
        {
            _finished.Dequeue();
            if (oldest.Reservation is { } reservation) _reservations.Remove(reservation);
            if (oldest.Movement is { } movement) _movements.Remove(movement);
        }
    }

    private static MovementType TypeOf(StockMovement movement) => movement switch
    {
        StockReceived => MovementType.Receive,
        StockAdjusted => MovementType.Adjust,
        StockCounted => MovementType.Count,
        StockSold => MovementType.Sell,
        StockTransferredOut => MovementType.TransferOut,
        StockTransferredIn => MovementType.TransferIn,
        _ => throw new ArgumentException($"{movement.GetType().Name} is not a movement.", nameof(movement)),
    };

    public StockSnapshot Capture() => new(
        Version,
        LastEventAt,
        OnHand,
        SafetyStock,
        Shortfall,
        [.. _reservations.Values.Where(reservation => reservation.IsOpen).Select(ReservationSnapshot.Of)],
        [.. _finished.Select(end => new FinishedSnapshot(
            end.At,
            end.Reservation is { } id ? ReservationSnapshot.Of(_reservations[id]) : null,
            end.Movement is { } movement ? MovementSnapshot.Of(_movements[movement]) : null))]);

    public static Stock Restore(StockSnapshot snapshot)
    {
        var stock = new Stock { OnHand = snapshot.OnHand, SafetyStock = snapshot.SafetyStock, Shortfall = snapshot.Shortfall };
        stock.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        foreach (var open in snapshot.Open)
        {
            var reservation = open.Restore();
            stock._reservations.Add(reservation.Id, reservation);
            stock.Reserved += reservation.Open;
            stock.OpenReservationsCount++;
            if (reservation.State == ReservationState.Reserved) stock._clock.Start(reservation.Id, reservation.ExpiresAt);
        }

        foreach (var end in snapshot.Finished)
        {
            var (reservation, movement) = (end.Reservation?.Restore(), end.Movement?.Restore());
            if (reservation is not null) stock._reservations.Add(reservation.Id, reservation);
            if (movement is not null) stock._movements.Add(movement.Command.Id, movement);
            stock._finished.Enqueue((end.At, reservation?.Id, movement?.Command.Id));
        }

        stock.CheckInvariants();
        return stock;
    }
}
