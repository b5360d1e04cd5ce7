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
