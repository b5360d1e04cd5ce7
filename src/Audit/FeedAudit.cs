using System.Collections.Concurrent;
using Omnichannel.Audit.Agreement;
using Omnichannel.Audit.Carts;
using Omnichannel.Audit.Customers;
using Omnichannel.Audit.Identities;
using Omnichannel.Audit.Pricing;
using Omnichannel.Audit.Sessions;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit;

/// <summary>Audits a whole journal, shard by shard, page by page. Each shard is fed by one caller at a time; shards may be fed in parallel.</summary>
/// <remarks>Memory: per entity what it holds, and the ids that the grid itself has to remember; of events nothing but each price that there ever
/// was.</remarks>
public sealed class FeedAudit(Findings findings, Action<string, StockFact>? observe = null)
{
    private readonly ConcurrentDictionary<string, int> _shardOf = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, ShardAudit> _shards = [];

    public Findings Findings => findings;

    public long EventsCount => _shards.Values.Sum(shard => shard.EventsCount);

    public int EntitiesCount => _shards.Values.Sum(shard => shard.EntitiesCount);

    /// <summary>The folds of all stock entities. Not while a shard is being fed.</summary>
    public IEnumerable<StockFold> Stocks => All<StockFold>();

    internal QuoteLedger Quotes { get; } = new();

    public ShardAudit Shard(int shard) => _shards.GetOrAdd(shard, number => new(number, this));

    /// <summary>The folds of all entities of one kind. Not while a shard is being fed.</summary>
    public IEnumerable<TFold> All<TFold>()
        where TFold : EntityFold => _shards.Values.SelectMany(static shard => shard.Folds).OfType<TFold>();

    /// <summary>The fold of one entity, named <c>kind/key</c>; null when the journal has nothing of it. Not while a shard is being fed.</summary>
    public TFold? Find<TFold>(string entity)
        where TFold : EntityFold => _shardOf.TryGetValue(entity, out var shard) ? _shards[shard].Find(entity) as TFold : null;

    /// <summary>What entities say of each other that cannot both be true. What is under way is left out. Not while a shard is being fed.</summary>
    /// <remarks>Shards are read one after the other, so that on a grid that is in use one entity may have been read further than another: only what is
    /// still said after everything was read once more is a finding.</remarks>
    public IReadOnlyList<Finding> Disagreements() => [.. AllAgreements.All.SelectMany(agreement => agreement.Check(this))];

    internal EntityFold NewFold(string entity) => entity.AsSpan(0, Math.Max(0, entity.IndexOf('/'))) switch
    {
        "stock" => new StockFold(entity, findings, fact => observe?.Invoke(entity, fact)),
        "cart" => new CartFold(entity, findings, Quotes),
        "handover" => new HandoverFold(entity, findings),
        "price" => new PriceFold(entity, findings),
        "customer" => new CustomerFold(entity, findings),
        "customer-merge" => new MergeFold(entity, findings),
        "identity" => new IdentityFold(entity, findings),
        "session" => new SessionFold(entity, findings),
        "presence" => new PresenceFold(entity, findings),
        _ => new EntityFold(entity, findings),
    };

    internal void Own(string entity, int shard, long position)
    {
        var owner = _shardOf.GetOrAdd(entity, shard);
        if (owner != shard) findings.Add(new(entity, position, AuditCheck.OneShard, $"it is in shard {shard}, and was in shard {owner} before."));
    }
}
