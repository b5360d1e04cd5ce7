using Omnichannel.Ids;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>The rules of reservations. Pure: the same stock, command and time give the same decision.</summary>
public static class StockDecider
{
    /// <summary>I16: holds whose time has come. A bounded number per turn: a hold that is overdue is worth nothing to its owner even before its event.</summary>
    public static StockEvent[] DecideExpired(Stock stock, DateTimeOffset now)
    {
        var overdue = stock.Overdue(now, Limits.ExpiriesPerTurnMax);
        return overdue.Count == 0 ? [] : [.. overdue.Select(reservation => new ReservationExpired(now, reservation.Id, reservation.Open))];
    }

    public static Decision<ReserveStatus, StockEvent> Decide(Stock stock, ReserveStock command, DateTimeOffset now)
    {
        if (command.Quantity is < Limits.QuantityMin or > Limits.QuantityMax) return Reject(ReserveStatus.QuantityOutOfRange);
        if (!InRange.Hold(command.HoldFor)) return Reject(ReserveStatus.HoldOutOfRange);
        if (!InRange.Text(command.Reference)) return Reject(ReserveStatus.ReferenceOutOfRange);

        // I11: a retry is answered before any rule is checked, so it gets its first answer back even when the stock has since run out.
        if (stock.Find(command.Id) is { } held)
        {
            if (held.Quantity != command.Quantity) return Reject(ReserveStatus.ExistsWithDifferentQuantity);
            if (held.Channel != command.Channel) return Reject(ReserveStatus.ExistsWithDifferentChannel);
            if (held.Reference != command.Reference) return Reject(ReserveStatus.ExistsWithDifferentReference);
            return Reject(held.IsOpen && !IsOverdue(held, now) ? ReserveStatus.Exists : ReserveStatus.ReservationClosed);
        }

        if (stock.FindRefusal(command.Id) is not null) return Reject(ReserveStatus.ReservationClosed);
        if (!HasRoom(stock, now)) return Reject(ReserveStatus.TooManyReservations);
        if (stock.Available < command.Quantity) return Reject(ReserveStatus.InsufficientStock);

        // After this point the reservation must succeed.
        return new(ReserveStatus.Reserved, [new StockReserved(now, command.Id, command.Quantity, now + command.HoldFor, command.Channel, command.Reference)]);

        static Decision<ReserveStatus, StockEvent> Reject(ReserveStatus status) => Decision<ReserveStatus, StockEvent>.Nothing(status);
    }

    /// <summary>I24: every answer about an id that is new is written down, a refusal too: the fence then sees to it that no other owner of this stock ever gave another.</summary>
    public static Decision<ReserveStatus, StockEvent> Decide(Stock stock, HoldStock command, DateTimeOffset now)
    {
        if (command.Quantity is < Limits.QuantityMin or > Limits.QuantityMax) return Reject(ReserveStatus.QuantityOutOfRange);
        if (command.HoldFor < TimeSpan.Zero || command.HoldFor.TotalSeconds > Limits.HoldSecondsMax) return Reject(ReserveStatus.HoldOutOfRange);
        if (!InRange.Text(command.Reference)) return Reject(ReserveStatus.ReferenceOutOfRange);
        if (stock.Find(command.Id) is { } held)
        {
            if (held.Quantity != command.Quantity && !command.AllowsLess) return Reject(ReserveStatus.ExistsWithDifferentQuantity);
            if (held.Channel != command.Channel) return Reject(ReserveStatus.ExistsWithDifferentChannel);
            if (held.Reference != command.Reference) return Reject(ReserveStatus.ExistsWithDifferentReference);
            return Reject(held.IsOpen && !IsOverdue(held, now) ? ReserveStatus.Exists : ReserveStatus.ReservationClosed);
        }

        if (stock.FindRefusal(command.Id) is { } earlier) return Reject(earlier);
        if (command.Existing is { } id && stock.Find(id) is { } existing)
        {
            if (existing.IsOpen && !IsOverdue(existing, now)) return new(ReserveStatus.Exists, Keep(existing, command, now));
            if (existing.KeptFor >= command.PlannedAt) return Reject(ReserveStatus.ReservationClosed);
        }

        // That bar only rises: no other owner of this stock goes below it, so that it needs no event.
        if (stock.FindRefusal(command.Id, command.PlannedAt) is { } likely) return Reject(likely);
        if (!InRange.Hold(command.HoldFor)) return Refuse(ReserveStatus.HoldOutOfRange);
        if (!HasRoom(stock, now)) return Refuse(ReserveStatus.TooManyReservations);
        var quantity = command.AllowsLess ? Math.Min(command.Quantity, stock.Available) : command.Quantity;
        if (quantity < Limits.QuantityMin || quantity > stock.Available) return Refuse(ReserveStatus.InsufficientStock);

        // After this point the reservation must succeed.
        return new(ReserveStatus.Reserved, [new StockReserved(now, command.Id, quantity, now + command.HoldFor, command.Channel, command.Reference)]);

        static Decision<ReserveStatus, StockEvent> Reject(ReserveStatus status) => Decision<ReserveStatus, StockEvent>.Nothing(status);

        Decision<ReserveStatus, StockEvent> Refuse(ReserveStatus status) => new(status, [new ReservationRefused(now, command.Id, status, command.PlannedAt)]);
    }

