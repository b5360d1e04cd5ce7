namespace Omnichannel.Retail;

public sealed class RetailOrdersTests
{
    private const string At = "2010-12-01 08:26:00";

    [Fact]
    public void Of_ForRowsOfSeveralInvoices_PutsTogetherWhatBelongsTogether()
    {
        var orders = Orders(
            $"1,22000,MUG,1,{At},1,17850,United Kingdom",
            $"1,POST,POSTAGE,1,{At},18,17850,United Kingdom",
            $"1,22001,CUP,1,{At},1,17850,United Kingdom",
            $"2,22000,MUG,1,{At},1,,United Kingdom",
            $"2,22001,CUP,1,{At},1,,United Kingdom",
            $"C3,22000,MUG,-1,{At},1,17850,United Kingdom",
            $"C3,22001,CUP,-1,{At},1,17850,United Kingdom",
            $"1,22000,MUG,2,{At},1,17850,United Kingdom");

        Assert.Equal(
            [(OrderKind.Row, 2), (OrderKind.Purchase, 1), (OrderKind.Row, 4), (OrderKind.Row, 5), (OrderKind.Return, 6), (OrderKind.Purchase, 8)],
            orders.Select(order => (order.Kind, (int)order.First.Row.Number)));
        Assert.Equal([1, 2, 1, 1, 2, 1], orders.Select(order => order.Lines.Count));
    }

    [Fact]
    public void Of_WhenPricesChange_SetsThemOnlyThen()
    {
        var orders = Orders(
            $"1,22000,MUG,1,{At},2.55,17850,United Kingdom",
            $"2,22000,MUG,1,{At},2.1,,United Kingdom",
            $"3,22000,MUG,1,{At},2.55,17851,United Kingdom",
            $"4,22000,MUG,1,{At},2.1,17851,United Kingdom",
            $"5,22000,MUG,1001,{At},1.5,17851,United Kingdom",
            $"6,22000,MUG,1,{At},2.1,17851,United Kingdom",
            $"7,22000,MUG,1,{At},0,17851,United Kingdom");

        Assert.Equal([255, null, null, 210, null, null, 0], orders.Select(order => order.Lines[0].Price));
    }

    [Fact]
    public void Carts_WhenAnInvoiceHasManyLines_AreSeveral()
    {
        var carts = Carts(Enumerable.Repeat(1L, 201));

        Assert.Equal([100, 100, 1], carts.Select(cart => cart.Lines.Count));
        Assert.Equal(["uci-1-1", "uci-1-101", "uci-1-201"], carts.Select(cart => cart.Id));
    }

    [Fact]
    public void Carts_WhenAnInvoiceHasManyUnits_AreSeveral() =>
        Assert.Equal([5_000, 2_001], Carts([1_000, 1_000, 1_000, 1_000, 1_000, 1, 1_000, 1_000]).Select(cart => cart.Units));

    [Fact]
    public void Carts_WhenALineIsTooLarge_LeaveItOut()
    {
        var carts = Carts([5, 1_001, 7]);
        Assert.Equal([5, 7], Assert.Single(carts).Lines.Select(line => line.Quantity));
        Assert.Empty(Carts([80_995]));
    }

    [Theory]
    [InlineData("2.55", 255)]
    [InlineData("0", 0)]
    [InlineData("38970", 3_897_000)]
    [InlineData("0.001", 0)]
    [InlineData("0.005", 0)]
    [InlineData("0.015", 2)]
    public void Pence_OfAPrice_AreWhole(string pounds, long pence) =>
        Assert.Equal(pence, Pence.Of(decimal.Parse(pounds, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Ids_OfARun_AreItsOwn()
    {
        var (ids, other) = (new RunIds("uci"), new RunIds("uci-2"));
        Assert.Equal("uci-customer-17850", ids.OfCustomer("17850"));
        Assert.NotEqual(ids.CardOf("17850"), other.CardOf("17850"));
        Assert.Matches("^SYN[0-9A-F]{10}17850$", ids.CardOf("17850"));
        Assert.True(new RunIds(new('r', 32)).CardOf("123456789012").Length <= 32);
    }

    private static IReadOnlyList<RetailCart> Carts(IEnumerable<long> quantities) =>
        Assert.Single(Orders([.. quantities.Select(quantity => $"1,22000,MUG,{quantity},{At},2.55,17850,United Kingdom")])).Carts();

    private static List<RetailOrder> Orders(params string[] rows) => [.. RetailOrders.Of(SmallFile.Plan(rows), SmallFile.Read(rows))];
}
