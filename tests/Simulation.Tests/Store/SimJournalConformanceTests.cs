using Omnichannel.Journal;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Storage;

namespace Omnichannel.Simulation.Store;

/// <summary>The simulated store keeps the contract that the real ones keep, or the simulation would prove the wrong database.</summary>
public sealed class SimJournalConformanceTests : JournalConformance
{
    private readonly SimScheduler _scheduler = new(new SimRandom(5), new TraceHash());
    private readonly Lock _gate = new();
    private SimStore? _store;
    private int _connectionsCount;

    protected override Task<IJournal> ConnectAsync(int? shardCountWanted)
    {
        _store ??= new(_scheduler, new SimLane(_scheduler, 0), new MemoryJournal(shardCountWanted ?? 4));
        var lane = new SimLane(_scheduler, ++_connectionsCount);
        return Task.FromResult<IJournal>(new Pumped(this, new SimJournal(_scheduler, _store, lane, new SimRandom(9), new FaultCounts())));
    }

    private async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call)
    {
        Task<T> running;
        lock (_gate)
        {
            _scheduler.Adopt();
            running = call().AsTask();
            _scheduler.RunUntil(() => running.IsCompleted, long.MaxValue);
        }

        return await running;
    }

    /// <summary>Lets virtual time pass until the simulated journal has answered, on whatever thread the test is.</summary>
    private sealed class Pumped(SimJournalConformanceTests world, SimJournal journal) : IJournal
    {
        public int ShardCount => journal.ShardCount;

        public bool IsBusy => journal.IsBusy;

        public async ValueTask AppendAsync(JournalAppend append) => await world.RunAsync(async () =>
        {
            await journal.AppendAsync(append);
            return true;
        });

        public ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft) => world.RunAsync(() => journal.KeepSnapshotAsync(draft));

        public ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken) =>
            world.RunAsync(() => journal.ReadAsync(entity, cancellationToken));

        public ValueTask<IReadOnlyList<JournalRow>> ReadRowsAsync(EntityKey entity, long afterVersion, int rowsMax, CancellationToken cancellationToken) =>
            world.RunAsync(() => journal.ReadRowsAsync(entity, afterVersion, rowsMax, cancellationToken));

        public ValueTask<IReadOnlyList<FeedRow>> ReadFromAsync(int shard, long afterPosition, int rowsMax, CancellationToken cancellationToken) =>
            world.RunAsync(() => journal.ReadFromAsync(shard, afterPosition, rowsMax, cancellationToken));

        public ValueTask<IReadOnlyList<EntityKey>> ReadDueAsync(DateTimeOffset until, int entitiesMax, CancellationToken cancellationToken) =>
            world.RunAsync(() => journal.ReadDueAsync(until, entitiesMax, cancellationToken));
    }
}
