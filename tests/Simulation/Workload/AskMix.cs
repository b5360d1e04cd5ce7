using Omnichannel.Inventory;
using Omnichannel.Simulation.Kernel;

namespace Omnichannel.Simulation.Workload;

/// <summary>Draws what a client wants next.</summary>
public sealed class AskMix(World world, int client, SimRandom random)
{
    private static readonly string?[] _channels = [null, "web", "store"];
    private readonly List<string> _coordinated = [];
    private int _count;

    public Ask Next(IReadOnlyList<Hold> own, IReadOnlyList<Ask> earlier)
    {
        if (random.Chance(world.Plan.ProbePerMille) && Probe(own, earlier) is { } probe) return probe;
        var draw = random.Below(100);
        return draw switch
        {
            < 34 => Reserve(),
            < 62 when Pick(own) is { } hold => OfHold(hold, draw),
            < 76 => Move(world.PickKey(random)),
            < 78 => StockAsks.SetSafetyStock(world.PickKey(random), random.Between(0, 3)),
            < 82 => StockAsks.Read(world.PickKey(random)),
            < 84 => StockAsks.ReadStrong(world.PickKey(random)),
            < 90 when earlier.Count > 0 => random.Pick(earlier),
            < 94 when world.Plan.LocationsCount > 1 => Transfer(),
            < 97 => Group(),
            _ => Reserve(),
        };
    }

    private Ask Reserve() => StockAsks.Reserve(world.PickKey(random), NewId("r"), Quantity(), HoldSeconds(), random.Pick(_channels), null);

    private Ask OfHold(Hold hold, int draw) => draw switch
    {
        < 45 => StockAsks.Confirm(hold.Key, hold.Id),
        < 51 => StockAsks.Fulfill(hold.Key, hold.Id, null, null),
        < 53 => StockAsks.Fulfill(hold.Key, hold.Id, random.Between(1, hold.Quantity), NewId("f")),
        < 56 => StockAsks.Release(hold.Key, hold.Id, null, null),
        < 58 => StockAsks.Release(hold.Key, hold.Id, random.Between(1, hold.Quantity), NewId("b")),
        < 60 => StockAsks.Extend(hold.Key, hold.Id, HoldSeconds()),
        _ => StockAsks.Find(hold.Key, hold.Id),
    };

    private Ask Move(StockKey key)
    {
        var id = NewId("m");
        var version = random.Chance(100) ? random.Between(0, 30) : (long?)null;
        return random.Below(10) switch
        {
            < 3 => StockAsks.Move(key, id, MovementType.Receive, Quantity(), expectedVersion: version),
            3 => StockAsks.Move(key, id, MovementType.Adjust, random.Chance(500) ? Quantity() : -Quantity(), "damage", expectedVersion: version),
            4 => StockAsks.Move(key, id, MovementType.Count, random.Between(0, world.Plan.OpeningUnits), expectedVersion: version),
            < 8 => StockAsks.Move(key, id, MovementType.Sell, Quantity()),
            8 => StockAsks.Move(key, id, MovementType.TransferOut, Quantity()),
            _ => StockAsks.Move(key, id, MovementType.TransferIn, Quantity()),
        };
    }

    private Ask Transfer()
    {
        var key = world.PickKey(random);
        var targets = world.Keys.Where(other => other.Sku == key.Sku && other != key).ToArray();
        return CoordinatorAsks.Transfer(Coordinated("t"), key.Sku, key.Location, random.Pick(targets).Location, Quantity());
    }

    private Ask Group()
    {
        var keys = Enumerable.Range(0, (int)random.Between(1, 4)).Select(_ => world.PickKey(random));
        var lines = keys.Select(key => new ReservationLine(key.Sku, key.Location, Quantity()));
        var policy = random.Chance(500) ? GroupPolicy.AllOrNothing : GroupPolicy.AllowPartial;
        return CoordinatorAsks.ReserveGroup(Coordinated("g"), [.. lines], HoldSeconds(), policy, null);
    }

    // An id that is in use, with another body: it has to be refused whatever the state.
    private Ask? Probe(IReadOnlyList<Hold> own, IReadOnlyList<Ask> earlier)
    {
        if (random.Chance(500) && Pick(own) is { } hold)
        {
            return random.Chance(500)
                ? StockAsks.Reserve(hold.Key, hold.Id, hold.Quantity + 1, HoldSeconds(), hold.Channel, hold.Reference)
                : StockAsks.Reserve(hold.Key, hold.Id, hold.Quantity, HoldSeconds(), hold.Channel, "other");
        }

        var movement = earlier.FirstOrDefault(ask => ask.Kind == Audit.History.OperationKind.Sell);
        return movement is null ? null : StockAsks.Move(movement.Key, movement.Id, MovementType.Sell, movement.Quantity!.Value + 1);
    }

    private Hold? Pick(IReadOnlyList<Hold> own)
    {
        var isOwn = random.Chance(700);
        if (isOwn && own.Count > 0) return own[^(1 + random.Below(Math.Min(8, own.Count)))];
        return world.Shared.Count > 0 ? random.Pick(world.Shared) : null;
    }

    // Some ids are used again, with bodies that differ more often than not.
    private string Coordinated(string prefix)
    {
        if (random.Chance(world.Plan.ProbePerMille) && _coordinated.FindLast(id => id.StartsWith(prefix, StringComparison.Ordinal)) is { } used)
            return used;
        _coordinated.Add(NewId(prefix));
        return _coordinated[^1];
    }

    private string NewId(string prefix) => $"{prefix}{client}-{++_count}";

    private long Quantity() => random.Between(1, world.Plan.QuantityMax);

    private int HoldSeconds() => (int)random.Between(1, world.Plan.HoldSecondsMax);
}
