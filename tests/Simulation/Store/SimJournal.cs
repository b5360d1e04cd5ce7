using Omnichannel.Journal;
using Omnichannel.Simulation.Kernel;

namespace Omnichannel.Simulation.Store;

/// <summary>One node's connection to the store: group commit per shard, and everything that can go wrong on the way.</summary>
public sealed class SimJournal : IJournal
{
    private readonly SimScheduler _scheduler;
    private readonly SimStore _store;
    private readonly SimLane _lane;
    private readonly SimRandom _random;
    private readonly FaultCounts _counts;
    private readonly ShardWriter[] _writers;
    private readonly SimSnapshots _snapshots;

    public SimJournal(SimScheduler scheduler, SimStore store, SimLane lane, SimRandom random, FaultCounts counts)
    {
        (_scheduler, _store, _lane, _random, _counts) = (scheduler, store, lane, random, counts);
        _writers = [.. Enumerable.Range(0, store.Journal.ShardCount).Select(_ => new ShardWriter(this))];
        _snapshots = new(scheduler, store, lane, random, counts);
    }

    public JournalFaults Faults { get; set; } = JournalFaults.None;

    public int BatchMax { get; init; } = Limits.JournalBatchEntitiesMax;

    public int QueueMax { get; init; } = Limits.JournalQueueEntriesMax;

    public int ShardCount => _store.Journal.ShardCount;

    public bool IsBusy => _writers.Any(writer => writer.QueuedCount >= QueueMax);

    /// <summary>How many transactions are on their way right now.</summary>
    public int InFlightCount => _writers.Count(writer => writer.IsFlying);

    public ValueTask AppendAsync(JournalAppend append)
    {
        _scheduler.TrapRunaway();
        JournalLayout.Check(append);
        return new(_writers[JournalLayout.ShardOf(append.Entity, ShardCount)].AppendAsync(append));
    }

