using Omnichannel.Ids;

namespace Omnichannel.Inventory.Properties;

internal sealed class ModelHold
{
    public required ReservationId Id { get; init; }

    public required long Quantity { get; init; }

    public required Channel? Channel { get; init; }

    public required DateTimeOffset End { get; set; }

    public ReservationState State { get; set; } = ReservationState.Reserved;

    public long Fulfilled { get; set; }

    public long Released { get; set; }

    public DateTimeOffset? KeptFor { get; set; }

    public DateTimeOffset ClosedAt { get; set; } = DateTimeOffset.MaxValue;

    public Verb? ClosedBy { get; set; }

    public Dictionary<CommandId, (Verb Verb, long? Quantity)> Parts { get; } = [];

    public bool IsOpen => State is ReservationState.Reserved or ReservationState.Confirmed;

    public long Open => IsOpen ? Quantity - Fulfilled - Released : 0;
}

/// <summary>The rules of stock once more, without events, indexes or cleverness: lists, walked from end to end. The order of holds is the order they were made in.</summary>
internal sealed class StockModel
{
    private readonly List<(MoveStock Command, MoveStatus Status, DateTimeOffset At)> _moves = [];

    public List<ModelHold> Holds { get; } = [];

    public List<(ReservationId Id, ReserveStatus Status, DateTimeOffset At)> Refused { get; } = [];

    public long OnHand { get; private set; }

    public long SafetyStock { get; private set; }

    public long Unrecorded { get; private set; }

    public long Reserved => Holds.Sum(hold => hold.Open);

    public long Available => Math.Max(0, OnHand - Reserved - SafetyStock);

    public DateTimeOffset? DueAt => Holds.Where(hold => hold.State == ReservationState.Reserved).Select(hold => (DateTimeOffset?)hold.End).Min();

    public long Version { get; private set; }

    public void Touch(DateTimeOffset now)
    {
        foreach (var hold in Holds.Where(hold => hold.State == ReservationState.Reserved && hold.End <= now).ToArray())
        {
            hold.State = ReservationState.Expired;
            hold.ClosedAt = now;
            Happened(now);
        }
    }

    public ReserveStatus Reserve(Step step, DateTimeOffset now)
    {
        if (step.Quantity < 1) return ReserveStatus.QuantityOutOfRange;
        if (step.Seconds is < 1 or > 30 * 24 * 60 * 60) return ReserveStatus.HoldOutOfRange;
        if (Holds.Find(hold => hold.Id == step.Reservation) is { } held)
        {
            if (held.Quantity != step.Quantity) return ReserveStatus.ExistsWithDifferentQuantity;
            if (held.Channel != step.Channel) return ReserveStatus.ExistsWithDifferentChannel;
            return held.IsOpen ? ReserveStatus.Exists : ReserveStatus.ReservationClosed;
        }

        if (Refused.Exists(refused => refused.Id == step.Reservation)) return ReserveStatus.ReservationClosed;
        if (Available < step.Quantity) return ReserveStatus.InsufficientStock;
        Holds.Add(new() { Id = step.Reservation, Quantity = step.Quantity, Channel = step.Channel, End = now + step.For });
        Happened(now);
        return ReserveStatus.Reserved;
    }

