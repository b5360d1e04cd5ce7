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

/// <summary>What one customer bought.</summary>
/// <param name="Amount">Pence.</param>
public readonly record struct CustomerTotals(long Orders, long Units, long Amount)
{
    public static CustomerTotals operator +(CustomerTotals left, CustomerTotals right) =>
        new(left.Orders + right.Orders, left.Units + right.Units, checked(left.Amount + right.Amount));
}

/// <summary>What one cart must come to.</summary>
/// <param name="Total">Pence.</param>
public readonly record struct CartTotals(string CustomerId, long Units, long Total);

/// <summary>What the file alone says that a replay must lead to.</summary>
public sealed class RetailTotals
{
    private readonly SortedDictionary<string, SkuTotals> _skus = new(StringComparer.Ordinal);
    private readonly SortedDictionary<LineKind, long> _rows = [];
    private readonly SortedDictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private readonly Dictionary<LineKind, decimal> _values = [];
    private readonly Dictionary<string, CustomerTotals> _customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CartTotals> _carts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, SkuTotals> Skus => _skus;

    public IReadOnlyDictionary<LineKind, long> RowsByKind => _rows;

    /// <summary>Rows by the code that is not stock.</summary>
    public IReadOnlyDictionary<string, long> SkippedByCode => _skipped;

    /// <summary>Known customers by their id in the file, also those who bought no goods.</summary>
    public IReadOnlyDictionary<string, CustomerTotals> Customers => _customers;

    /// <summary>By the id of the cart.</summary>
    public IReadOnlyDictionary<string, CartTotals> Carts => _carts;

    /// <summary>Quantity by price of all rows, in pounds, to the last digit.</summary>
    public decimal Value { get; private set; }

    public long RowsCount { get; private set; }

    /// <summary>Returns of known customers, invoice by invoice.</summary>
    public long ReturnsCount { get; private set; }

    /// <summary>Quantity by price of the rows of one kind, in pounds, to the last digit.</summary>
    public decimal ValueOf(LineKind kind) => _values.GetValueOrDefault(kind);

    public long RowsOf(LineKind kind) => _rows.GetValueOrDefault(kind);

    public static RetailTotals Of(RetailPlan plan, IEnumerable<RetailRow> rows)
    {
        var totals = new RetailTotals();
        foreach (var order in RetailOrders.Of(plan, rows))
        {
            foreach (var line in order.Lines) totals.Add(plan, line.Line);
            totals.Add(order);
        }

        return totals;
    }

    private void Add(RetailOrder order)
    {
        if (!order.First.Row.IsOfKnownCustomer) return;
        var bought = order.Kind == OrderKind.Purchase ? new CustomerTotals(1, order.Units, order.Total) : default;
        _customers[order.CustomerId] = _customers.GetValueOrDefault(order.CustomerId) + bought;
        if (order.Kind == OrderKind.Return) ReturnsCount++;
        if (order.Kind != OrderKind.Purchase) return;
        foreach (var cart in order.Carts()) _carts.Add(cart.Id, new(order.CustomerId, cart.Units, cart.Total));
    }

    private void Add(RetailPlan plan, RetailLine line)
    {
        RowsCount++;
        Value += line.Row.Value;
        _values[line.Kind] = ValueOf(line.Kind) + line.Row.Value;
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
