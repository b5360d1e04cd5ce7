using Omnichannel.Journal;

namespace Omnichannel.Simulation.Mutants;

/// <summary>A journal that hands everything on; mutants change one thing of it.</summary>
internal class Passing(IJournal journal) : IJournal
{
    public int ShardCount => journal.ShardCount;

    public bool IsBusy => journal.IsBusy;

    protected IJournal Inner => journal;

    public virtual ValueTask AppendAsync(JournalAppend append) => journal.AppendAsync(append);

    public virtual ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft) => journal.KeepSnapshotAsync(draft);

    public virtual ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken) =>
        journal.ReadAsync(entity, cancellationToken);

    public virtual ValueTask<IReadOnlyList<JournalRow>> ReadRowsAsync(EntityKey entity, long afterVersion, int rowsMax, CancellationToken cancellationToken) =>
        journal.ReadRowsAsync(entity, afterVersion, rowsMax, cancellationToken);

    public virtual ValueTask<IReadOnlyList<FeedRow>> ReadFromAsync(int shard, long afterPosition, int rowsMax, CancellationToken cancellationToken) =>
        journal.ReadFromAsync(shard, afterPosition, rowsMax, cancellationToken);

    public ValueTask<IReadOnlyList<EntityKey>> ReadDueAsync(DateTimeOffset until, int entitiesMax, CancellationToken cancellationToken) =>
        journal.ReadDueAsync(until, entitiesMax, cancellationToken);
}