    public ReserveStatus Hold(Step step, DateTimeOffset now)
    {
        if (step.Quantity < 1) return ReserveStatus.QuantityOutOfRange;
        if (step.Seconds > 30 * 24 * 60 * 60) return ReserveStatus.HoldOutOfRange;
        if (Holds.Find(hold => hold.Id == step.Reservation) is { } held)
        {
            if (held.Quantity != step.Quantity && !step.AllowsLess) return ReserveStatus.ExistsWithDifferentQuantity;
            if (held.Channel != step.Channel) return ReserveStatus.ExistsWithDifferentChannel;
            return held.IsOpen ? ReserveStatus.Exists : ReserveStatus.ReservationClosed;
        }

        var earlier = Refused.FindIndex(refused => refused.Id == step.Reservation);
        if (earlier >= 0) return Refused[earlier].Status;
        if (Holds.Find(hold => hold.Id == step.Existing) is { } existing)
        {
            if (existing.IsOpen)
            {
                Keep(existing, now + step.For, now);
                return ReserveStatus.Exists;
            }

            if (existing.KeptFor >= now) return ReserveStatus.ReservationClosed;
        }

        var quantity = step.AllowsLess ? Math.Min(step.Quantity, Available) : step.Quantity;
        var refusal = step.Seconds < 1 ? ReserveStatus.HoldOutOfRange : quantity < 1 || quantity > Available ? ReserveStatus.InsufficientStock : ReserveStatus.None;
        if (refusal == ReserveStatus.None) Holds.Add(new() { Id = step.Reservation, Quantity = quantity, Channel = step.Channel, End = now + step.For });
        else Refused.Add((step.Reservation, refusal, now));
        Happened(now);
        return refusal == ReserveStatus.None ? ReserveStatus.Reserved : refusal;
    }

    private void Keep(ModelHold hold, DateTimeOffset end, DateTimeOffset now)
    {
        if (hold.KeptFor >= now) return;
        if (hold.State == ReservationState.Reserved && end > hold.End) hold.End = end;
        hold.KeptFor = now;
        Happened(now);
    }

    public ReservationStatus Confirm(Step step, DateTimeOffset now)
    {
        if (Holds.Find(hold => hold.Id == step.Reservation) is not { } held) return ReservationStatus.NotFound;
        switch (held.State)
        {
            case ReservationState.Expired: return ReservationStatus.Expired;
            case ReservationState.Released: return ReservationStatus.ReservationClosed;
            case ReservationState.Reserved:
                held.State = ReservationState.Confirmed;
                Happened(now);
                return ReservationStatus.Done;
            default: return ReservationStatus.AlreadyDone;
        }
    }

    public ReservationStatus Extend(Step step, DateTimeOffset now)
    {
        if (step.Seconds is < 1 or > 30 * 24 * 60 * 60) return ReservationStatus.HoldOutOfRange;
        if (Holds.Find(hold => hold.Id == step.Reservation) is not { } held) return ReservationStatus.NotFound;
        if (held.State == ReservationState.Expired) return ReservationStatus.Expired;
        if (!held.IsOpen) return ReservationStatus.ReservationClosed;
        if (held.State == ReservationState.Confirmed) return ReservationStatus.AlreadyConfirmed;
        if (now + step.For <= held.End) return ReservationStatus.AlreadyDone;
        held.End = now + step.For;
        Happened(now);
        return ReservationStatus.Done;
    }

    /// <summary>Fulfil or release.</summary>
    public ReservationStatus Part(Step step, DateTimeOffset now)
    {
        if (step is { Quantity: > 0, Command: 0 }) return ReservationStatus.CommandIdMissing;
        if (Holds.Find(hold => hold.Id == step.Reservation) is not { } held) return ReservationStatus.NotFound;
        if (step.Part is { } id && held.Parts.TryGetValue(id, out var earlier))
            return earlier == (step.Verb, step.PartQuantity) ? ReservationStatus.AlreadyDone : ReservationStatus.CommandExistsWithDifferentBody;
        if (held.State == ReservationState.Expired) return ReservationStatus.Expired;
        if (!held.IsOpen) return step.Quantity == 0 && held.ClosedBy == step.Verb ? ReservationStatus.AlreadyDone : ReservationStatus.ReservationClosed;
        if (step.Verb == Verb.Fulfill && held.State == ReservationState.Reserved) return ReservationStatus.NotConfirmed;
        var quantity = step.PartQuantity ?? held.Open;
        if (quantity > held.Open) return ReservationStatus.QuantityExceedsOpen;
        if (step.Verb == Verb.Fulfill && quantity > OnHand) return ReservationStatus.InsufficientOnHand;
        if (step.Verb == Verb.Fulfill) (held.Fulfilled, OnHand) = (held.Fulfilled + quantity, OnHand - quantity);
        else held.Released += quantity;
        if (step.Part is { } part) held.Parts.Add(part, (step.Verb, step.PartQuantity));
        CloseWhenEmpty(held, step.Verb, now);
        Happened(now);
        return ReservationStatus.Done;
    }

