using System.Text.Json;
using Omnichannel.Audit.Stock;
using Omnichannel.Retail;

namespace Omnichannel.Audit;

/// <summary>A journal that holds what the file says passes; each total that is off by one unit is told.</summary>
public sealed class FileComparisonTests
{
    private const string At = "2026-11-22T10:00:00+00:00";
    private const string Later = "2026-11-22T10:15:00+00:00";

    private static readonly string[] _rows =
    [
        "1,22000,MUG,5,2010-12-01 09:00:00,1,12345,United Kingdom",
        "2,22000,MUG,4,2010-12-01 09:00:00,1,,United Kingdom",
        "C3,22000,MUG,-3,2010-12-01 10:00:00,1,12345,United Kingdom",
        "4,22000,broken,-1,2010-12-01 11:00:00,0,,United Kingdom",
    ];

    [Fact]
    public void Run_WhenTheJournalHoldsWhatTheFileSays_FindsNothing() => Assert.Empty(Compare(9, 5, 4, 3, -1));

    [Theory]
    [InlineData(10, 5, 4, 3, -1, "opening")]
    [InlineData(9, 4, 4, 3, -1, "fulfilled")]
    [InlineData(9, 5, 3, 3, -1, "sold at tills")]
    [InlineData(9, 5, 4, 2, -1, "returned")]
    [InlineData(9, 5, 4, 3, -2, "adjusted")]
    public void Run_WhenOneTotalDiffers_SaysWhich(long opening, long fulfilled, long sold, long returned, long adjusted, string what)
    {
        var findings = Compare(opening, fulfilled, sold, returned, adjusted);

        Assert.Contains(findings, finding => finding.Check == AuditCheck.FileTotals && finding.Sentence.StartsWith(what, StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Sentence.StartsWith("on hand", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_WhenTheJournalHasASkuThatTheFileLacks_SaysSo()
    {
        var totals = new RunTotals(new("uci"), "shop");
        var audit = new FeedAudit(new Findings(), totals.Observe);
        Add(audit, 1, "stock/99999/shop", Movement("stock-received", "uci-9-9", 1, 1));
        var findings = new Findings();
        FileComparison.Run(RetailTotals.Of(SmallFile.Plan(), []), totals, Levels(audit), findings);

        Assert.Equal(["99999", "99999"], findings.Kept.Select(finding => finding.Entity));
    }

    [Fact]
    public void Observe_WhenAnotherRunOrPlaceMoved_LeavesItOut()
    {
        var totals = new RunTotals(new("uci"), "shop");
        var audit = new FeedAudit(new Findings(), totals.Observe);
        Add(audit, 1, "stock/22000/shop", Movement("stock-received", "delivery", 1, 1));
        Add(audit, 2, "stock/22000/workshop", Movement("stock-received", "uci-opening", 1, 1));

        Assert.Empty(totals.Skus);
    }

    [Fact]
    public void Observe_WhenGoodsOfACartAreShippedByTheRun_CountsThem()
    {
        var totals = new RunTotals(new("uci"), "shop");
        var audit = new FeedAudit(new Findings(), totals.Observe);
        Add(audit, 1, "stock/22000/shop", Movement("stock-received", "uci-opening", 5, 5));
        Add(audit, 2, "stock/22000/shop", $$"""{"type":"stock-reserved","at":"{{At}}","reservationId":"cart-a-1-0","quantity":2,"expiresAt":"{{Later}}"}""", 1);
        Add(audit, 3, "stock/22000/shop", $$"""{"type":"reservation-confirmed","at":"{{At}}","reservationId":"cart-a-1-0"}""", 2);
        Add(audit, 4, "stock/22000/shop", $$"""{"type":"reservation-fulfilled","at":"{{At}}","reservationId":"cart-a-1-0","quantity":2,"commandId":"uci-1-1"}""", 3);

        Assert.Equal((5, 2), (totals.Of("22000").Opening, totals.Of("22000").Fulfilled));
    }

    [Theory]
    [InlineData(3, 750, 3, 750, null)]
    [InlineData(2, 750, 3, 750, AuditCheck.FilePurchases)]
    [InlineData(3, 749, 3, 750, AuditCheck.FilePurchases)]
    [InlineData(3, 750, 2, 750, AuditCheck.FileCarts)]
    [InlineData(3, 750, 3, 751, AuditCheck.FileCarts)]
    public void Run_ForACustomerAndACart_SaysWhatDiffers(long units, long amount, long cartUnits, long cartTotal, AuditCheck? check)
    {
        string[] rows = ["1,22000,MUG,3,2010-12-01 08:26:00,2.5,17850,United Kingdom"];
        var audit = new FeedAudit(new Findings());
        Add(audit, 1, "customer/uci-customer-17850", $$"""{"type":"customer-registered","customerId":"uci-customer-17850","at":"{{At}}"}""");
        var bought = $$"""{"type":"purchase-recorded","commandId":"uci-1-1","total":{"amount":{{amount}},"currency":"GBP"},"units":{{units}},"at":"{{At}}"}""";
        Add(audit, 2, "customer/uci-customer-17850", bought, 1);
        Add(audit, 3, "cart/uci-1-1", $$"""{"type":"cart-opened","cartId":"uci-1-1","customer":"uci-customer-17850","currency":"GBP","at":"{{At}}"}""");
        Add(audit, 4, "cart/uci-1-1", Frozen(cartUnits, cartTotal), 1);
        var before = audit.Findings.Count;
        var comparison = new CustomerComparison(audit, new("uci"));
        comparison.Run(RetailTotals.Of(SmallFile.Plan(rows), SmallFile.Read(rows)));

        Assert.Equal((1, 1, amount, cartTotal), (comparison.CustomersCount, comparison.CartsCount, comparison.Purchases.Amount, comparison.Carts.Total));
        Assert.Equal(check is null ? [] : [check], audit.Findings.Kept.Skip((int)before).Select(static finding => (AuditCheck?)finding.Check));
    }

    // Only what the comparison reads: the auditor itself complains of a checkout that nobody asked for.
    private static string Frozen(long units, long total)
    {
        const string Quote = $$"""{"amount":250,"currency":"GBP","priceVersion":1,"rule":"Base","quotedAt":"{{At}}","until":"{{Later}}"}""";
        var line = $$"""{"lineId":"l","sku":"22000","quantity":{{units}},"quote":{{Quote}},"amount":1,"reservations":[]}""";
        return $$"""{"type":"checkout-frozen","checkout":{"id":"uci-1-1","cartId":"uci-1-1","lines":[{{line}}],"currency":"GBP","total":{{total}}},"lines":[],"at":"{{At}}"}""";
    }

    private static IReadOnlyList<Finding> Compare(long opening, long fulfilled, long sold, long returned, long adjusted)
    {
        var totals = new RunTotals(new("uci"), "shop");
        var audit = new FeedAudit(new Findings(), totals.Observe);
        string[] events =
        [
            Movement("stock-received", "uci-opening", opening, opening),
            $$"""{"type":"stock-reserved","at":"{{At}}","reservationId":"uci-1-1","quantity":{{fulfilled}},"expiresAt":"{{Later}}"}""",
            $$"""{"type":"reservation-confirmed","at":"{{At}}","reservationId":"uci-1-1"}""",
            $$"""{"type":"reservation-fulfilled","at":"{{At}}","reservationId":"uci-1-1","quantity":{{fulfilled}}}""",
            Movement("stock-sold", "uci-2-2", sold, -sold),
            Movement("stock-received", "uci-C3-3", returned, returned),
            Movement("stock-adjusted", "uci-4-4", adjusted, adjusted),
        ];
        for (var i = 0; i < events.Length; i++) Add(audit, i + 1, "stock/22000/shop", events[i], i);
        Assert.Empty(audit.Findings.Kept);

        var findings = new Findings();
        FileComparison.Run(RetailTotals.Of(SmallFile.Plan(_rows), SmallFile.Read(_rows)), totals, Levels(audit), findings);
        return findings.Kept;
    }

    private static Dictionary<string, StockLevel> Levels(FeedAudit audit) =>
        audit.Stocks.ToDictionary(fold => fold.Entity.Split('/')[1], fold => fold.State, StringComparer.Ordinal);

    private static void Add(FeedAudit audit, long position, string entity, string json, long version = 0)
    {
        using var events = JsonDocument.Parse($"[{json}]");
        audit.Shard(0).Add(new(position, entity, version, version + 1, new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero), events.RootElement));
    }

    private static string Movement(string tag, string id, long quantity, long delta) =>
        $$"""{"type":"{{tag}}","at":"{{At}}","movementId":"{{id}}","quantity":{{quantity}},"onHandDelta":{{delta}},"reason":"because"}""";
}
