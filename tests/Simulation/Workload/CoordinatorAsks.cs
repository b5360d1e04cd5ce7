using Omnichannel.Audit.History;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Simulation.Workload;

/// <summary>Calls that span several owners.</summary>
public static class CoordinatorAsks
{
    public static Ask Transfer(string id, Sku sku, Location source, Location target, long quantity)
    {
        var command = new TransferStock(sku, source, target, quantity, "rebalance");
        return new(new(sku, source), OperationKind.None, id, async grains => Answers.Of(await grains.GetGrain<ITransferGrain>(id).Transfer(command)))
        {
            Quantity = quantity,
            Parts = [Step(source, "out", MovementType.TransferOut), Step(target, "in", MovementType.TransferIn), Step(source, "back", MovementType.TransferIn)],
        };

        Ask Step(Location location, string step, MovementType type) =>
            StockAsks.Move(new(sku, location), CommandId.ForStep(TransferGrain.Kind, id, step).Value, type, quantity, command.Reason, id);
    }

    public static Ask ReserveGroup(string id, IReadOnlyList<ReservationLine> lines, int holdSeconds, GroupPolicy policy, string? reference)
    {
        var command = new ReserveGroup(lines, TimeSpan.FromSeconds(holdSeconds), policy, null, reference);
        var owners = lines.GroupBy(line => new StockKey(line.Sku, line.Location), line => line.Quantity);
        return new(new(lines[0].Sku, lines[0].Location), OperationKind.None, id, ReserveAsync)
        {
            Parts = [.. owners.SelectMany(owner => PartsOf(owner.Key, id, owner.Sum(), holdSeconds, reference))],
        };

        async Task<Answer> ReserveAsync(IGrainFactory grains) => Answers.Of(await grains.GetGrain<IReservationGroupGrain>(id).Reserve(command));
    }

    private static Ask[] PartsOf(StockKey key, string id, long quantity, int holdSeconds, string? reference) =>
        [StockAsks.Reserve(key, id, quantity, holdSeconds, null, reference), StockAsks.Release(key, id, null, null)];
}
