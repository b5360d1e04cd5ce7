namespace Omnichannel.Journal;

/// <summary>The reference journal: everything the contract asks for except surviving the process.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EntityKey, Head> _heads = [];
    private readonly List<FeedRow>[] _shards;
    private readonly SortedSet<(long DueAt, string Name)> _due = new(Comparer<(long DueAt, string Name)>.Create(CompareDue));

    public MemoryJournal(int shardCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shardCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shardCount, Limits.JournalShardsMax);
        _shards = new List<FeedRow>[shardCount];
        for (var shard = 0; shard < shardCount; shard++) _shards[shard] = [];
    }

    public int ShardCount => _shards.Length;

    public bool IsBusy => false;

    public ValueTask AppendAsync(JournalAppend append)
    {
        JournalLayout.Check(append);
        lock (_gate)
        {
            var head = _heads.GetValueOrDefault(append.Entity);
            if ((head?.Version ?? 0) != append.ExpectedVersion)
                return ValueTask.FromException(new JournalFencedException(append.Entity, append.ExpectedVersion));

            // After this point the append must succeed.
            if (head is null) _heads.Add(append.Entity, head = new());
            var shard = JournalLayout.ShardOf(append.Entity, ShardCount);
            var at = DateTimeOffset.FromUnixTimeMilliseconds(append.At.ToUnixTimeMilliseconds());
            var row = new JournalRow(append.Entity, append.ExpectedVersion, append.Version, at, append.Payload, append.Checksum);
            _shards[shard].Add(new(shard, _shards[shard].Count + 1, row));
            head.Rows.Add(row);
            head.Snapshot = append.Snapshot ?? head.Snapshot;
            MoveDue(append.Entity, head, JournalLayout.DueMilliseconds(append.DueAt));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft)
    {
        var payload = draft.Encode();
        lock (_gate)
        {
            var isNewest = _heads.TryGetValue(draft.Entity, out var head) && (head.Snapshot?.Version ?? 0) < draft.Version;
            if (!isNewest || RowsAfter(head!, draft.Version - 1, 1) is not [var row]) return new(false);
            if ((row.ExpectedVersion, row.Version, row.Checksum) != (draft.ExpectedVersion, draft.Version, draft.ChainChecksum)) return new(false);
            head!.Snapshot = new(draft.Version, draft.ChainChecksum, payload, JournalChecksum.OfSnapshot(draft.ChainChecksum, payload));
            return new(true);
        }
    }

    public ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_heads.TryGetValue(entity, out var head)) return new(new EntityHistory(0, null, []));
            return new(new EntityHistory(head.Version, head.Snapshot, RowsAfter(head, head.Snapshot?.Version ?? 0, int.MaxValue)));
        }
    }

    public ValueTask<IReadOnlyList<JournalRow>> ReadRowsAsync(EntityKey entity, long afterVersion, int rowsMax, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_heads.TryGetValue(entity, out var head) ? RowsAfter(head, afterVersion, rowsMax) : []);
    }

    public ValueTask<IReadOnlyList<FeedRow>> ReadFromAsync(int shard, long afterPosition, int rowsMax, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var rows = _shards[shard];
            var first = (int)Math.Min(afterPosition, rows.Count);
            return new(rows.GetRange(first, Math.Min(rowsMax, rows.Count - first)));
        }
    }

    public ValueTask<IReadOnlyList<EntityKey>> ReadDueAsync(DateTimeOffset until, int entitiesMax, CancellationToken cancellationToken)
    {
        var untilMilliseconds = until.ToUnixTimeMilliseconds();
        lock (_gate)
        {
            return new([.. _due.TakeWhile(due => due.DueAt <= untilMilliseconds).Take(entitiesMax).Select(due => EntityKey.Parse(due.Name))]);
        }
    }

    private static int CompareDue((long DueAt, string Name) left, (long DueAt, string Name) right)
    {
        var order = left.DueAt.CompareTo(right.DueAt);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }

    // Rows are in version order: a search by halves finds the first that ends after the version.
    private static IReadOnlyList<JournalRow> RowsAfter(Head head, long afterVersion, int rowsMax)
    {
        var (first, end) = (0, head.Rows.Count);
        while (first < end)
        {
            var middle = (first + end) / 2;
            if (head.Rows[middle].Version > afterVersion) end = middle;
            else first = middle + 1;
        }

        return head.Rows.GetRange(first, Math.Min(rowsMax, head.Rows.Count - first));
    }

    private void MoveDue(EntityKey entity, Head head, long? dueAt)
    {
        if (head.DueAt == dueAt) return;
        if (head.DueAt is { } old) _due.Remove((old, entity.ToString()));
        if (dueAt is { } next) _due.Add((next, entity.ToString()));
        head.DueAt = dueAt;
    }

    private sealed class Head
    {
        public List<JournalRow> Rows { get; } = [];

        public JournalSnapshot? Snapshot { get; set; }

        public long? DueAt { get; set; }

        public long Version => Rows.Count == 0 ? 0 : Rows[^1].Version;
    }
}
