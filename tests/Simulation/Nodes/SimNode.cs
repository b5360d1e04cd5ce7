using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Journal;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Network;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Nodes;

/// <summary>One simulated process: grains on the Embedded host, a connection to the store, clocks of its own, and the sweep that wakes what is
/// due.</summary>
public sealed class SimNode(SimScheduler scheduler, SimStore store, NodeSettings settings, int number, SimRandom random, FaultCounts counts)
{
    private Incarnation? _alive;

    public int Number => number;

    public bool IsUp => _alive is not null;

    public bool IsDraining { get; private set; }

    public bool IsPaused => _alive is { Lane.IsPaused: true };

    /// <summary>True while a transaction of this node is on its way.</summary>
    public bool IsCommitting => _alive is { Journal.InFlightCount: > 0 };

    public TimeSpan WallOffset { get; private set; }

    public JournalFaults Faults { get; private set; } = JournalFaults.None;

    public void Start()
    {
        if (IsUp) return;
        var lane = new SimLane(scheduler, number);
        var clock = new SimTime(scheduler, lane) { WallOffset = WallOffset };
        var connection = new SimJournal(scheduler, store, lane, random, counts)
        {
            Faults = Faults, BatchMax = settings.BatchMax, QueueMax = settings.QueueMax,
        };
        var services = new GridServices(settings.Decorate(connection), settings.DecorateClock(clock), NullLoggerFactory.Instance)
        {
            Random = new SimRandomSource(random.Fork()),
            SnapshotEveryEventsMin = settings.SnapshotEveryEventsMin,
            SnapshotApartEntriesMin = settings.SnapshotApartEntriesMin,
        };
        _alive = new(lane, clock, connection, settings.HostOf(services, lane, clock));
        var alive = _alive;
        lane.Start(() => RunAsync(alive, services));
    }

    /// <summary>The process is gone between two instructions: nothing of it runs any more, not even its finally blocks.</summary>
    public void Crash()
    {
        if (_alive is not { } gone) return;
        (_alive, IsDraining) = (null, false);
        gone.Lane.Kill();
        gone.Journal.Abandon();
    }

    /// <summary>Shuts the process down in good order, as a deployment does, and starts the next.</summary>
    public void Drain()
    {
        if (_alive is not { IsServing: true } alive) return;
        IsDraining = true;
        alive.Lane.Start(async () =>
        {
            await alive.Host.StopAsync(alive.Clock);
            if (_alive != alive) return;
            Crash();
            Start();
        });
    }

    public void Pause() => _alive?.Lane.Pause();

    public void Resume() => _alive?.Lane.Resume();

    /// <summary>Moves the wall clock of this machine, also for processes that will be started on it. The monotonic clock goes on as ever.</summary>
    public void SetWallOffset(TimeSpan offset)
    {
        WallOffset = offset;
        if (_alive is { } alive) alive.Clock.WallOffset = offset;
    }

    public void SetFaults(JournalFaults faults)
    {
        Faults = faults;
        if (_alive is { } alive) alive.Journal.Faults = faults;
    }

    /// <summary>A request reaches the machine. A paused process takes it when it goes on.</summary>
    public void Deliver(SimExchange exchange)
    {
        if (_alive is not { } alive) exchange.Refuse();
        else alive.Lane.Start(() => exchange.ServeAsync(alive.Host.Grains));
    }

    // What a silo does besides answering calls: it starts its host and sweeps the due index for ever.
    private async Task RunAsync(Incarnation alive, GridServices services)
    {
        await alive.Host.StartAsync();
        alive.IsServing = true;
        if (!settings.IsSweeping) return;
        var sweep = new DueSweep(services, alive.Host.Grains);
        while (true)
        {
            await Task.Delay(settings.SweepEvery, alive.Clock);
            try
            {
                await sweep.SweepAsync(CancellationToken.None);
            }
            catch (JournalUnknownException)
            {
                counts.Add(FaultKind.ReadFailed);
            }
        }
    }

    private sealed record Incarnation(SimLane Lane, SimTime Clock, SimJournal Journal, ISimHost Host)
    {
        public bool IsServing { get; set; }
    }
}
