using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>What one step of a transfer was answered.</summary>
/// <param name="Step">The step the transfer stood at when the question was asked.</param>
/// <param name="Available">What the asked location had available, in units.</param>
public sealed record TransferStepTaken(TransferStep Step, MoveStatus Status, long Available);

/// <summary>The rules of transfers. Pure.</summary>
public static class TransferDecider
{
    public static Decision<TransferStatus, TransferEvent> Decide(Transfer transfer, TransferStock command, DateTimeOffset now)
    {
        if (command.Quantity is < Limits.QuantityMin or > Limits.QuantityMax) return Reject(TransferStatus.QuantityOutOfRange);
        if (command.Source == command.Target) return Reject(TransferStatus.SameLocation);
        if (!InRange.Text(command.Reason)) return Reject(TransferStatus.TextOutOfRange);
        if (transfer.Order is { } order) return Reject(order == command ? TransferStatus.Transferred : TransferStatus.ExistsWithDifferentBody);

        // After this point the transfer has begun, and will be driven to an end.
        return new(TransferStatus.None, [new TransferStarted(now, command.Sku, command.Source, command.Target, command.Quantity, command.Reason)]);

        static Decision<TransferStatus, TransferEvent> Reject(TransferStatus status) => Decision<TransferStatus, TransferEvent>.Nothing(status);
    }

    /// <summary>Takes the next step. An answer to a step that was taken already (by a retry, by a wake-up) changes nothing.</summary>
    public static Decision<TransferStep, TransferEvent> Decide(Transfer transfer, TransferStepTaken taken, DateTimeOffset now)
    {
        if (transfer.Step != taken.Step) return Decision<TransferStep, TransferEvent>.Nothing(transfer.Step);
        var isDone = taken.Status is MoveStatus.Moved or MoveStatus.Exists;

        // I21: only a refusal that the asked location remembers is final: on any other, the same step may still be taken for somebody else who drives.
        var isRefused = taken.Status is MoveStatus.InsufficientStock or MoveStatus.OnHandOutOfRange;
        return transfer.Step switch
        {
            TransferStep.Started when isDone => new(TransferStep.Dispatched, [new TransferDispatched(now)]),
            TransferStep.Started when isRefused => new(TransferStep.Refused, [new TransferRefused(now, TransferStatus.InsufficientStock, taken.Available)]),
            TransferStep.Dispatched when isDone => new(TransferStep.Received, [new TransferReceived(now)]),
            TransferStep.Dispatched when isRefused => new(TransferStep.TurnedBack, [new TransferTurnedBack(now, TransferStatus.TargetFull)]),
            TransferStep.TurnedBack when isDone => new(TransferStep.Returned, [new TransferReturned(now)]),

            // It stays on its way, and is tried again.
            _ => Decision<TransferStep, TransferEvent>.Nothing(transfer.Step),
        };
    }
}
