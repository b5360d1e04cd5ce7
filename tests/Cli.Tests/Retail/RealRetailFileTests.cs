using Omnichannel.Testing;
namespace Omnichannel.Retail;

/// <summary>The whole published file, against figures that were counted by other means.</summary>
public sealed class RealRetailFileTests
{
    [RealFileFact]
    public void Read_WhenTheFileIsWhole_GivesThePublishedCounts()
    {
        var (rows, plainSales, plainUnits, cancelled, cancelledUnits, guests) = (0L, 0L, 0L, 0L, 0L, 0L);
        var (plainValue, value) = (0m, 0m);
        var (invoices, codes) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var at = DateTime.MinValue;
        foreach (var row in RetailFile.Read(RealFile.Path!))
        {
            rows++;
            Assert.Equal(rows, row.Number);
            Assert.True(row.At >= at, $"Row {row.Number} goes back in time.");
            at = row.At;
            invoices.Add(row.Invoice);
            codes.Add(row.StockCode);
            value += row.Quantity * row.UnitPrice;
            if (!row.IsOfKnownCustomer) guests++;
            if (row.Invoice[0] == 'C')
            {
                cancelled++;
                cancelledUnits += row.Quantity;
            }
            else if (row is { Quantity: > 0, UnitPrice: > 0 } && row.Invoice[0] != 'A')
            {
                plainSales++;
                plainUnits += row.Quantity;
                plainValue += row.Quantity * row.UnitPrice;
            }
        }

        Assert.Equal((541_909, 25_900, 4_070), (rows, invoices.Count, codes.Count));
        Assert.Equal((530_103, 5_588_375, 10_655_622.48m), (plainSales, plainUnits, decimal.Round(plainValue, 2)));
        Assert.Equal((9_288, -277_574), (cancelled, cancelledUnits));
        Assert.Equal(135_080, guests);
        Assert.Equal(9_747_747.934m, value);
    }

    [RealFileFact]
    public void Plan_WhenTheFileIsWhole_SplitsEveryRowOnceAndRefusesNone()
    {
        var plan = RetailPlan.Of("uci", () => RetailFile.Read(RealFile.Path!));
        var totals = RetailTotals.Of(plan, RetailFile.Read(RealFile.Path!));

        Assert.Equal(541_909, totals.RowsCount);
        Assert.Equal(totals.RowsCount, Enum.GetValues<LineKind>().Sum(totals.RowsOf));
        Assert.Equal(33, totals.SkippedByCode.Count);
        Assert.Equal([1_256, 710, 571, 1, 3], new[] { "POST", "DOT", "M", "m", "B" }.Select(code => totals.SkippedByCode[code]));
        Assert.All(totals.Skus.Values, sku => Assert.True(sku.OnHand >= 0));
        Assert.Equal(4_070 - 33, totals.Skus.Count);
        Assert.Equal(9_747_747.934m, totals.Value);
        Assert.Equal(totals.Value, Enum.GetValues<LineKind>().Sum(totals.ValueOf));
    }

    [RealFileFact]
    public void Orders_WhenTheFileIsWhole_AreThoseOfItsCustomersToThePenny()
    {
        var plan = RetailPlan.Of("uci", () => RetailFile.Read(RealFile.Path!));
        var totals = RetailTotals.Of(plan, RetailFile.Read(RealFile.Path!));

        Assert.Equal(4_372, totals.Customers.Count);
        Assert.Equal(4_335, totals.Customers.Values.Count(customer => customer.Orders > 0));

        // The one invoice whose rows do not follow each other is two orders.
        Assert.Equal(18_405 + 1, totals.Customers.Values.Sum(customer => customer.Orders));
        Assert.Equal(totals.ValueOf(LineKind.OnlineSale), totals.Customers.Values.Sum(customer => customer.Amount) / 100m);
        Assert.All(totals.Carts.Values, cart => Assert.InRange(cart.Units, 1, RetailOrder.CartUnitsMax));
    }
}
