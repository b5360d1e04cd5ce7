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

    private async Task<LiveComparison> RunAsync()
    {
        using var client = _grid.Connect();
        var feed = new FeedReader(client);
        var audit = new FeedAudit(_findings);
        var walk = new JournalWalk(feed, audit, await feed.CountShardsAsync(CancellationToken.None));
        await walk.ToEndAsync(CancellationToken.None);
        var comparison = new LiveComparison(new LiveStock(client), walk, audit);
        await comparison.RunAsync(CancellationToken.None);
        return comparison;
    }
}
