using Omnichannel.Ids;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>A movement that may be sent again, and the stock right after it: the answer to its repeat.</summary>
/// <param name="Status">Moved, or why a step was refused for good.</param>
public sealed record RememberedMovement(MoveStock Command, MoveStatus Status, long OnHand, long Reserved, long SafetyStock, long Version, DateTimeOffset At);

/// <summary>One SKU at one location.</summary>
public sealed class Stock : Machine<StockEvent>
{
    private readonly Dictionary<ReservationId, Reservation> _reservations = [];
    private readonly Dictionary<CommandId, RememberedMovement> _movements = [];
    private readonly ReservationClock _clock = new();

    // In the order in which they were made: a till that sells what is held must not have to look at all holds.
    private readonly LinkedList<Reservation> _unconfirmed = [];
    private readonly LinkedList<Reservation> _confirmed = [];

    // I18: in the order of their end. What ended long enough ago is forgotten when a later event is applied. What has ended never changes again.
    private readonly Queue<(DateTimeOffset At, Reservation? Reservation, RememberedMovement? Movement)> _finished = [];
    private readonly Queue<RememberedMovement> _steps = [];
    private int _commandsCount;

    // Most stock never refuses a coordinator anything.
    private Refusals? _refusals;

    public long OnHand { get; private set; }

    /// <summary>Units of all open reservations.</summary>
    public long Reserved { get; private set; }

    public long SafetyStock { get; private set; }

    /// <summary>Units of confirmed reservations that have no goods behind them; each was declared by a <see cref="StockShortfall"/>.</summary>
    public long Shortfall { get; private set; }

    public long Available => Math.Max(0, OnHand - Reserved - SafetyStock);

    public int OpenReservationsCount { get; private set; }

    public int RememberedCount => _reservations.Count + _movements.Count + _commandsCount;

    public override DateTimeOffset? DueAt => _clock.Next(_reservations.Values);

    public override int EntriesCount => RememberedCount + (_refusals?.Count ?? 0);

    public IEnumerable<Reservation> Reservations => _reservations.Values;

    public Reservation? Find(ReservationId id) => _reservations.GetValueOrDefault(id);

    public RememberedMovement? Find(CommandId movement) => _movements.GetValueOrDefault(movement);

    /// <summary>I24: why this reservation, which is not there, is never made; null when it may be.</summary>
    /// <param name="plannedAt">When the coordinator that asks wrote it down.</param>
    public ReserveStatus? FindRefusal(ReservationId id, DateTimeOffset plannedAt) =>
        FindRefusal(id) ?? (_refusals?.MayHave(plannedAt) == true ? ReserveStatus.TooManyReservations : null);

    /// <inheritdoc cref="FindRefusal(ReservationId, DateTimeOffset)"/>
    public ReserveStatus? FindRefusal(ReservationId id) => _refusals?.Find(id);

    /// <summary>The holds that may give way, in the order in which they do.</summary>
    public IEnumerable<Reservation> UnconfirmedNewestFirst()
    {
        for (var place = _unconfirmed.Last; place is not null; place = place.Previous) yield return place.Value;
    }

    /// <summary>Holds whose time has come, the longest overdue first.</summary>
    public IReadOnlyList<Reservation> Overdue(DateTimeOffset now, int max) => _clock.Overdue(_reservations.Values, now, max);

    /// <summary>Whether there is room for one more id, once an event of this time has made the entity forget what is old enough.</summary>
    public bool CanRemember(DateTimeOffset now) =>
        RememberedCount < Limits.RememberedIdsMax
        || (_finished.TryPeek(out var finished) && HasPassed(finished.At, Limits.RememberedSeconds, now))
        || (_steps.TryPeek(out var step) && HasPassed(step.At, Limits.StepRememberedSeconds, now));

    public StockView View(StockKey key) => new(key.Sku, key.Location, OnHand, Reserved, SafetyStock, Available, Version);

