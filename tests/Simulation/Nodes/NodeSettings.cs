using Omnichannel.Journal;
using Omnichannel.Simulation.Kernel;

namespace Omnichannel.Simulation.Nodes;

/// <summary>How the nodes of one seed are built. The decorators are where mutants live: production code has none.</summary>
public sealed record NodeSettings
{
    public int BatchMax { get; init; } = Limits.JournalBatchEntitiesMax;

    public int QueueMax { get; init; } = Limits.JournalQueueEntriesMax;

    public int SnapshotEveryEventsMin { get; init; } = Limits.SnapshotEveryEventsMin;

    public int SnapshotApartEntriesMin { get; init; } = Limits.SnapshotApartEntriesMin;

    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromMilliseconds(Limits.DueSweepMilliseconds);

    public bool IsSweeping { get; init; } = true;

    public Func<IJournal, IJournal> Decorate { get; init; } = static journal => journal;

    public Func<TimeProvider, TimeProvider> DecorateClock { get; init; } = static clock => clock;

    public required Func<GridServices, SimLane, SimTime, ISimHost> HostOf { get; init; }
}

/// <summary>The grain host of one simulated process.</summary>
public interface ISimHost
{
    IGrainFactory Grains { get; }

    Task StartAsync();

    /// <summary>Refuses new calls, lets running ones end, and deactivates every grain; cut short after <see cref="Limits.DrainSeconds"/>.</summary>
    Task StopAsync(TimeProvider clock);
}
