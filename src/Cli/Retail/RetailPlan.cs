namespace Omnichannel.Retail;

/// <summary>What the file says of a customer.</summary>
public sealed record RetailCustomer(string Id, string Country);

/// <summary>Turns the rows of the file into operations on stock, the same ones every time. Nothing here talks to a grid.</summary>
/// <remarks>
/// <para>The file knows no stock levels. The opening stock of a SKU is the least with which no row of the WHOLE file is refused, whatever part of
/// it is replayed:
/// a run that was stopped at a date goes on later with the same opening.</para>
/// <para>A row without a price and without a customer that is the only line of its invoice is a clerk's correction ("found", "damaged", "check", or
/// no words at
/// all): the sign of its quantity is what it does to the shelf. Every other positive row without a price is goods given away: they leave the shelf
/// like a sale.</para>
/// </remarks>
public sealed class RetailPlan
{
    private readonly Dictionary<string, RetailCustomer> _customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _linesOfInvoice = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _openings = new(StringComparer.Ordinal);

    private RetailPlan(string run) => Ids = new(run);

    public RunIds Ids { get; }

    public int SkusCount => _openings.Count;

    /// <param name="run">Part of every id: another run is another set of operations.</param>
    /// <param name="read">Gives all rows of the file in order; called twice.</param>
    public static RetailPlan Of(string run, Func<IEnumerable<RetailRow>> read)
    {
        var plan = new RetailPlan(run);
        foreach (var row in read())
        {
            plan._linesOfInvoice[row.Invoice] = plan._linesOfInvoice.GetValueOrDefault(row.Invoice) + 1;
            if (row.IsOfKnownCustomer) plan._customers.TryAdd(row.CustomerId, new(row.CustomerId, row.Country));
        }

        plan.DeriveOpenings(read());
        return plan;
    }

    public RetailLine LineOf(RetailRow row)
    {
        var (kind, delta) = Classify(row);
        var reason = kind switch
        {
            LineKind.Return => Reasons.Return,
            LineKind.Adjustment => Reasons.OfAdjustment(row.Description, row.Quantity),
            _ => null,
        };
        var quantity = kind == LineKind.Adjustment ? row.Quantity : Math.Abs(row.Quantity);
        return new(row, kind, Ids.Of(row), row.StockCode, quantity, delta, reason);
    }

    /// <summary>As their first row in the whole file has them: a few are in two countries.</summary>
    public RetailCustomer CustomerOf(RetailRow row) => _customers[row.CustomerId];

    /// <summary>Units; 0 when the SKU needs none.</summary>
    public long OpeningOf(string sku) => _openings.GetValueOrDefault(sku);

    private (LineKind Kind, long Delta) Classify(RetailRow row)
    {
        if (row.Invoice[0] == 'A' || !StockCode.IsProduct(row.StockCode)) return (LineKind.Skipped, 0);
        if (row.Invoice[0] == 'C') return (LineKind.Return, Math.Abs(row.Quantity));
        if (row.Quantity < 0 || IsCorrection(row)) return (LineKind.Adjustment, row.Quantity);
        return (row.IsOfKnownCustomer ? LineKind.OnlineSale : LineKind.TillSale, -row.Quantity);
    }

    private bool IsCorrection(RetailRow row) => row.UnitPrice == 0 && !row.IsOfKnownCustomer && _linesOfInvoice[row.Invoice] == 1;

    private void DeriveOpenings(IEnumerable<RetailRow> rows)
    {
        var balances = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in rows.Select(LineOf))
        {
            if (line.Kind == LineKind.Skipped) continue;
            var balance = balances[line.Sku] = balances.GetValueOrDefault(line.Sku) + line.Delta;
            _openings[line.Sku] = Math.Max(OpeningOf(line.Sku), -balance);
        }
    }
}
