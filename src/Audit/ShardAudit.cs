namespace Omnichannel.Audit;

/// <summary>One ordered log of the journal.</summary>
public sealed class ShardAudit
{
    private readonly int _shard;
    private readonly FeedAudit _feed;
    private readonly Dictionary<string, EntityFold> _entities = new(StringComparer.Ordinal);

    internal ShardAudit(int shard, FeedAudit feed) => (_shard, _feed) = (shard, feed);

    public long Position { get; private set; }

    public long EventsCount { get; private set; }

    public int EntitiesCount => _entities.Count;

    public IEnumerable<EntityFold> Folds => _entities.Values;

    /// <summary>The next entry of this shard. Entries come in the order of the log.</summary>
    public void Add(in JournalEntry entry)
    {
        if (entry.Position != Position + 1)
            _feed.Findings.Add(new($"shard {_shard}", entry.Position, AuditCheck.PositionsGapless, $"{entry.Position} comes after {Position}."));
        Position = entry.Position;
        if (!_entities.TryGetValue(entry.Entity, out var fold))
        {
            _feed.Own(entry.Entity, _shard, entry.Position);
            _entities.Add(entry.Entity, fold = _feed.NewFold(entry.Entity));
        }

        var before = fold.EventsCount;
        fold.Add(entry);
        EventsCount += fold.EventsCount - before;
    }

    internal EntityFold? Find(string entity) => _entities.GetValueOrDefault(entity);
}
