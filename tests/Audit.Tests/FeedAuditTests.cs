using System.Globalization;
using System.Text.Json;

namespace Omnichannel.Audit;

public sealed class FeedAuditTests
{
    private const string At = "2026-11-22T10:00:00+00:00";
    private readonly Findings _findings = new();
    private readonly FeedAudit _feed;
    private int _movements;

    public FeedAuditTests() => _feed = new(_findings);

    [Fact]
    public void Add_WhenTheFeedIsWhole_FindsNothingAndCounts()
    {
        Add(0, 1, "stock/A/x", 0);
        Add(1, 1, "stock/B/x", 0);
        Add(0, 2, "transfer/t-1", 0, """{"type":"transfer-started","at":"2026-11-22T10:00:00+00:00"}""");
        Add(0, 3, "stock/A/x", 1);

        Assert.Empty(_findings.Kept);
        Assert.Equal((4, 3, 2), (_feed.EventsCount, _feed.EntitiesCount, _feed.Stocks.Count()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Add_WhenAPositionIsMissingOrComesTwice_SaysSo(long position)
    {
        Add(0, 1, "stock/A/x", 0);
        Add(0, position, "stock/A/x", 1);

        Assert.Equal(AuditCheck.PositionsGapless, Assert.Single(_findings.Kept).Check);
    }

    [Fact]
    public void Add_WhenAnEntityIsInTwoShards_SaysSo()
    {
        Add(0, 1, "stock/A/x", 0);
        Add(1, 1, "stock/A/x", 0);

        Assert.Equal(AuditCheck.OneShard, Assert.Single(_findings.Kept).Check);
    }

    [Fact]
    public void Add_WhenAnEntityOfAnotherKindHasAGap_SaysSo()
    {
        Add(0, 1, "transfer/t-1", 1, """{"type":"transfer-started","at":"2026-11-22T10:00:00+00:00"}""");

        Assert.Equal(AuditCheck.VersionsGapless, Assert.Single(_findings.Kept).Check);
    }

    [Fact]
    public void Add_WhenARowHoldsNoArray_SaysSo()
    {
        using var json = JsonDocument.Parse("{}");
        _feed.Shard(0).Add(new(1, "stock/A/x", 0, 1, DateTimeOffset.Parse(At, CultureInfo.InvariantCulture), json.RootElement));

        Assert.Equal(AuditCheck.EventsReadable, Assert.Single(_findings.Kept).Check);
    }

    [Fact]
    public void Add_WhenOneEntityIsFullOfFaults_StillKeepsThoseOfOthers()
    {
        for (var i = 0; i < 5_000; i++) Add(0, i + 1, "stock/A/x", 7);
        Add(0, 5_001, "stock/B/x", 7);

        Assert.True(_findings.Count > 5_000);
        Assert.Equal(Findings.KeptPerEntityMax, _findings.Kept.Count(finding => finding.Entity == "stock/A/x"));
        Assert.Contains(_findings.Kept, finding => finding.Entity == "stock/B/x");
    }

    private void Add(int shard, long position, string entity, long expectedVersion, string? json = null)
    {
        json ??= $$"""{"type":"stock-received","at":"{{At}}","movementId":"d-{{++_movements}}","quantity":1,"onHandDelta":1}""";
        using var events = JsonDocument.Parse($"[{json}]");
        var at = DateTimeOffset.Parse(At, CultureInfo.InvariantCulture);
        _feed.Shard(shard).Add(new(position, entity, expectedVersion, expectedVersion + 1, at, events.RootElement));
    }
}
