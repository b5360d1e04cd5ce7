using Omnichannel.Audit.Stock;
using Omnichannel.Grid;

namespace Omnichannel.Audit;

/// <summary>The live answers of stocks, many at a time.</summary>
internal sealed class StockAnswers(LiveStock live) : ILiveAnswers
{
    private const int EntityPartsCount = 3;

    public IEnumerable<EntityFold> Of(FeedAudit audit) => audit.Stocks;

    public async Task<IReadOnlyList<EntityFold>> AskAsync(IReadOnlyList<EntityFold> folds, LiveComparison comparison, CancellationToken cancellation)
    {
        var ahead = new List<EntityFold>();
        foreach (var odd in folds.Where(static fold => !IsWellNamed(fold))) comparison.Differ(odd, 0, "it is not named stock/sku/location.");
        foreach (var place in folds.Cast<StockFold>().Where(IsWellNamed).GroupBy(LocationOf, StringComparer.Ordinal))
        {
            foreach (var chunk in place.Chunk(LiveStock.SkusPerCall))
            {
                var rows = await live.ReadAsync([.. chunk.Select(SkuOf)], place.Key, cancellation);
                ahead.AddRange(chunk.Zip(rows).Where(pair => IsAhead(pair.First, pair.Second, comparison)).Select(static pair => pair.First));
            }
        }

        return ahead;
    }

    private static bool IsAhead(StockFold fold, LiveRow row, LiveComparison comparison)
    {
        var journal = fold.State;
        if (row.Sku == SkuOf(fold) && row.Version > journal.Version) return true;
        var answer = new StockLevel(row.OnHand, row.Reserved, row.SafetyStock, row.Available, row.Version);
        comparison.Compare(fold, (row.Sku, answer), (SkuOf(fold), journal));
        return false;
    }

    private static bool IsWellNamed(EntityFold fold) => fold.Entity.Split('/').Length == EntityPartsCount;

    private static string SkuOf(StockFold fold) => fold.Entity.Split('/')[1];

    private static string LocationOf(StockFold fold) => fold.Entity.Split('/')[2];
}
