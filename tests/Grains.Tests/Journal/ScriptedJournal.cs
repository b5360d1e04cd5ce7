using System.Collections.Concurrent;

namespace Omnichannel.Journal;

/// <summary>A journal in memory whose every append goes through the hands of a test.</summary>
internal sealed class ScriptedJournal(MemoryJournal kept) : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<JournalAppend> _appends = [];
    private readonly Dictionary<EntityKey, Gate> _heldReads = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private int _decisionsCount;

    public ScriptedJournal() : this(new()) { }

    /// <summary>What survives.</summary>
    public MemoryJournal Kept => kept;

    /// <summary>What becomes of an append: call the second argument to keep it, throw what the caller is to be told.</summary>
    public Func<JournalAppend, Func<ValueTask>, ValueTask> OnAppend { get; set; } = static (_, keep) => keep();

    public bool IsFull { get; set; }

    public int ShardCount => kept.ShardCount;

    // Asked at the start of every decision, which makes it a place to count them.
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                _decisionsCount++;
                foreach (var (_, reached) in _waiting.Where(waiting => waiting.Count <= _decisionsCount)) reached.TrySetResult();
            }

            return IsFull;
        }
    }

    public JournalAppend[] Appends
    {
        get
        {
            lock (_gate) return [.. _appends];
        }
    }

    /// <summary>Ends when that many decisions have begun since the last call of <see cref="CountDecisions"/>.</summary>
    public Task DecisionsAsync(int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_decisionsCount >= count) return Task.CompletedTask;
            _waiting.Add((count, reached));
        }

        return reached.Task;
    }

    public void CountDecisions()
    {
        lock (_gate)
        {
            _decisionsCount = 0;
            _appends.Clear();
        }
    }

    /// <summary>Holds the next append of one kind of entity, before it is kept, until the returned gate is opened.</summary>
    public Gate HoldNext(string kind)
    {
        var gate = new Gate();
        var others = OnAppend;
        OnAppend = (append, keep) =>
        {
            if (append.Entity.Kind != kind) return others(append, keep);
            OnAppend = others;
            return gate.Pass(() => others(append, keep));
        };
        return gate;
    }

    /// <summary>Holds the next reading of the newest rows of one entity, before it is done, until the returned gate is opened.</summary>
    public Gate HoldNextRead(EntityKey entity)
    {
        var gate = new Gate();
        lock (_gate) _heldReads.Add(entity, gate);
        return gate;
    }

    public ValueTask AppendAsync(JournalAppend append)
    {
        lock (_gate) _appends.Add(append);
        return OnAppend(append, () => kept.AppendAsync(append));
    }

    /// <summary>Versions whose snapshots were kept apart from their appends.</summary>
    public ConcurrentQueue<long> SnapshotsApart { get; } = [];

    /// <summary>What becomes of a snapshot that comes apart: call the second argument to keep it, throw what its owner is to be told.</summary>
    public Func<SnapshotDraft, Func<SnapshotDraft, ValueTask<bool>>, ValueTask<bool>> OnSnapshot { get; set; } = static (draft, keep) => keep(draft);

    public async ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft)
    {
        if (!await OnSnapshot(draft, kept.KeepSnapshotAsync)) return false;
        SnapshotsApart.Enqueue(draft.Version);
        return true;
    }

    public ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken) => kept.ReadAsync(entity, cancellationToken);

    public async ValueTask<IReadOnlyList<JournalRow>> ReadRowsAsync(EntityKey entity, long afterVersion, int rowsMax, CancellationToken cancellationToken)
    {
        Gate? held;
        lock (_gate) _heldReads.Remove(entity, out held);
        if (held is not null) await held.Pass(static () => default);
        return await kept.ReadRowsAsync(entity, afterVersion, rowsMax, cancellationToken);
    }

    public ValueTask<IReadOnlyList<FeedRow>> ReadFromAsync(int shard, long afterPosition, int rowsMax, CancellationToken cancellationToken) =>
        kept.ReadFromAsync(shard, afterPosition, rowsMax, cancellationToken);

    public ValueTask<IReadOnlyList<EntityKey>> ReadDueAsync(DateTimeOffset until, int entitiesMax, CancellationToken cancellationToken) =>
        kept.ReadDueAsync(until, entitiesMax, cancellationToken);
}

/// <summary>Says when something has arrived, and lets it on when it is told to.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Arrived => _arrived.Task;

    public void Open() => _opened.SetResult();

    /// <summary>Whoever waits is told this instead.</summary>
    public void Fail(Exception failure) => _opened.SetException(failure);

    public async ValueTask Pass(Func<ValueTask> goOn)
    {
        _arrived.SetResult();
        await _opened.Task;
        await goOn();
    }
}