    protected override void On(StockEvent @event)
    {
        switch (@event)
        {
            case StockReserved reserved: OnReserved(reserved); break;
            case ReservationConfirmed confirmed: OnConfirmed(confirmed); break;
            case ReservationExtended extended: OnExtended(extended); break;
            case ReservationFulfilled fulfilled: OnFulfilled(fulfilled); break;
            case ReservationReleased released: OnReleased(released); break;
            case ReservationDisplaced displaced: OnDisplaced(displaced); break;
            case ReservationExpired expired: OnExpired(expired); break;
            case SafetyStockSet set: SafetyStock = set.Quantity; break;
            case StockShortfall shortfall: Shortfall += shortfall.Uncovered; break;
            case ReservationRefused refused: OnReservationRefused(refused); break;
            case ReservationKept kept: Keep(_reservations[kept.ReservationId], kept.PlannedAt); break;
            case StepRefused refused: Remember(refused.Step, refused.Status, refused.At); break;
            case StockMovement movement: OnMoved(movement); break;
            default: throw new ArgumentException($"{@event.GetType().Name} is not an event of stock.", nameof(@event));
        }

        // What came in, or was given up, covers a shortfall first. The event that declares one comes before the movement that needs it.
        if (@event is not StockShortfall) Shortfall = Math.Min(Shortfall, Math.Max(0, Reserved - OnHand));
        Forget(@event.At);
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
        Invariant.Holds(24, FindRefusal(reserved.ReservationId) is null, "a reservation that was refused for good is never made");
        var reservation = new Reservation(reserved.ReservationId, reserved.Quantity, reserved.ExpiresAt, reserved.Channel, reserved.Reference, Version + 1);
        _reservations.Add(reserved.ReservationId, reservation);
        Expect(reservation);
        Reserved += reserved.Quantity;
        OpenReservationsCount++;
    }

    private void OnReservationRefused(ReservationRefused refused)
    {
        Invariant.Holds(24, Find(refused.ReservationId) is null, "what was made is not refused afterwards");
        (_refusals ??= new()).Add(refused);
    }

    private void OnConfirmed(ReservationConfirmed confirmed)
    {
        var reservation = Unconfirmed(confirmed.ReservationId);
        reservation.State = ReservationState.Confirmed;
        MoveTo(_confirmed, reservation);
    }

    private void OnExtended(ReservationExtended extended)
    {
        var reservation = Unconfirmed(extended.ReservationId);
        Invariant.Holds(6, extended.ExpiresAt > reservation.ExpiresAt, "the end of a hold only moves to a later time");
        reservation.ExpiresAt = extended.ExpiresAt;
        if (extended.PlannedAt is { } plannedAt) Keep(reservation, plannedAt);
    }

    private static void Keep(Reservation reservation, DateTimeOffset plannedAt)
    {
        Invariant.Holds(24, reservation.IsOpen && plannedAt > reservation.KeptFor, "what has ended is not kept, and nothing is kept twice for one plan");
        reservation.KeptFor = plannedAt;
    }

    private void OnFulfilled(ReservationFulfilled fulfilled)
    {
        var reservation = Open(fulfilled.ReservationId, fulfilled.Quantity);
        Invariant.Holds(6, reservation.State == ReservationState.Confirmed, "only a confirmed reservation is fulfilled");
        reservation.Fulfilled += fulfilled.Quantity;
        Reserved -= fulfilled.Quantity;
        OnHand -= fulfilled.Quantity;
        Remember(reservation, fulfilled.CommandId, ReservationVerb.Fulfill, fulfilled.Quantity, fulfilled.IsAll);
        CloseWhenEmpty(reservation, ReservationVerb.Fulfill, fulfilled.At);
    }

    private void OnReleased(ReservationReleased released)
    {
        var reservation = Open(released.ReservationId, released.Quantity);
        reservation.Released += released.Quantity;
        Reserved -= released.Quantity;
        Remember(reservation, released.CommandId, ReservationVerb.Release, released.Quantity, released.IsAll);
        CloseWhenEmpty(reservation, ReservationVerb.Release, released.At);
    }

    private void OnDisplaced(ReservationDisplaced displaced)
    {
        var reservation = Unconfirmed(displaced.ReservationId);
        Invariant.Holds(6, displaced.Quantity == reservation.Open, "a hold gives way whole");
        reservation.Released += displaced.Quantity;
        Reserved -= displaced.Quantity;
        CloseWhenEmpty(reservation, ReservationVerb.Release, displaced.At);
    }

    private void OnExpired(ReservationExpired expired)
    {
        var reservation = Unconfirmed(expired.ReservationId);
        Invariant.Holds(6, expired.Quantity == reservation.Open, "a hold expires whole");
        reservation.State = ReservationState.Expired;
        Reserved -= expired.Quantity;
        Finish(reservation, expired.At);
    }

    private void OnMoved(StockMovement movement)
    {
        OnHand += movement.OnHandDelta;
        var command = new MoveStock(movement.MovementId, TypeOf(movement), movement.Quantity, movement.Reason, movement.Reference, movement.ExpectedVersion, movement.Channel);
        Remember(command, MoveStatus.Moved, movement.At);
    }

    private Reservation Unconfirmed(ReservationId id)
    {
        var reservation = _reservations[id];
        Invariant.Holds(6, reservation.State == ReservationState.Reserved, "only an unconfirmed hold is confirmed, extended, displaced or expired");
        return reservation;
    }

    private Reservation Open(ReservationId id, long quantity)
    {
        var reservation = _reservations[id];
        Invariant.Holds(6, reservation.IsOpen && quantity >= Limits.QuantityMin && quantity <= reservation.Open, "a reservation gives no more than it has open");
        return reservation;
    }