    public ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft)
    {
        _scheduler.TrapRunaway();
        return _snapshots.KeepAsync(draft, Faults);
    }

    public ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken) => ReadLater(() => _store.Read(entity));

    public ValueTask<IReadOnlyList<JournalRow>> ReadRowsAsync(EntityKey entity, long afterVersion, int rowsMax, CancellationToken cancellationToken) =>
        ReadLater(() => _store.ReadRows(entity, afterVersion, rowsMax));

    public ValueTask<IReadOnlyList<FeedRow>> ReadFromAsync(int shard, long afterPosition, int rowsMax, CancellationToken cancellationToken) =>
        ReadLater(() => _store.ReadFrom(shard, afterPosition, rowsMax));

    public ValueTask<IReadOnlyList<EntityKey>> ReadDueAsync(DateTimeOffset until, int entitiesMax, CancellationToken cancellationToken) =>
        ReadLater(() => _store.ReadDue(until, entitiesMax));

    /// <summary>The process is gone: what waited is lost, what was on its way may still arrive.</summary>
    public void Abandon()
    {
        foreach (var writer in _writers) writer.Abandon();
        _snapshots.Abandon();
    }

    private ValueTask<T> ReadLater<T>(Func<T> read)
    {
        _scheduler.TrapRunaway();
        var done = new TaskCompletionSource<T>();
        var isFailing = _random.Chance(Faults.ReadFailedPerMille);
        var isSlow = _random.Chance(Faults.SlowReadPerMille);
        if (isFailing) _counts.Add(FaultKind.ReadFailed);
        if (isSlow) _counts.Add(FaultKind.SlowRead);

        // What was read may be outdated by the time it arrives.
        _scheduler.At(_scheduler.Now + Latency(isSlow), _store.Lane, _ =>
        {
            var answer = isFailing ? default : read();
            _scheduler.At(_scheduler.Now + Latency(isSlow), _lane, _ =>
            {
                if (isFailing) done.SetException(new JournalUnknownException("The read failed."));
                else done.SetResult(answer!);
            }, null);
        }, null);
        return new(done.Task);
    }

    private long Latency(bool isSlow) =>
        _random.Between(0, (isSlow ? Faults.SlowMillisecondsMax : Faults.LatencyMillisecondsMax) * TimeSpan.TicksPerMillisecond);

    /// <summary>One transaction at a time; what comes meanwhile leaves in the next.</summary>
    private sealed class ShardWriter(SimJournal owner)
    {
        private readonly List<Entry> _queue = [];
        private Transaction? _flying;

        public int QueuedCount => _queue.Count;

        public bool IsFlying => _flying is not null;

        public Task AppendAsync(JournalAppend append)
        {
            var entry = new Entry(append);
            _queue.Add(entry);
            if (_flying is null) Begin();
            return entry.Done.Task;
        }

        public void Abandon()
        {
            _queue.Clear();
            if (_flying is not { IsApplied: false, Commit: { } commit } || !owner._random.Chance(500)) return;
            commit.Cancel();
            owner._counts.Add(FaultKind.CommitLostInCrash);
        }

        private void Begin()
        {
            var count = Math.Min(_queue.Count, owner.BatchMax);
            if (count == 0) return;
            var (now, faults, random) = (owner._scheduler.Now, owner.Faults, owner._random);
            var flying = _flying = new Transaction([.. _queue.Take(count)], FateOf(faults, random));
            _queue.RemoveRange(0, count);
            var isSlow = random.Chance(faults.SlowPerMille);
            if (isSlow) owner._counts.Add(FaultKind.SlowAppend);
            var commitAt = now + owner.Latency(isSlow);
            flying.ToldAfter = owner.Latency(isSlow);
            if (flying.Fate is Fate.Failed or Fate.Late) TellAfter(flying, commitAt - now);
            if (flying.Fate == Fate.Failed) return;
            if (flying.Fate == Fate.Late) commitAt += flying.ToldAfter + random.Between(0, faults.LateMillisecondsMax * TimeSpan.TicksPerMillisecond);
            flying.Commit = owner._scheduler.At(commitAt, owner._store.Lane, _ => Apply(flying), null);
        }

        private void TellAfter(Transaction flying, long ticks) =>
            owner._scheduler.At(owner._scheduler.Now + ticks, owner._lane, _ => Tell(flying), null);

        private Fate FateOf(JournalFaults faults, SimRandom random)
        {
            var (fate, kind) = random.Below(1_000) switch
            {
                var draw when draw < faults.FailedPerMille => (Fate.Failed, FaultKind.AppendFailed),
                var draw when draw < faults.FailedPerMille + faults.AppliedUnknownPerMille => (Fate.AppliedUnknown, FaultKind.AppendUnknown),
                var draw when draw < faults.FailedPerMille + faults.AppliedUnknownPerMille + faults.LatePerMille => (Fate.Late, FaultKind.AppendLate),
                _ => (Fate.Committed, FaultKind.None),
            };
            if (kind != FaultKind.None) owner._counts.Add(kind);
            return fate;
        }

        private void Apply(Transaction flying)
        {
            flying.IsApplied = true;
            if (owner._store.IsDiskFull) owner._counts.Add(FaultKind.DiskFull);
            foreach (var entry in flying.Entries)
            {
                entry.Refusal = owner._store.Apply(entry.Append, owner._lane.Number);
                if (entry.Refusal is JournalFencedException) owner._counts.Add(FaultKind.Fenced);
            }

            if (flying.Fate != Fate.Late) TellAfter(flying, flying.ToldAfter);
        }

        private void Tell(Transaction flying)
        {
            _flying = null;
            foreach (var entry in flying.Entries)
            {
                var failure = flying.Fate == Fate.Committed ? entry.Refusal : new JournalUnknownException("The connection broke in the middle of it.");
                if (failure is null) entry.Done.SetResult();
                else entry.Done.SetException(failure);
            }

            if (_flying is null) Begin();
        }
    }

    private enum Fate
    {
        None = 0,
        Committed,
        Failed,
        AppliedUnknown,
        Late,
    }

    private sealed class Entry(JournalAppend append)
    {
        public JournalAppend Append => append;

        public TaskCompletionSource Done { get; } = new();

        public Exception? Refusal { get; set; }
    }

    private sealed record Transaction(Entry[] Entries, Fate Fate)
    {
        public SimEvent? Commit { get; set; }

        public long ToldAfter { get; set; }

        public bool IsApplied { get; set; }
    }
}
