using System.Text;
using Omnichannel.Inventory;

namespace Omnichannel.Journal;

/// <summary>Time, wake-ups and snapshots of a grain (I7, I16, I22).</summary>
public sealed class MachineGrainTimeTests
{
    private static readonly EntityKey Entity = new(StockGrain.Kind, "SKU-1/store-1");

    [Fact]
    public async Task Event_WhenTheClockGoesBack_KeepsTheTimeOfTheOneBefore()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(10);
        grid.Clock.Now -= TimeSpan.FromHours(1);
        var reply = await stock.Reserve(Hold("a", 60));

        Assert.Equal(Shelf.Start.AddSeconds(60), reply.Reservation!.ExpiresAt);
        Assert.Equal([Shelf.Start, Shelf.Start], (await grid.Journal.Kept.ReadAsync(Entity, CancellationToken.None)).Rows.Select(row => row.At));
    }

    [Fact]
    public async Task Read_WhenAHoldIsOverdue_DecidesItsEndAndWaitsUntilThatIsDurable()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(10);
        await stock.Reserve(Hold("a", 60));
        grid.Clock.Now = Shelf.Start.AddSeconds(60);
        var gate = grid.Journal.HoldNext(StockGrain.Kind);

        var reading = stock.Stock();
        await gate.Arrived;
        Assert.False(reading.IsCompleted);
        gate.Open();
        Assert.Equal((0, 10, 3), ((await reading).Reserved, (await reading).Available, (await reading).Version));
    }

    [Fact]
    public async Task Sweep_WhenNobodyComesBack_EndsTheHoldAlsoAfterARestart()
    {
        var grid = await TestGrid.StartAsync();
        await (await grid.StockOfAsync(10)).Reserve(Hold("a", 60));
        await using var restarted = await grid.RestartAsync();

        restarted.Clock.Now = Shelf.Start.AddSeconds(60).AddMilliseconds(-1);
        Assert.Equal(0, await restarted.Sweep.SweepAsync(CancellationToken.None));
        restarted.Clock.Now = Shelf.Start.AddSeconds(60);
        Assert.Equal(1, await restarted.Sweep.SweepAsync(CancellationToken.None));
        Assert.Equal(0, await restarted.Sweep.SweepAsync(CancellationToken.None));

        var last = (await restarted.Journal.Kept.ReadAsync(Entity, CancellationToken.None)).Rows[^1];
        Assert.Contains("reservation-expired", Encoding.UTF8.GetString(last.Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_WhenAnEntityCannotBeWoken_LetsItRestAndWakesTheOthers()
    {
        await using var grid = await TestGrid.StartAsync();
        await (await grid.StockOfAsync(10)).Reserve(Hold("a", 60));
        await (await grid.StockOfAsync(10, "SKU-1/store-2")).Reserve(Hold("a", 60));
        grid.Clock.Now = Shelf.Start.AddSeconds(60);
        grid.Journal.OnAppend = static (append, keep) => append.Entity == Entity ? throw new JournalUnavailableException("Refused.") : keep();

        Assert.Equal(1, await grid.Sweep.SweepAsync(CancellationToken.None));
        grid.Journal.OnAppend = static (_, keep) => keep();
        Assert.Equal(0, await grid.Sweep.SweepAsync(CancellationToken.None));
        grid.Clock.Now = grid.Clock.Now.AddSeconds(Limits.CoordinatorRetrySeconds);
        Assert.Equal(1, await grid.Sweep.SweepAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Wake_WhenNothingIsDue_WritesNothing()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(10);
        await stock.Wake();
        Assert.Empty(grid.Journal.Appends);
    }

    [Fact]
    public async Task Append_OnceThereAreEnoughEvents_CarriesASnapshotThatTheNextActivationStartsFrom()
    {
        var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(1000);
        for (var number = 1; number < Limits.SnapshotEveryEventsMin + 10; number++) await stock.Reserve(Hold($"r{number}", 60));

        Assert.Equal([Limits.SnapshotEveryEventsMin], grid.Journal.Appends.Where(append => append.Snapshot is not null).Select(append => append.Version));
        var before = await stock.Stock();
        await using var restarted = await grid.RestartAsync();
        var history = await restarted.Journal.Kept.ReadAsync(Entity, CancellationToken.None);
        Assert.Equal((Limits.SnapshotEveryEventsMin, 10), (history.Snapshot!.Version, history.Rows.Count));
        Assert.Equal(before, await restarted.Stock().Stock());
        Assert.Equal(ReserveStatus.Exists, (await restarted.Stock().Reserve(Hold("r1", 60))).Status);
    }

    // A snapshot costs as much as the state is large, so it has to pay for as many events; an activation reads no more events than that after it.
    [Fact]
    public async Task Append_AsTheStateGrows_CarriesASnapshotOncePerAsManyEventsAsItHasEntries()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(10_000);
        for (var number = 0; number < 600; number++)
        {
            await stock.Reserve(Hold($"r{number}", 60));
            await stock.Confirm(new(new($"r{number}")));
            await stock.Fulfill(new(new($"r{number}")));
        }

        // One entry for every three events, and one for the opening.
        long[] snapshots = [0, .. grid.Journal.Appends.Where(append => append.Snapshot is not null).Select(append => append.Version)];
        Assert.All(snapshots.Zip(snapshots.Skip(1)), pair => Assert.Equal(Math.Max(Limits.SnapshotEveryEventsMin, (pair.Second + 4) / 3), pair.Second - pair.First));
        Assert.InRange(1801 - snapshots[^1], 0, 601);
    }

    // Whoever waits for an append must not wait for the snapshot of a large state: it comes afterwards, apart from any append.
    [Fact]
    public async Task Append_OfALargeState_LeavesWithoutTheSnapshotThatIsTakenAtIt()
    {
        var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(10_000);
        await stock.ReserveEach([.. Enumerable.Range(0, Limits.SnapshotApartEntriesMin).Select(number => Hold($"r{number}", 60))]);
        await stock.Release(new(new("r7"), null, null));

        Assert.DoesNotContain(grid.Journal.Appends, append => append.Snapshot is not null);
        Assert.Equal([Limits.SnapshotApartEntriesMin + 1], grid.Journal.SnapshotsApart);
        var before = await stock.Stock();
        await using var restarted = await grid.RestartAsync();
        var history = await restarted.Journal.Kept.ReadAsync(Entity, CancellationToken.None);
        Assert.Equal((Limits.SnapshotApartEntriesMin + 1, 1), (history.Snapshot!.Version, history.Rows.Count));
        Assert.Equal(before, await restarted.Stock().Stock());
        Assert.Equal(ReserveStatus.Exists, (await restarted.Stock().Reserve(Hold("r1", 60))).Status);
        Assert.Equal(ReserveStatus.ReservationClosed, (await restarted.Stock().Reserve(Hold("r7", 60))).Status);
    }

    // I10: a snapshot of what never became durable would bring it back to life.
    [Fact]
    public async Task Append_OfALargeState_WhenItFails_KeepsNoSnapshot()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(10_000);
        grid.Journal.OnAppend = static (_, _) => throw new JournalUnknownException("Cut.");
        await Assert.ThrowsAsync<GridUnavailableException>(() => stock.ReserveEach([.. Enumerable.Range(0, Limits.SnapshotApartEntriesMin).Select(number => Hold($"r{number}", 60))]));
        grid.Journal.OnAppend = static (_, keep) => keep();

        Assert.Equal(10_000, (await stock.Stock()).Available);
        Assert.Empty(grid.Journal.SnapshotsApart);
    }

    // Whoever waits for an append waits for its snapshot, too. The test that grows without any load shows when it is due.
    [Theory]
    [InlineData(Limits.SnapshotEveryEventsMin, false)]
    [InlineData(Limits.SnapshotEveryEventsMin * Limits.SnapshotPostponedTimesMax, true)]
    public async Task Append_UnderLoad_PostponesItsSnapshotForAWhile(int countMax, bool isMade)
    {
        var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(10_000);
        var gate = grid.Journal.HoldNext(StockGrain.Kind);
        var first = stock.SetSafetyStock(new(1));
        await gate.Arrived;
        var others = Enumerable.Range(0, countMax).Select(number => stock.SetSafetyStock(new(number % 2))).ToArray();
        gate.Open();
        await Task.WhenAll([first, .. others]);
        Assert.Equal(isMade, grid.Journal.Appends.Any(append => append.Snapshot is not null));

        await stock.SetSafetyStock(new(5));

        var last = grid.Journal.Appends[^1];
        Assert.Equal(!isMade, last.Snapshot is not null);
        await using var restarted = await grid.RestartAsync();
        Assert.Equal((5, last.Version), ((await restarted.Stock().Stock()).SafetyStock, (await restarted.Stock().Stock()).Version));
    }

    [Fact]
    public async Task Events_WhenReadInPages_AreAllThereOnceAndInOrder()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(100);
        await Task.WhenAll(Enumerable.Range(0, 23).Select(number => stock.Reserve(Hold($"r{number}", 60))));

        var versions = new List<long>();
        for (long? after = 0; after is { } from;)
        {
            var page = await stock.Events(from, 5);
            Assert.InRange(page.Events.Count, 0, 5);
            versions.AddRange(page.Events.Select(@event => @event.Version));
            after = page.NextAfter;
        }

        Assert.Equal(Enumerable.Range(1, 24).Select(version => (long)version), versions);
    }

    private static ReserveStock Hold(string id, int seconds) => new(new(id), 1, TimeSpan.FromSeconds(seconds));
}
