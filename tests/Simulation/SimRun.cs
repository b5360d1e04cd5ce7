using Omnichannel.Embedded;
using Omnichannel.Journal;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Mutants;
using Omnichannel.Simulation.Network;
using Omnichannel.Simulation.Nodes;
using Omnichannel.Simulation.Oracles;
using Omnichannel.Simulation.Store;
using Omnichannel.Simulation.Swarm;
using Omnichannel.Simulation.Workload;

namespace Omnichannel.Simulation;

/// <summary>One seed from start to verdict: trouble first, and what must hold through it; then healing, and what must come to an end.</summary>
public sealed class SimRun
{
    private const int ClientLane = 100;
    private const int StoreLane = 101;
    private const int NemesisLane = 102;
    private static readonly TimeSpan _troubleMax = TimeSpan.FromMinutes(10);

    private readonly ulong _seed;
    private readonly SwarmPlan _plan;
    private readonly SimScheduler _scheduler;
    private readonly SimLane _clientLane;
    private readonly SimStore _store;
    private readonly SimNetwork _network;
    private readonly SimNode[] _nodes;
    private readonly Nemesis _nemesis;
    private readonly World _world;
    private readonly SimClient[] _clients;
    private readonly FeedFollower _follower;
    private readonly FaultCounts _counts = new();

    public SimRun(ulong seed, Mutant? mutant = null)
    {
        _seed = seed;
        var random = new SimRandom(seed);
        _plan = SwarmPlan.Of(random.Fork());
        mutant ??= Mutant.None;
        _scheduler = new(random.Fork(), new TraceHash());
        _clientLane = new(_scheduler, ClientLane);
        _store = new(_scheduler, new SimLane(_scheduler, StoreLane), mutant.OfStore(new MemoryJournal(_plan.ShardsCount)));
        _network = new(_scheduler, _clientLane, random.Fork(), _counts) { Faults = _plan.Network };
        var numbers = Enumerable.Range(1, _plan.NodesCount);
        _nodes = [.. numbers.Select(number => new SimNode(_scheduler, _store, SettingsOf(mutant), number, random.Fork(), _counts))];
        _nemesis = new(_scheduler, new SimLane(_scheduler, NemesisLane), random.Fork(), _plan.Nemesis, _store, _nodes, _counts);
        _world = new(_scheduler, _plan, new SimTime(_scheduler, _clientLane), _network, _nodes, _store) { Distort = mutant.OfAnswer };
        _clients = [.. Enumerable.Range(1, _plan.ClientsCount).Select(number => new SimClient(_world, number, random.Fork()))];
        _follower = new(_world, random.Fork());
        _scheduler.BeforeStep = _nemesis.BeforeStep;
    }

    public SwarmPlan Plan => _plan;

    /// <exception cref="SimulationFailedException">Something that must hold did not.</exception>
    public SeedResult Run()
    {
        foreach (var node in _nodes)
        {
            node.SetFaults(_plan.Journal);
            node.Start();
        }

        foreach (var client in _clients) _clientLane.Start(client.RunAsync);
        if (_plan.IsFeedFollowed) _clientLane.Start(_follower.RunAsync);
        _scheduler.RunUntil(() => Array.TrueForAll(_clients, client => client.IsDone), _troubleMax.Ticks);
        var closing = new Closing(_scheduler, _clientLane, _store, _world, _clients, _follower, _nemesis);
        var unfinished = closing.Run();
        var verdicts = new Verdicts(_store, _world, _plan, _nemesis.WorstSkew, _follower);
        string[] broken = [.. unfinished is null ? [] : new[] { unfinished }, .. verdicts.Judge().Select(finding => finding.ToString())];
        if (broken.Length > 0) throw new SimulationFailedException(string.Join(Environment.NewLine, broken));
        var coverage = Coverage.Of(_world, _store, _counts) with { BlindProved = verdicts.BlindProvedCount, BlindUnknown = verdicts.BlindUnknownCount };
        return new(_seed, _scheduler.Trace.Value, _scheduler.Steps, TimeSpan.FromTicks(_scheduler.Now), _counts, coverage);
    }

    private NodeSettings SettingsOf(Mutant mutant) => new()
    {
        BatchMax = _plan.BatchMax,
        QueueMax = _plan.QueueMax,
        IsSweeping = mutant.IsSweeping,
        Decorate = mutant.OfNode,
        DecorateClock = mutant.OfClock,
        HostOf = (services, lane, clock) => new EmbeddedSimHost(services, lane, new EmbeddedHostOptions
        {
            Clock = clock,
            CallDeadline = TimeSpan.FromSeconds(_plan.CallDeadlineSeconds),
            ActivationIdle = TimeSpan.FromSeconds(_plan.ActivationIdleSeconds),
            TransitionDeadline = TimeSpan.FromSeconds(_plan.TransitionDeadlineSeconds),
            TurnsPerDispatchMax = _plan.TurnsPerDispatchMax,
        }),
    };
}
