using Omnichannel.Inventory;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Network;
using Omnichannel.Simulation.Nodes;
using Omnichannel.Simulation.Store;
using Omnichannel.Simulation.Swarm;

namespace Omnichannel.Simulation.Workload;

/// <summary>What the clients of one seed share.</summary>
public sealed class World(SimScheduler scheduler, SwarmPlan plan, SimTime clock, SimNetwork network, IReadOnlyList<SimNode> nodes, SimStore store)
{
    private const int SharedMax = 64;
    private readonly List<Hold> _shared = [];
    private readonly StockKey[] _keys =
    [
        .. Enumerable.Range(0, plan.SkusCount).SelectMany(sku =>
            Enumerable.Range(0, plan.LocationsCount).Select(location => new StockKey(Sku.Create($"sku-{sku}"), Location.Create($"loc-{location}")))),
    ];

    public SwarmPlan Plan => plan;

    public SimTime Clock => clock;

    public SimNetwork Network => network;

    public IReadOnlyList<SimNode> Nodes => nodes;

    /// <summary>Puts a lie between the grid and a client; the same answer when nobody lies.</summary>
    public Func<Answer, Answer> Distort { get; init; } = static answer => answer;

    public SimHistory History { get; } = new();

    public IReadOnlyList<StockKey> Keys => _keys;

    /// <summary>Set when no new intents are to be started.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Reservations that any client may act on: what makes two of them race for one.</summary>
    public IReadOnlyList<Hold> Shared => _shared;

    public long Now => scheduler.Now;

    public void Share(Hold hold, SimRandom random)
    {
        if (_shared.Count < SharedMax) _shared.Add(hold);
        else _shared[random.Below(SharedMax)] = hold;
    }

    public SimStore Store => store;

    public void Trace(long number) => scheduler.Trace.Add(number);

    /// <summary>The first keys are wanted most, as the plan says.</summary>
    public StockKey PickKey(SimRandom random)
    {
        var index = 0;
        var total = 0L;
        for (var rank = 0; rank < _keys.Length; rank++) total += WeightOf(rank);
        for (var draw = random.Between(0, total - 1); draw >= WeightOf(index); index++) draw -= WeightOf(index);
        return _keys[index];
    }

    // 1,000,000 / (rank + 1) ^ (tenths / 10) for the five exponents in use, in whole numbers: floats differ between machines.
    private long WeightOf(int rank) => plan.ZipfTenths switch
    {
        0 => 1_000_000,
        5 => 1_000_000_000 / SquareRoot((rank + 1) * 1_000_000L),
        10 => 1_000_000 / (rank + 1),
        15 => 1_000_000_000 / ((rank + 1) * SquareRoot((rank + 1) * 1_000_000L)),
        _ => 1_000_000 / ((rank + 1) * (rank + 1)),
    };

    private static long SquareRoot(long number)
    {
        var root = number;
        for (var next = (root + 1) / 2; next < root; next = (root + number / root) / 2) root = next;
        return root;
    }
}

/// <summary>A reservation that a client knows of.</summary>
public sealed record Hold(StockKey Key, string Id, long Quantity, string? Channel, string? Reference);
