using Omnichannel.Grid;

namespace Omnichannel.Audit;

/// <summary>Two entities of a grid that is in use are not read at the same moment.</summary>
public sealed class AgreementsTests
{
    private const string At = FakeGrid.At;
    private const string Later = "2026-11-22T10:15:00+00:00";
    private const string Reserved =
        $$"""{"type":"stock-reserved","at":"{{At}}","reservationId":"r-1","quantity":2,"expiresAt":"{{Later}}","reference":"cart:c-1"}""";

    private readonly FakeGrid _grid = new();
    private readonly Findings _findings = new();

    [Fact]
    public async Task Check_WhenTheReservationBehindALineWasNotReadYet_ReadsItAndFindsNothing()
    {
        WriteCart();
        await CheckAsync(() => _grid.Write("A", Reserved));
        Assert.Empty(_findings.Kept);
    }

    [Fact]
    public async Task Check_WhenNothingWasWrittenMeanwhile_SaysWhatIsWrong()
    {
        WriteCart();
        await CheckAsync(static () => { });
        Assert.Equal(AuditCheck.HoldsBacked, Assert.Single(_findings.Kept).Check);
    }

    [Fact]
    public async Task Check_WhenOnlyOthersMovedOn_SaysWhatIsWrong()
    {
        WriteCart();
        await CheckAsync(() => _grid.Receive("B", "d-1", 5));
        Assert.Equal(AuditCheck.HoldsBacked, Assert.Single(_findings.Kept).Check);
    }

    private void WriteCart()
    {
        const string Quote = $$"""{"amount":250,"currency":"GBP","priceVersion":1,"rule":"Base","quotedAt":"{{At}}","until":"{{Later}}"}""";
        const string Ask = """{"lineId":"l-1","sku":"A","location":"shop","reservationId":"r-1","quantity":2}""";
        const string Command = """{"id":"k","body":"b"}""";
        _grid.Append("price/A", $$"""{"type":"base-price-set","currency":"GBP","amount":250,"command":{{Command}},"at":"{{At}}"}""");
        _grid.Receive("A", "d-1", 5);
        _grid.Append("cart/c-1", $$"""{"type":"cart-opened","cartId":"c-1","customer":"ada","currency":"GBP","at":"{{At}}"}""");
        _grid.Append("cart/c-1", $$"""{"type":"line-add-started","command":{{Command}},"line":{{Line("", Quote)}},"asks":[{{Ask}}],"at":"{{At}}"}""");
        var hold = $$"""{"id":"r-1","quantity":2,"expiresAt":"{{Later}}"}""";
        _grid.Append("cart/c-1", $$"""{"type":"line-added","command":{{Command}},"line":{{Line(hold, Quote)}},"at":"{{At}}"}""");
    }

    private static string Line(string hold, string quote) =>
        $$"""{"id":"l-1","sku":"A","quantity":2,"fulfilment":{"kind":"Ship","location":"shop"},"quote":{{quote}},"changedAt":"{{At}}","holds":[{{hold}}]}""";

    // Reads, lets something be written, and only then asks what entities say of each other.
    private async Task CheckAsync(Action meanwhile)
    {
        using var client = _grid.Connect();
        var feed = new FeedReader(client);
        var audit = new FeedAudit(_findings);
        var walk = new JournalWalk(feed, audit, await feed.CountShardsAsync(CancellationToken.None));
        await walk.ToEndAsync(CancellationToken.None);
        meanwhile();
        await Agreements.CheckAsync(walk, audit, CancellationToken.None);
    }
}
