using Omnichannel.Embedded;
using Omnichannel.Journal;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Nodes;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation;

/// <summary>A few healthy nodes on one store, for tests that stage one piece of trouble themselves.</summary>
internal sealed class TestGrid
{
    private readonly SimLane _clients;

    public TestGrid(int nodesCount, bool isSweeping = true)
    {
        var random = new SimRandom(1);
        Scheduler = new(random.Fork(), new TraceHash());
        _clients = new(Scheduler, 100);
        Store = new(Scheduler, new SimLane(Scheduler, 101), new MemoryJournal());
        var keys = SimKeys.Create();
        var settings = new NodeSettings
        {
            IsSweeping = isSweeping,
            HostOf = (services, lane, clock) => new EmbeddedSimHost(services, keys, lane, new EmbeddedHostOptions { Clock = clock }),
        };
        var numbers = Enumerable.Range(1, nodesCount);
        Nodes = [.. numbers.Select(number => new SimNode(Scheduler, Store, settings, number, random.Fork(), new FaultCounts()))];
        foreach (var node in Nodes) node.Start();
    }

    public SimScheduler Scheduler { get; }

    public SimStore Store { get; }

    public IReadOnlyList<SimNode> Nodes { get; }

    /// <summary>Starts a call and lets time pass until it is answered.</summary>
    public T Ask<T>(SimNode node, Func<IGrainFactory, Task<T>> call)
    {
        var answer = Start(node, call);
        RunUntil(() => answer.IsCompleted);
        return answer.Result;
    }

    public Task<T> Start<T>(SimNode node, Func<IGrainFactory, Task<T>> call)
    {
        var done = new TaskCompletionSource<T>();
        _clients.Start(async () =>
        {
            var network = new Network.SimNetwork(Scheduler, _clients, new SimRandom(2), new FaultCounts());
            done.SetResult((await network.SendAsync(node, call, TimeSpan.FromMinutes(1), () => { })).Reply!);
        });
        return done.Task;
    }

    public void Pass(TimeSpan time) => Scheduler.RunUntil(() => false, Scheduler.Now + time.Ticks);

    public void RunUntil(Func<bool> isDone) =>
        Assert.True(Scheduler.RunUntil(isDone, Scheduler.Now + TimeSpan.FromMinutes(1).Ticks), "It did not happen within a minute.");
}
