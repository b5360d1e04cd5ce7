using Omnichannel.Embedded;
using Omnichannel.Journal;
using Omnichannel.Privacy;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Mutants;
using Omnichannel.Simulation.Network;
using Omnichannel.Simulation.Nodes;
using Omnichannel.Simulation.Store;
using Omnichannel.Simulation.Swarm;

namespace Omnichannel.Simulation;

/// <summary>What every seed is made of, whatever its clients want: one thread, one store, a network, a few nodes, and what strikes them.</summary>
public sealed class SimGrid
{
    private const int ClientLaneNumber = 100;
    private const int StoreLaneNumber = 101;
    private const int NemesisLaneNumber = 102;
    private readonly SwarmPlan _plan;

    /// <param name="random">Forked from here on; what the clients draw comes after it.</param>
    public SimGrid(SwarmPlan plan, SimRandom random, Mutant mutant)
    {
        _plan = plan;
        Keys = mutant.OfKeys(SimKeys.Create());
        Scheduler = new(random.Fork(), new TraceHash());
        ClientLane = new(Scheduler, ClientLaneNumber);
        Clock = new(Scheduler, ClientLane);
        Store = new(Scheduler, new SimLane(Scheduler, StoreLaneNumber), mutant.OfStore(new MemoryJournal(plan.ShardsCount)));
        Network = new(Scheduler, ClientLane, random.Fork(), Counts);
        var settings = SettingsOf(mutant);
        Nodes = [.. Enumerable.Range(1, plan.NodesCount).Select(number => new SimNode(Scheduler, Store, settings, number, random.Fork(), Counts))];
        Nemesis = new(Scheduler, new SimLane(Scheduler, NemesisLaneNumber), random.Fork(), plan.Nemesis, Store, Nodes, Counts);
    }

    public SimScheduler Scheduler { get; }

    public SimLane ClientLane { get; }

    /// <summary>Of the clients: it never jumps.</summary>
    public SimTime Clock { get; }

    public SimStore Store { get; }

    public SimNetwork Network { get; }

    public IReadOnlyList<SimNode> Nodes { get; }

    public Nemesis Nemesis { get; }

    public FaultCounts Counts { get; } = new();

    /// <summary>Outlive every node, as the store does.</summary>
    public IDataKeys Keys { get; }

    public void Start()
    {
        foreach (var node in Nodes) node.Start();
    }

    public void BeginTrouble()
    {
        Network.Faults = _plan.Network;
        Scheduler.BeforeStep = Nemesis.BeforeStep;
        foreach (var node in Nodes) node.SetFaults(_plan.Journal);
    }

    /// <summary>Ends all trouble, for good.</summary>
    public void Heal()
    {
        Nemesis.Heal();
        Network.Faults = NetworkFaults.None;
    }

    public SeedResult Result(ulong seed, Coverage coverage) =>
        new(seed, Scheduler.Trace.Value, Scheduler.Steps, TimeSpan.FromTicks(Scheduler.Now), Counts, coverage);

    private NodeSettings SettingsOf(Mutant mutant) => new()
    {
        BatchMax = _plan.BatchMax,
        QueueMax = _plan.QueueMax,
        SnapshotEveryEventsMin = _plan.SnapshotEveryEventsMin,
        SnapshotApartEntriesMin = _plan.SnapshotApartEntriesMin,
        IsSweeping = mutant.IsSweeping,
        Decorate = mutant.OfNode,
        DecorateClock = mutant.OfClock,
        HostOf = (services, lane, clock) => new EmbeddedSimHost(services, Keys, lane, new EmbeddedHostOptions
        {
            Clock = clock,
            CallDeadline = TimeSpan.FromSeconds(_plan.CallDeadlineSeconds),
            ActivationIdle = TimeSpan.FromSeconds(_plan.ActivationIdleSeconds),
            TransitionDeadline = TimeSpan.FromSeconds(_plan.TransitionDeadlineSeconds),
            TurnsPerDispatchMax = _plan.TurnsPerDispatchMax,
        }),
    };
}
