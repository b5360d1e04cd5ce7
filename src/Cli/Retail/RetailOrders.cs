namespace Omnichannel.Retail;

/// <summary>Puts rows together that belong together, as they come, and finds where prices change. The same rows always give the same orders.</summary>
public static class RetailOrders
{
    public static IEnumerable<RetailOrder> Of(RetailPlan plan, IEnumerable<RetailRow> rows)
    {
        var prices = new Dictionary<string, long>(StringComparer.Ordinal);
        var open = new List<OrderLine>();
        foreach (var line in rows.Select(plan.LineOf))
        {
            var kind = KindOf(line);
            if (open.Count > 0 && open[0].Line.Row.Invoice != line.Row.Invoice)
            {
                yield return Close(open);
                open = [];
            }

            if (kind == OrderKind.Row) yield return new(kind, [new(line, null)]);
            else open.Add(new(line, kind == OrderKind.Purchase && !RetailOrder.IsLoose(line) ? Change(prices, line) : null));
        }

        if (open.Count > 0) yield return Close(open);
    }

    // An invoice is a purchase or a return, never both.
    private static RetailOrder Close(List<OrderLine> lines) => new(KindOf(lines[0].Line), lines);

    private static OrderKind KindOf(RetailLine line) => line.Kind switch
    {
        LineKind.OnlineSale => OrderKind.Purchase,
        LineKind.Return when line.Row.IsOfKnownCustomer => OrderKind.Return,
        _ => OrderKind.Row,
    };

    private static long? Change(Dictionary<string, long> prices, RetailLine line)
    {
        if (prices.TryGetValue(line.Sku, out var before) && before == line.UnitAmount) return null;
        return prices[line.Sku] = line.UnitAmount;
    }
}