    private static StockEvent[] Keep(Reservation existing, HoldStock command, DateTimeOffset now)
    {
        // I24: another driver of the plan was told already until when it is held.
        if (existing.KeptFor >= command.PlannedAt) return [];
        var expiresAt = now + command.HoldFor;
        return existing.State == ReservationState.Reserved && expiresAt > existing.ExpiresAt
            ? [new ReservationExtended(now, existing.Id, expiresAt, command.PlannedAt)]
            : [new ReservationKept(now, existing.Id, command.PlannedAt)];
    }

    public static Decision<ReservationStatus, StockEvent> Decide(Stock stock, ConfirmReservation command, DateTimeOffset now)
    {
        if (stock.Find(command.Id) is not { } held) return Reject(ReservationStatus.NotFound);
        if (held.State == ReservationState.Confirmed) return Reject(ReservationStatus.AlreadyDone);

        // A confirmation that comes again after the goods have left is still the same confirmation.
        if (held.State == ReservationState.Fulfilled) return Reject(ReservationStatus.AlreadyDone);
        if (held.State == ReservationState.Expired || IsOverdue(held, now)) return Reject(ReservationStatus.Expired);
        if (held.State == ReservationState.Released) return Reject(ReservationStatus.ReservationClosed);

        // After this point the confirmation must succeed.
        return new(ReservationStatus.Done, [new ReservationConfirmed(now, command.Id)]);
    }

    public static Decision<ReservationStatus, StockEvent> Decide(Stock stock, ExtendReservation command, DateTimeOffset now)
    {
        if (!InRange.Hold(command.HoldFor)) return Reject(ReservationStatus.HoldOutOfRange);
        if (stock.Find(command.Id) is not { } held) return Reject(ReservationStatus.NotFound);
        if (held.State == ReservationState.Expired || IsOverdue(held, now)) return Reject(ReservationStatus.Expired);
        if (!held.IsOpen) return Reject(ReservationStatus.ReservationClosed);
        if (held.State == ReservationState.Confirmed) return Reject(ReservationStatus.AlreadyConfirmed);

        var expiresAt = now + command.HoldFor;
        if (expiresAt <= held.ExpiresAt) return Reject(ReservationStatus.AlreadyDone);

        // After this point the extension must succeed.
        return new(ReservationStatus.Done, [new ReservationExtended(now, command.Id, expiresAt)]);
    }

