using Omnichannel.Audit;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Mutants;
using Omnichannel.Simulation.Oracles;
using Omnichannel.Simulation.Swarm;
using Omnichannel.Simulation.Workload;

namespace Omnichannel.Simulation;

/// <summary>One seed from start to verdict: trouble first, and what must hold through it; then healing, and what must come to an end.</summary>
public sealed class SimRun
{
    private static readonly TimeSpan _troubleMax = TimeSpan.FromMinutes(10);

    private readonly ulong _seed;
    private readonly SwarmPlan _plan;
    private readonly SimGrid _grid;
    private readonly World _world;
    private readonly SimClient[] _clients;
    private readonly FeedFollower _follower;
    private readonly Findings _findings = new();

    public SimRun(ulong seed, Mutant? mutant = null)
    {
        _seed = seed;
        var random = new SimRandom(seed);
        _plan = SwarmPlan.Of(random.Fork());
        mutant ??= Mutant.None;
        _grid = new(_plan, random, mutant);
        _world = new(_grid.Scheduler, _plan, _grid.Clock, _grid.Network, _grid.Nodes, _grid.Store) { Distort = mutant.OfAnswer };
        _clients = [.. Enumerable.Range(1, _plan.ClientsCount).Select(number => new SimClient(_world, number, random.Fork()))];
        _follower = new(_world, random.Fork(), _findings);
    }

    public SwarmPlan Plan => _plan;

    /// <exception cref="SimulationFailedException">Something that must hold did not.</exception>
    public SeedResult Run()
    {
        _grid.Start();
        _grid.BeginTrouble();
        foreach (var client in _clients) _grid.ClientLane.Start(client.RunAsync);
        if (_plan.IsFeedFollowed) _grid.ClientLane.Start(_follower.RunAsync);
        _grid.Scheduler.RunUntil(() => Array.TrueForAll(_clients, client => client.IsDone), _troubleMax.Ticks);
        var closing = new Closing(_grid, _world, _clients, _follower);
        var unfinished = closing.Run();
        var verdicts = new Verdicts(_grid.Store, _world, _plan, _grid.Nemesis.WorstSkew, _follower, _findings);
        string[] broken = [.. unfinished is null ? [] : new[] { unfinished }, .. verdicts.Judge().Select(finding => finding.ToString())];
        if (broken.Length > 0) throw new SimulationFailedException(string.Join(Environment.NewLine, broken));
        var coverage = Coverage.Of(_world, _grid.Store, _grid.Counts) with { BlindProved = verdicts.BlindProvedCount, BlindUnknown = verdicts.BlindUnknownCount };
        return _grid.Result(_seed, coverage);
    }
}
