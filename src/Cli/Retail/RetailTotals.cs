namespace Omnichannel.Retail;

/// <summary>Units of one SKU by what happened to them.</summary>
public sealed class SkuTotals
{
    public long Opening { get; set; }

    public long Fulfilled { get; set; }

    public long SoldAtTills { get; set; }

    public long Returned { get; set; }

    public long Adjusted { get; set; }

    public long OnHand => Opening - Fulfilled - SoldAtTills + Returned + Adjusted;

    public void Add(SkuTotals other)
    {
        Opening += other.Opening;
        Fulfilled += other.Fulfilled;
        SoldAtTills += other.SoldAtTills;
        Returned += other.Returned;
        Adjusted += other.Adjusted;
    }
}

/// <summary>What the file alone says that a replay must lead to.</summary>
public sealed class RetailTotals
{
    private readonly SortedDictionary<string, SkuTotals> _skus = new(StringComparer.Ordinal);
    private readonly SortedDictionary<LineKind, long> _rows = [];
    private readonly SortedDictionary<string, long> _skipped = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, SkuTotals> Skus => _skus;

    public IReadOnlyDictionary<LineKind, long> RowsByKind => _rows;

    /// <summary>Rows by the code that is not stock.</summary>
    public IReadOnlyDictionary<string, long> SkippedByCode => _skipped;

    public long RowsCount { get; private set; }

    public long RowsOf(LineKind kind) => _rows.GetValueOrDefault(kind);

    public static RetailTotals Of(RetailPlan plan, IEnumerable<RetailRow> rows)
    {
        var totals = new RetailTotals();
        foreach (var row in rows) totals.Add(plan, plan.LineOf(row));
        return totals;
    }

    private void Add(RetailPlan plan, RetailLine line)
    {
        RowsCount++;
        _rows[line.Kind] = RowsOf(line.Kind) + 1;
        if (line.Kind == LineKind.Skipped)
        {
            _skipped[line.Code] = _skipped.GetValueOrDefault(line.Code) + 1;
            return;
        }

        if (!_skus.TryGetValue(line.Sku, out var sku)) _skus.Add(line.Sku, sku = new() { Opening = plan.OpeningOf(line.Sku) });
        switch (line.Kind)
        {
            case LineKind.OnlineSale: sku.Fulfilled += line.Quantity; break;
            case LineKind.TillSale: sku.SoldAtTills += line.Quantity; break;
            case LineKind.Return: sku.Returned += line.Quantity; break;
            default: sku.Adjusted += line.Quantity; break;
        }
    }
}
