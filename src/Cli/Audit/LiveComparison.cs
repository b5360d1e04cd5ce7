using Omnichannel.Audit.Stock;
using Omnichannel.Grid;

namespace Omnichannel.Audit;

/// <summary>Holds every live answer against the journal. A grid that is in use moves on between the two: what it wrote meanwhile is read and the
/// answer compared again.</summary>
internal sealed class LiveComparison(LiveStock live, JournalWalk walk, FeedAudit audit)
{
    private const int RoundsMax = 5;
    private const int EntityPartsCount = 3;

    /// <summary>How many entities gave the answer that the journal gives.</summary>
    public int AgreedCount { get; private set; }

    /// <summary>How many were still being written to when the last round was over: nothing is known of them but that they were ahead.</summary>
    public int MovingCount { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<StockFold> open = [.. audit.Stocks];
        for (var round = 1; open.Count > 0 && round <= RoundsMax; round++)
        {
            if (round > 1) await walk.ToEndAsync(cancellation);
            open = await CompareAsync(open, cancellation);
        }

        MovingCount = open.Count;
    }

    // Gives those whose live answer is ahead of what has been read.
    private async Task<IReadOnlyList<StockFold>> CompareAsync(IReadOnlyList<StockFold> folds, CancellationToken cancellation)
    {
        var ahead = new List<StockFold>();
        foreach (var place in folds.Where(IsWellNamed).GroupBy(LocationOf, StringComparer.Ordinal))
        {
            foreach (var chunk in place.Chunk(LiveStock.SkusPerCall))
            {
                var rows = await live.ReadAsync([.. chunk.Select(SkuOf)], place.Key, cancellation);
                foreach (var (fold, row) in chunk.Zip(rows))
                {
                    if (IsAhead(fold, row)) ahead.Add(fold);
                }
            }
        }

        return ahead;
    }

    private bool IsAhead(StockFold fold, LiveRow row)
    {
        var journal = fold.State;
        if (row.Sku == SkuOf(fold) && row.Version > journal.Version) return true;
        var answer = new StockLevel(row.OnHand, row.Reserved, row.SafetyStock, row.Available, row.Version);
        if (row.Sku == SkuOf(fold) && answer == journal) AgreedCount++;
        else Differ(fold, journal.Version, $"the grid answers {row.Sku}: {answer}, the journal says {journal}.");
        return false;
    }

    private bool IsWellNamed(StockFold fold)
    {
        if (fold.Entity.Split('/').Length == EntityPartsCount) return true;
        Differ(fold, 0, "it is not named stock/sku/location.");
        return false;
    }

    private void Differ(StockFold fold, long version, string sentence) =>
        audit.Findings.Add(new(fold.Entity, version, AuditCheck.LiveAnswer, sentence));

    private static string SkuOf(StockFold fold) => fold.Entity.Split('/')[1];

    private static string LocationOf(StockFold fold) => fold.Entity.Split('/')[2];
}
