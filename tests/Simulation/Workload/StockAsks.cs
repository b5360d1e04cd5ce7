using Omnichannel.Audit.History;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Simulation.Workload;

/// <summary>Every call that one SKU at one location can be asked.</summary>
public static class StockAsks
{
    public static Ask Reserve(StockKey key, string id, long quantity, int holdSeconds, string? channel, string? reference)
    {
        var command = new ReserveStock(
            ReservationId.Create(id), quantity, TimeSpan.FromSeconds(holdSeconds), channel is null ? null : Channel.Create(channel), reference);
        return new(key, OperationKind.Reserve, id, async grains => Answers.Of(await Stock(grains, key).Reserve(command)))
        {
            Quantity = quantity, HoldSeconds = holdSeconds, Channel = channel, Reference = reference,
        };
    }

    public static Ask Confirm(StockKey key, string id)
    {
        var command = new ConfirmReservation(ReservationId.Create(id));
        return new(key, OperationKind.Confirm, id, async grains => Answers.Of(await Stock(grains, key).Confirm(command)));
    }

    public static Ask Fulfill(StockKey key, string id, long? quantity, string? commandId)
    {
        var command = new FulfillReservation(ReservationId.Create(id), quantity, commandId is null ? null : CommandId.Create(commandId));
        return new(key, OperationKind.Fulfill, id, async grains => Answers.Of(await Stock(grains, key).Fulfill(command)))
        {
            Quantity = quantity, CommandId = commandId,
        };
    }

    public static Ask Release(StockKey key, string id, long? quantity, string? commandId)
    {
        var command = new ReleaseReservation(ReservationId.Create(id), quantity, commandId is null ? null : CommandId.Create(commandId));
        return new(key, OperationKind.Release, id, async grains => Answers.Of(await Stock(grains, key).Release(command)))
        {
            Quantity = quantity, CommandId = commandId,
        };
    }

    public static Ask Extend(StockKey key, string id, int holdSeconds)
    {
        var command = new ExtendReservation(ReservationId.Create(id), TimeSpan.FromSeconds(holdSeconds));
        return new(key, OperationKind.Extend, id, async grains => Answers.Of(await Stock(grains, key).Extend(command))) { HoldSeconds = holdSeconds };
    }

    public static Ask Find(StockKey key, string id)
    {
        var reservation = ReservationId.Create(id);
        return new(key, OperationKind.ReadReservation, id, async grains => Answers.Of(await Stock(grains, key).FindReservation(reservation)));
    }

    public static Ask Move(
        StockKey key, string id, MovementType type, long quantity, string? reason = null, string? reference = null, long? expectedVersion = null)
    {
        var command = new MoveStock(CommandId.Create(id), type, quantity, reason, reference, expectedVersion);
        return new(key, KindOf(type), id, async grains => Answers.Of(await Stock(grains, key).Move(command)))
        {
            Quantity = quantity, Reason = reason, Reference = reference, ExpectedVersion = expectedVersion,
        };
    }

    public static Ask SetSafetyStock(StockKey key, long quantity)
    {
        var command = new SetSafetyStock(quantity);
        return new(key, OperationKind.SetSafetyStock, "", async grains => Answers.Of(await Stock(grains, key).SetSafetyStock(command))) { Quantity = quantity };
    }

    public static Ask Read(StockKey key) => new(key, OperationKind.ReadStock, "", async grains => Answers.Of(await Stock(grains, key).Stock()));

    public static Ask ReadStrong(StockKey key) =>
        new(key, OperationKind.ReadStockStrong, "", async grains => Answers.Of(await Stock(grains, key).StockStrong()));

    private static IStockGrain Stock(IGrainFactory grains, StockKey key) => grains.GetGrain<IStockGrain>(key.ToString());

    private static OperationKind KindOf(MovementType type) => type switch
    {
        MovementType.Receive => OperationKind.Receive,
        MovementType.Adjust => OperationKind.Adjust,
        MovementType.Count => OperationKind.Count,
        MovementType.Sell => OperationKind.Sell,
        MovementType.TransferOut => OperationKind.TransferOut,
        MovementType.TransferIn => OperationKind.TransferIn,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
