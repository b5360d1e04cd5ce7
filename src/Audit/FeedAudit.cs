using System.Collections.Concurrent;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit;

/// <summary>Audits a whole journal, shard by shard, page by page. Each shard is fed by one caller at a time; shards may be fed in parallel.</summary>
/// <remarks>Memory: per entity its open holds and the ids that the grid itself has to remember, nothing of the events.</remarks>
public sealed class FeedAudit(Findings findings, Action<string, StockFact>? observe = null)
{
    private readonly ConcurrentDictionary<string, int> _shardOf = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, ShardAudit> _shards = [];

    public Findings Findings => findings;

    public long EventsCount => _shards.Values.Sum(shard => shard.EventsCount);

    public int EntitiesCount => _shards.Values.Sum(shard => shard.EntitiesCount);

    /// <summary>The folds of all stock entities. Not while a shard is being fed.</summary>
    public IEnumerable<StockFold> Stocks => _shards.Values.SelectMany(shard => shard.Stocks);

    public ShardAudit Shard(int shard) => _shards.GetOrAdd(shard, number => new(number, this));

    internal void Observe(string entity, StockFact fact) => observe?.Invoke(entity, fact);

    internal void Own(string entity, int shard, long position)
    {
        var owner = _shardOf.GetOrAdd(entity, shard);
        if (owner != shard) findings.Add(new(entity, position, AuditCheck.OneShard, $"it is in shard {shard}, and was in shard {owner} before."));
    }
}