    public MoveStatus Move(MoveStock move, DateTimeOffset now)
    {
        if (move.Quantity < (move.Type == MovementType.Count ? 0 : 1) && (move.Type != MovementType.Adjust || move.Quantity == 0)) return MoveStatus.QuantityOutOfRange;
        var earlier = _moves.FindIndex(moved => moved.Command.Id == move.Id);
        if (earlier >= 0 && _moves[earlier].Command != move) return MoveStatus.ExistsWithDifferentBody;
        if (earlier >= 0) return _moves[earlier].Status == MoveStatus.Moved ? MoveStatus.Exists : _moves[earlier].Status;
        var onHand = move.Type switch
        {
            MovementType.Count => move.Quantity,
            MovementType.Sell => Math.Max(0, OnHand - move.Quantity),
            MovementType.TransferOut => OnHand - move.Quantity,
            _ => OnHand + move.Quantity,
        };
        if (move.Type == MovementType.TransferOut && move.Quantity > Available) return Refuse(move, MoveStatus.InsufficientStock, now);
        if (onHand < 0) return Refuse(move, MoveStatus.OnHandOutOfRange, now);
        var unrecorded = move.Type == MovementType.Sell ? Math.Max(0, move.Quantity - OnHand) : 0;
        var uncoveredBefore = Math.Max(0, Reserved - OnHand);
        while (onHand < OnHand && Reserved > onHand && Holds.FindLast(hold => hold.State == ReservationState.Reserved) is { } newest)
        {
            newest.Released += newest.Open;
            CloseWhenEmpty(newest, Verb.Release, now);
            uncoveredBefore = Math.Max(0, Reserved - OnHand);
            Happened(now);
        }

        if (unrecorded > 0 || Reserved - onHand > uncoveredBefore) Happened(now);
        OnHand = onHand;
        Unrecorded += unrecorded;
        _moves.Add((move, MoveStatus.Moved, now));
        Happened(now);
        return MoveStatus.Moved;
    }

    public SafetyStockStatus SetSafetyStock(long quantity, DateTimeOffset now)
    {
        if (quantity == SafetyStock) return SafetyStockStatus.AlreadySet;
        SafetyStock = quantity;
        Happened(now);
        return SafetyStockStatus.Set;
    }

    private MoveStatus Refuse(MoveStock move, MoveStatus status, DateTimeOffset now)
    {
        if (!move.Id.Value.Contains('/')) return status;
        _moves.Add((move, status, now));
        Happened(now);
        return status;
    }

    private static void CloseWhenEmpty(ModelHold hold, Verb verb, DateTimeOffset now)
    {
        if (hold.Open > 0) return;
        hold.State = hold.Fulfilled > 0 ? ReservationState.Fulfilled : ReservationState.Released;
        (hold.ClosedAt, hold.ClosedBy) = (now, verb);
    }

    // Whatever happens makes the entity forget what ended a day ago; steps of coordinators are kept for 90.
    private void Happened(DateTimeOffset now)
    {
        Version++;
        Holds.RemoveAll(hold => hold.ClosedAt <= DateTimeOffset.MaxValue.AddDays(-1) && hold.ClosedAt.AddDays(1) <= now);
        Refused.RemoveAll(refused => refused.At.AddDays(1) <= now);
        _moves.RemoveAll(moved => moved.At.AddDays(moved.Command.Id.Value.Contains('/') ? 90 : 1) <= now);
    }
}
