using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>The rules of movements. Pure: the same stock, command and time give the same decision.</summary>
public static class MovementDecider
{
    public static Decision<MoveStatus, StockEvent> Decide(Stock stock, MoveStock command, DateTimeOffset now)
    {
        if (!Enum.IsDefined(command.Type) || command.Type == MovementType.None) return Reject(MoveStatus.TypeOutOfRange);
        if (!IsQuantityInRange(command)) return Reject(MoveStatus.QuantityOutOfRange);
        if (!InRange.Text(command.Reason) || !InRange.Text(command.Reference)) return Reject(MoveStatus.TextOutOfRange);
        if (command.Type == MovementType.Adjust && string.IsNullOrWhiteSpace(command.Reason)) return Reject(MoveStatus.ReasonMissing);

        // I11: a retry is answered before any rule is checked.
        if (stock.Find(command.Id) is { } earlier)
            return Reject(earlier.Command != command ? MoveStatus.ExistsWithDifferentBody : earlier.Status == MoveStatus.Moved ? MoveStatus.Exists : earlier.Status);

        if (command.ExpectedVersion is { } expected && expected != stock.Version) return Reject(MoveStatus.VersionMismatch);
        if (!stock.CanRemember(now)) return Reject(MoveStatus.TooManyMovements);
        var delta = OnHandDelta(stock, command);
        if (command.Type == MovementType.TransferOut && command.Quantity > stock.Available) return Refuse(MoveStatus.InsufficientStock);
        if (stock.OnHand + delta is < 0 or > Limits.OnHandMax) return Refuse(MoveStatus.OnHandOutOfRange);

        // After this point the movement must succeed.
        var events = new List<StockEvent>();
        GiveWay(stock, command, stock.OnHand + delta, now, events);
        events.Add(Moved(command, delta, now));
        return new(MoveStatus.Moved, [.. events]);

        // A coordinator acts on a refusal, so the refusal of its step stands, also when the stock changes before another asks for the same step.
        Decision<MoveStatus, StockEvent> Refuse(MoveStatus status) => command.Id.IsStep ? new(status, [new StepRefused(now, command, status)]) : Reject(status);
    }

    private static bool IsQuantityInRange(MoveStock command) => command.Type switch
    {
        MovementType.Adjust => command.Quantity is not 0 and >= -Limits.QuantityMax and <= Limits.QuantityMax,
        MovementType.Count => command.Quantity is >= 0 and <= Limits.QuantityMax,
        _ => command.Quantity is >= Limits.QuantityMin and <= Limits.QuantityMax,
    };

    // A sale at a till has happened, whatever the book says: what the book lacks is declared as unrecorded, and on hand stops at 0.
    private static long OnHandDelta(Stock stock, MoveStock command) => command.Type switch
    {
        MovementType.Receive or MovementType.TransferIn or MovementType.Adjust => command.Quantity,
        MovementType.Count => command.Quantity - stock.OnHand,
        MovementType.Sell => -Math.Min(command.Quantity, stock.OnHand),
        MovementType.TransferOut => -command.Quantity,
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    // I17: goods that are gone cannot be promised. The newest hold that nobody confirmed gives way first; a confirmed one stays and is declared uncovered.
    private static void GiveWay(Stock stock, MoveStock command, long onHand, DateTimeOffset now, List<StockEvent> events)
    {
        var reserved = stock.Reserved;
        if (reserved > onHand && onHand < stock.OnHand)
        {
            foreach (var reservation in stock.UnconfirmedNewestFirst())
            {
                if (reserved <= onHand) break;
                events.Add(new ReservationDisplaced(now, reservation.Id, reservation.Open, command.Id));
                reserved -= reservation.Open;
            }
        }

        var unrecorded = command.Type == MovementType.Sell ? Math.Max(0, command.Quantity - stock.OnHand) : 0;
        // Holds that gave way cover an older shortfall first, as they will when they are applied.
        var declared = Math.Min(stock.Shortfall, Math.Max(0, reserved - stock.OnHand));
        var uncovered = Math.Max(0, reserved - onHand - declared);
        if (unrecorded > 0 || uncovered > 0) events.Add(new StockShortfall(now, command.Id, unrecorded, uncovered));
    }

    private static StockMovement Moved(MoveStock move, long delta, DateTimeOffset now) => move.Type switch
    {
        MovementType.Receive => new StockReceived(now, move.Id, move.Quantity, delta, move.Reason, move.Reference, move.Channel, move.ExpectedVersion),
        MovementType.Adjust => new StockAdjusted(now, move.Id, move.Quantity, delta, move.Reason, move.Reference, move.Channel, move.ExpectedVersion),
        MovementType.Count => new StockCounted(now, move.Id, move.Quantity, delta, move.Reason, move.Reference, move.Channel, move.ExpectedVersion),
        MovementType.Sell => new StockSold(now, move.Id, move.Quantity, delta, move.Reason, move.Reference, move.Channel, move.ExpectedVersion),
        MovementType.TransferOut => new StockTransferredOut(now, move.Id, move.Quantity, delta, move.Reason, move.Reference, move.Channel, move.ExpectedVersion),
        MovementType.TransferIn => new StockTransferredIn(now, move.Id, move.Quantity, delta, move.Reason, move.Reference, move.Channel, move.ExpectedVersion),
        _ => throw new ArgumentOutOfRangeException(nameof(move)),
    };

    private static Decision<MoveStatus, StockEvent> Reject(MoveStatus status) => Decision<MoveStatus, StockEvent>.Nothing(status);
}