    private void CloseWhenEmpty(Reservation reservation, ReservationVerb verb, DateTimeOffset at)
    {
        if (reservation.Open > 0) return;
        reservation.ClosedBy = verb;
        reservation.State = reservation.Fulfilled > 0 ? ReservationState.Fulfilled : ReservationState.Released;
        Finish(reservation, at);
    }

    private void Expect(Reservation reservation)
    {
        MoveTo(_unconfirmed, reservation);
        _clock.Start(reservation);
    }

    private static void MoveTo(LinkedList<Reservation> open, Reservation reservation)
    {
        var place = reservation.Place ??= new(reservation);
        place.List?.Remove(place);
        open.AddLast(place);
    }

    private void Finish(Reservation reservation, DateTimeOffset at)
    {
        reservation.Place!.List!.Remove(reservation.Place);
        reservation.Place = null;
        OpenReservationsCount--;
        _finished.Enqueue((at, reservation, null));
    }

    private void Remember(Reservation reservation, CommandId? command, ReservationVerb verb, long quantity, bool isAll)
    {
        if (command is not { } id) return;
        reservation.Remember(new(id, verb, quantity, isAll));
        _commandsCount++;
    }

    private void Remember(MoveStock command, MoveStatus status, DateTimeOffset at) =>
        Remember(new RememberedMovement(command, status, OnHand, Reserved, SafetyStock, Version + 1, at));

    private void Remember(RememberedMovement movement)
    {
        var id = movement.Command.Id;
        _movements.Add(id, movement);
        if (id.IsStep) _steps.Enqueue(movement);
        else _finished.Enqueue((movement.At, null, movement));
    }

    private void Forget(DateTimeOffset now)
    {
        while (_finished.TryPeek(out var oldest) && HasPassed(oldest.At, Limits.RememberedSeconds, now))
        {
            _finished.Dequeue();
            if (oldest.Reservation is { } reservation && _reservations.Remove(reservation.Id)) _commandsCount -= reservation.CommandsCount;
            if (oldest.Movement is { } movement) _movements.Remove(movement.Command.Id);
        }

        while (_steps.TryPeek(out var oldest) && HasPassed(oldest.At, Limits.StepRememberedSeconds, now)) _movements.Remove(_steps.Dequeue().Command.Id);
        _refusals?.Forget(now);
    }

    private static bool HasPassed(DateTimeOffset since, int seconds, DateTimeOffset now) => now - since >= TimeSpan.FromSeconds(seconds);

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

    /// <summary>Equal states give equal snapshots, whatever way led to them.</summary>
    public StockSnapshot Capture() => CaptureShallow().Snapshot();

    /// <summary>I23: what <see cref="Capture"/> needs of this moment: values of what goes on changing, and what never changes again as it is.</summary>
    internal StockCapture CaptureShallow()
    {
        var open = new OpenReservation[OpenReservationsCount];
        var count = 0;
        for (var place = _confirmed.First; place is not null; place = place.Next) open[count++] = OpenReservation.Of(place.Value);
        for (var place = _unconfirmed.First; place is not null; place = place.Next) open[count++] = OpenReservation.Of(place.Value);
        return new(Version, LastEventAt, OnHand, SafetyStock, Shortfall, open, _finished.ToArray(), _steps.ToArray(), _refusals?.ToArray(), _refusals?.ForgottenUntil);
    }

    public static Stock Restore(StockSnapshot snapshot)
    {
        var stock = new Stock { OnHand = snapshot.OnHand, SafetyStock = snapshot.SafetyStock, Shortfall = snapshot.Shortfall };
        stock.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        foreach (var open in snapshot.Open)
        {
            var reservation = stock.Keep(open);
            stock.Reserved += reservation.Open;
            stock.OpenReservationsCount++;
            if (reservation.State == ReservationState.Reserved) stock.Expect(reservation);
            else MoveTo(stock._confirmed, reservation);
        }

        foreach (var end in snapshot.Finished)
        {
            if (end.Reservation is { } finished) stock._finished.Enqueue((end.At, stock.Keep(finished), null));
            if (end.Movement is { } moved) stock.Remember(moved.Restore());
        }

        if (snapshot is { Refused: not null } or { RefusedUntil: not null })
            (stock._refusals = new()).Restore((snapshot.Refused ?? []).Select(static refused => refused.Restore()), snapshot.RefusedUntil);
        foreach (var step in snapshot.Steps) stock.Remember(step.Restore());
        stock.CheckInvariants();
        return stock;
    }

    private Reservation Keep(ReservationSnapshot snapshot)
    {
        var reservation = snapshot.Restore();
        _reservations.Add(reservation.Id, reservation);
        _commandsCount += reservation.CommandsCount;
        return reservation;
    }
}
