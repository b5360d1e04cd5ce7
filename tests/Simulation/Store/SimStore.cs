using Omnichannel.Journal;
using Omnichannel.Simulation.Kernel;

namespace Omnichannel.Simulation.Store;

/// <summary>The database that all nodes share: it outlives every one of them.</summary>
public sealed class SimStore(SimScheduler scheduler, SimLane lane, IJournal journal)
{
    private readonly List<CommittedRow> _committed = [];
    private readonly List<(EntityKey Entity, long Version)> _untrue = [];

    // What was damaged from each change to the next; null for nothing.
    private readonly List<EntityKey?> _damaged = [null];

    public SimLane Lane => lane;

    public IJournal Journal => journal;

    /// <summary>Every row in the order of its commit.</summary>
    public IReadOnlyList<CommittedRow> Committed => _committed;

    public bool IsDiskFull { get; set; }

    /// <summary>The row or snapshot whose bytes cannot be trusted at the moment.</summary>
    public Corruption? Corruption { get; private set; }

    /// <summary>How often damage has come or gone.</summary>
    public int DamageVersion => _damaged.Count;

    public void Damage(Corruption? corruption)
    {
        Corruption = corruption;
        _damaged.Add(corruption?.Entity);
    }

    /// <summary>Whether a read that was asked for then may have met damage.</summary>
    public bool WasDamagedSince(int damageVersion, string entity) =>
        _damaged.Skip(damageVersion - 1).Any(damaged => damaged is { } one && one.ToString() == entity);

    /// <summary>Null when the store took it, else why not.</summary>
    public Exception? Apply(JournalAppend append, int node)
    {
        if (IsDiskFull) return new JournalUnknownException("The disk is full.");
        var refusal = RefusalOf(journal.AppendAsync(append));
        scheduler.Trace.Add(append.Entity.Key);
        scheduler.Trace.Add(append.Version);
        scheduler.Trace.Add(refusal is null ? 1 : 2);
        if (refusal is null)
        {
            scheduler.Trace.Add(append.Payload.Span);
            _committed.Add(new(scheduler.Now, node, append));
        }

        return refusal;
    }

    /// <summary>How many snapshots were kept apart from an append.</summary>
    public int SnapshotsApartCount { get; private set; }

    /// <summary>I23: snapshots that were kept in the place of a newer one, or without the row that they are of. None, whatever happens.</summary>
    public IReadOnlyList<(EntityKey Entity, long Version)> UntrueSnapshots => _untrue;

    public bool KeepSnapshot(SnapshotDraft draft)
    {
        if (IsDiskFull) return false;
        var before = Now(journal.ReadAsync(draft.Entity, CancellationToken.None)).Snapshot?.Version ?? 0;
        var isKept = Now(journal.KeepSnapshotAsync(draft));
        scheduler.Trace.Add(draft.Entity.Key);
        scheduler.Trace.Add(draft.Version);
        scheduler.Trace.Add(isKept ? 3 : 4);
        if (!isKept) return false;
        SnapshotsApartCount++;
        var rows = Now(journal.ReadRowsAsync(draft.Entity, draft.Version - 1, 1, CancellationToken.None));
        var isTrue = rows is [var row] && (row.Version, row.Checksum) == (draft.Version, draft.ChainChecksum);
        if (!isTrue || draft.Version <= before) _untrue.Add((draft.Entity, draft.Version));
        return true;
    }

    public EntityHistory Read(EntityKey entity)
    {
        var history = Now(journal.ReadAsync(entity, CancellationToken.None));
        return Corruption is { } corruption && corruption.Entity == entity ? corruption.Of(history) : history;
    }

    public IReadOnlyList<JournalRow> ReadRows(EntityKey entity, long afterVersion, int rowsMax)
    {
        var rows = Now(journal.ReadRowsAsync(entity, afterVersion, rowsMax, CancellationToken.None));
        return Corruption is { } corruption && corruption.Entity == entity ? corruption.Of(rows) : rows;
    }

    public IReadOnlyList<FeedRow> ReadFrom(int shard, long afterPosition, int rowsMax)
    {
        var rows = Now(journal.ReadFromAsync(shard, afterPosition, rowsMax, CancellationToken.None));
        return Corruption is { } corruption ? [.. rows.Select(corruption.Of)] : rows;
    }

    public IReadOnlyList<EntityKey> ReadDue(DateTimeOffset until, int entitiesMax) =>
        Now(journal.ReadDueAsync(until, entitiesMax, CancellationToken.None));

    // The store itself is in memory: it answers at once. All waiting is simulated around it.
    private static T Now<T>(ValueTask<T> answer) =>
        answer.IsCompleted ? answer.GetAwaiter().GetResult() : throw new InvalidOperationException("The store has to answer at once.");

    private static Exception? RefusalOf(ValueTask answer)
    {
        try
        {
            if (!answer.IsCompleted) throw new InvalidOperationException("The store has to answer at once.");
            answer.GetAwaiter().GetResult();
            return null;
        }
        catch (JournalFencedException fenced)
        {
            return fenced;
        }
    }
}
