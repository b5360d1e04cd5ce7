using System.Collections.Concurrent;
using Omnichannel.Audit.Stock;
using Omnichannel.Retail;

namespace Omnichannel.Audit;

/// <summary>What the journal says that one replay did at its location, SKU by SKU.</summary>
internal sealed class RunTotals(RunIds ids, string location)
{
    private readonly ConcurrentDictionary<string, SkuTotals> _skus = new(StringComparer.Ordinal);
    private readonly string _place = $"/{location}";

    public RunIds Ids => ids;

    public IReadOnlyDictionary<string, SkuTotals> Skus => _skus;

    public SkuTotals Of(string sku) => _skus.GetValueOrDefault(sku) ?? new();

    /// <summary>What was held for a cart has a name of the grid's: the command that ships it is of the run. An entity lives in one shard, so that its events come one after
    /// the other.</summary>
    public void Observe(string entity, StockFact fact)
    {
        var id = fact.IsMovement ? fact.MovementId : fact.ReservationId;
        var isOfRun = ids.IsOfRun(id) || (fact.CommandId is { } command && ids.IsOfRun(command));
        if (!isOfRun || !entity.EndsWith(_place, StringComparison.Ordinal)) return;
        var totals = _skus.GetOrAdd(entity.Split('/')[1], static _ => new());
        switch (fact.Kind)
        {
            case StockFactKind.Received when id == ids.Opening: totals.Opening += fact.Quantity; break;
            case StockFactKind.Received: totals.Returned += fact.Quantity; break;
            case StockFactKind.Sold: totals.SoldAtTills += fact.Quantity; break;
            case StockFactKind.Adjusted: totals.Adjusted += fact.Quantity; break;
            case StockFactKind.Fulfilled: totals.Fulfilled += fact.Quantity; break;
            default: break;
        }
    }
}