    public static Decision<ReservationStatus, StockEvent> Decide(Stock stock, FulfillReservation command, DateTimeOffset now)
    {
        var refused = DecidePart(stock, command.Id, new(command.CommandId, ReservationVerb.Fulfill, command.Quantity), now, out var held);
        if (refused is { } status) return Reject(status);

        var quantity = command.Quantity ?? held!.Open;
        if (quantity > held!.Open) return Reject(ReservationStatus.QuantityExceedsOpen);
        if (quantity > stock.OnHand) return Reject(ReservationStatus.InsufficientOnHand);

        // After this point the fulfilment must succeed.
        return new(ReservationStatus.Done, [new ReservationFulfilled(now, command.Id, quantity, command.CommandId, command.Quantity is null)]);
    }

    public static Decision<ReservationStatus, StockEvent> Decide(Stock stock, ReleaseReservation command, DateTimeOffset now)
    {
        var refused = DecidePart(stock, command.Id, new(command.CommandId, ReservationVerb.Release, command.Quantity), now, out var held);
        if (refused is { } status) return Reject(status);

        var quantity = command.Quantity ?? held!.Open;
        if (quantity > held!.Open) return Reject(ReservationStatus.QuantityExceedsOpen);

        // After this point the release must succeed.
        return new(ReservationStatus.Done, [new ReservationReleased(now, command.Id, quantity, command.CommandId, command.Quantity is null)]);
    }

    public static Decision<SafetyStockStatus, StockEvent> Decide(Stock stock, SetSafetyStock command, DateTimeOffset now)
    {
        if (command.Quantity is < 0 or > Limits.QuantityMax) return Decision<SafetyStockStatus, StockEvent>.Nothing(SafetyStockStatus.QuantityOutOfRange);
        if (command.Quantity == stock.SafetyStock) return Decision<SafetyStockStatus, StockEvent>.Nothing(SafetyStockStatus.AlreadySet);
        return new(SafetyStockStatus.Set, [new SafetyStockSet(now, command.Quantity)]);
    }

    private readonly record struct Part(CommandId? CommandId, ReservationVerb Verb, long? Quantity);

    // What fulfil and release have in common: null when the reservation is open and the command is new.
    private static ReservationStatus? DecidePart(Stock stock, ReservationId id, Part part, DateTimeOffset now, out Reservation? held)
    {
        held = stock.Find(id);
        if (part.Quantity is < Limits.QuantityMin or > Limits.QuantityMax) return ReservationStatus.QuantityOutOfRange;
        if (part is { Quantity: not null, CommandId: null }) return ReservationStatus.CommandIdMissing;
        if (held is null) return ReservationStatus.NotFound;
        if (part.CommandId is { } command && held.FindCommand(command) is { } earlier)
            return earlier.IsSame(part.Verb, part.Quantity) ? ReservationStatus.AlreadyDone : ReservationStatus.CommandExistsWithDifferentBody;

        if (held.State == ReservationState.Expired || IsOverdue(held, now)) return ReservationStatus.Expired;

        // "All that is open" on a closed reservation is a repeat when the same verb took the last of it.
        if (!held.IsOpen) return part.Quantity is null && held.ClosedBy == part.Verb ? ReservationStatus.AlreadyDone : ReservationStatus.ReservationClosed;
        if (part.Verb == ReservationVerb.Fulfill && held.State != ReservationState.Confirmed) return ReservationStatus.NotConfirmed;
        if (part.CommandId is null) return null;
        return held.CommandsCount >= Limits.ReservationCommandsMax || !stock.CanRemember(now) ? ReservationStatus.TooManyCommands : null;
    }

    private static bool HasRoom(Stock stock, DateTimeOffset now) => stock.OpenReservationsCount < Limits.OpenReservationsMax && stock.CanRemember(now);

    private static bool IsOverdue(Reservation held, DateTimeOffset now) => held.State == ReservationState.Reserved && held.ExpiresAt <= now;

    private static Decision<ReservationStatus, StockEvent> Reject(ReservationStatus status) => Decision<ReservationStatus, StockEvent>.Nothing(status);
}
