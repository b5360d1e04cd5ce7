using Omnichannel.Grid;

namespace Omnichannel.Audit;

public sealed class LiveComparisonTests
{
    private readonly FakeGrid _grid = new();
    private readonly Findings _findings = new();

    [Fact]
    public async Task Run_WhenEveryAnswerIsThatOfTheJournal_FindsNothing()
    {
        for (var i = 0; i < 9; i++)
        {
            _grid.Receive($"A{i}", "d-1", 5);
            _grid.Receive($"A{i}", "d-2", i + 1);
            _grid.Live($"A{i}", 6 + i, 2);
        }

        var comparison = await RunAsync();
        Assert.Empty(_findings.Kept);
        Assert.Equal((9, 0), (comparison.AgreedCount, comparison.MovingCount));
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 0)]
    public async Task Run_WhenAnAnswerIsWrongOrOld_SaysSo(long onHand, long version)
    {
        _grid.Receive("A", "d-1", 5);
        _grid.Live("A", onHand, version);

        await RunAsync();
        Assert.Equal(AuditCheck.LiveAnswer, Assert.Single(_findings.Kept).Check);
    }

    [Fact]
    public async Task Run_WhenTheGridMovesOn_ReadsWhatItWroteAndComparesAgain()
    {
        _grid.Receive("A", "d-1", 5);
        _grid.BeforeLive = () =>
        {
            _grid.Receive("A", "d-2", 5);
            _grid.Live("A", 10, 2);
            _grid.BeforeLive = static () => { };
        };

        var comparison = await RunAsync();
        Assert.Empty(_findings.Kept);
        Assert.Equal((1, 0), (comparison.AgreedCount, comparison.MovingCount));
    }

    [Fact]
    public async Task Run_WhenAStockNeverStandsStill_SaysThatItIsNotKnown()
    {
        var version = 1;
        _grid.Receive("A", "d-1", 5);
        _grid.BeforeLive = () =>
        {
            version++;
            _grid.Receive("A", $"d-{version}", 5);
            _grid.Live("A", 5 * version, version);
        };

        var comparison = await RunAsync();
        Assert.Empty(_findings.Kept);
        Assert.Equal((0, 1), (comparison.AgreedCount, comparison.MovingCount));
    }

    [Fact]
    public async Task Run_WhenCartsAndCustomersAnswerAsTheJournalSays_FindsNothing()
    {
        WriteCartAndCustomer();
        _grid.Answers["/v1/carts/c-1"] = Cart(total: 500, version: 2);
        _grid.Answers["/v1/customers/ada"] = Customer(amount: 500, version: 2);

        var comparison = await RunAsync();
        Assert.Empty(_findings.Kept);
        Assert.Equal((2, 0), (comparison.AgreedCount, comparison.MovingCount));
    }

    [Theory]
    [InlineData(501, 2, 500, 2, "cart/c-1")]
    [InlineData(500, 1, 500, 2, "cart/c-1")]
    [InlineData(500, 2, 499, 2, "customer/ada")]
    [InlineData(500, 2, 500, 1, "customer/ada")]
    public async Task Run_WhenACartOrCustomerAnswersOtherwise_SaysSo(long total, long cartVersion, long amount, long customerVersion, string entity)
    {
        WriteCartAndCustomer();
        _grid.Answers["/v1/carts/c-1"] = Cart(total, cartVersion);
        _grid.Answers["/v1/customers/ada"] = Customer(amount, customerVersion);

        await RunAsync();
        var finding = Assert.Single(_findings.Kept);
        Assert.Equal((entity, AuditCheck.LiveAnswer), (finding.Entity, finding.Check));
    }

    [Fact]
    public async Task Run_WhenACartIsOfADevice_DoesNotAskForIt()
    {
        _grid.Append("cart/c-1", $$"""{"type":"cart-opened","cartId":"c-1","token":"hash","currency":"GBP","at":"{{FakeGrid.At}}"}""");

        var comparison = await RunAsync();
        Assert.Empty(_findings.Kept);
        Assert.Equal(0, comparison.AgreedCount);
    }

    private void WriteCartAndCustomer()
    {
        const string At = FakeGrid.At;
        const string Quote = $$"""{"amount":250,"currency":"GBP","priceVersion":1,"rule":"Base","quotedAt":"{{At}}","until":"2026-11-22T10:15:00+00:00"}""";
        const string Line = $$"""{"id":"l-1","sku":"A","quantity":2,"fulfilment":{"kind":"Ship","location":"shop"},"quote":{{Quote}},"changedAt":"{{At}}","holds":[]}""";
        _grid.Append("cart/c-1", $$"""{"type":"cart-opened","cartId":"c-1","customer":"ada","currency":"GBP","at":"{{At}}"}""");
        _grid.Append("cart/c-1", $$"""{"type":"line-added","command":{"id":"k","body":"b"},"line":{{Line}},"at":"{{At}}"}""");
        _grid.Append("customer/ada", $$"""{"type":"customer-registered","customerId":"ada","at":"{{At}}"}""");
        _grid.Append("customer/ada", $$"""{"type":"purchase-recorded","commandId":"p","total":{"amount":500,"currency":"GBP"},"units":2,"at":"{{At}}"}""");
    }

    private static string Cart(long total, long version) =>
        $$$"""{"customer":"ada","lines":[{"held":0}],"units":2,"total":{{{total}}},"checkoutId":null,"mergedInto":null,"version":{{{version}}}}""";

    private static string Customer(long amount, long version) => $$$"""
        {"id":"ada","version":{{{version}}},"points":{"balance":0},"purchases":{"orders":1,"units":2,"spent":[{"amount":{{{amount}}},"currency":"GBP"}]}}
        """;

    private async Task<LiveComparison> RunAsync()
    {
        using var client = _grid.Connect();
        var feed = new FeedReader(client);
        var audit = new FeedAudit(_findings);
        var walk = new JournalWalk(feed, audit, await feed.CountShardsAsync(CancellationToken.None));
        await walk.ToEndAsync(CancellationToken.None);
        var comparison = new LiveComparison(
            walk, audit, new StockAnswers(new(client)), new CartAnswers(client, 2), new CustomerAnswers(client, 2));
        await comparison.RunAsync(CancellationToken.None);
        return comparison;
    }
}
