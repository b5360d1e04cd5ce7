using System.Text;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>I12: a transfer loses and doubles nothing, whatever dies on the way.</summary>
public sealed class TransferGrainTests : ITruthTable
{
    private const string Source = "SKU-1/source";
    private const string Target = "SKU-1/target";
    private static readonly TransferStock Order = new(new("SKU-1"), new("source"), new("target"), 5, "rebalance");

    static IEnumerable<Enum> ITruthTable.Outcomes =>
        [TransferStatus.Transferred, TransferStatus.InsufficientStock, TransferStatus.TargetFull, TransferStatus.SourceFull, TransferStatus.UnderWay, TransferStatus.NotFound];

    // Begin, out, dispatched, in, received: each is one append, and after each of them, or just before, everything may die.
    public static TheoryData<int, bool, bool> Deaths
    {
        get
        {
            var deaths = new TheoryData<int, bool, bool>();
            for (var append = 1; append <= 5; append++)
            {
                deaths.Add(append, false, false);
                deaths.Add(append, true, false);
                deaths.Add(append, false, true);
                deaths.Add(append, true, true);
            }

            return deaths;
        }
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Transfer_WhenEverythingDiesAtAnAppend_IsFinishedByARetry(int append, bool isKept, bool isRestarted)
    {
        await using var grid = await DieAtAsync(append, isKept, isRestarted);
        var reply = await Transfer(grid).Transfer(Order);
        Assert.Equal((TransferStatus.Transferred, Order), (reply.Status, reply.Transfer));
        Assert.Equal(append > 1 || isKept, reply.IsRepeat);
        await AssertMovedOnceAsync(grid);
        Assert.Equal(TransferStatus.Transferred, (await Transfer(grid).Transfer(Order)).Status);
        await AssertMovedOnceAsync(grid);
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Transfer_WhenEverythingDiesAtAnAppend_IsFinishedByItsWakeUp(int append, bool isKept, bool isRestarted)
    {
        await using var grid = await DieAtAsync(append, isKept, isRestarted);
        grid.Clock.Now = grid.Clock.Now.AddSeconds(Limits.CoordinatorRetrySeconds);
        await grid.Sweep.SweepAsync(CancellationToken.None);

        var found = await Transfer(grid).Find();
        if (append == 1 && !isKept)
        {
            Assert.Equal(TransferStatus.NotFound, found.Status);
            Assert.Equal(10, (await grid.Stock(Source).Stock()).OnHand);
            return;
        }

        Assert.Equal(TransferStatus.Transferred, found.Status);
        await AssertMovedOnceAsync(grid);
        Assert.Equal(0, await grid.Sweep.SweepAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Transfer_WhenTheSourceHasTooLittle_MovesNothing()
    {
        await using var grid = await StartAsync();
        var reply = await Transfer(grid).Transfer(Order with { Quantity = 11 });
        Assert.Equal((TransferStatus.InsufficientStock, 10), (reply.Status, reply.Available));
        await grid.Stock(Source).Move(new(new("more"), MovementType.Receive, 5));
        Assert.Equal(TransferStatus.InsufficientStock, (await Transfer(grid).Transfer(Order with { Quantity = 11 })).Status);
        Assert.Equal((15, 0), await OnHandAsync(grid));
    }

    [Fact]
    public async Task Transfer_WhenTheTargetHasNoRoom_BringsAllBack()
    {
        await using var grid = await StartAsync();
        await FillAsync(grid, Target);
        var reply = await Transfer(grid).Transfer(Order);
        Assert.Equal((TransferStatus.TargetFull, 0), (reply.Status, reply.Available));
        Assert.Equal((10, Limits.OnHandMax), await OnHandAsync(grid));
        await grid.Stock(Target).Move(new(new("empty"), MovementType.Count, 0));
        Assert.Equal(TransferStatus.TargetFull, (await Transfer(grid).Transfer(Order)).Status);
        Assert.Equal((10, 0), await OnHandAsync(grid));
    }

    [Fact]
    public async Task Transfer_WhenTheSourceRemembersAllItCan_StaysUnderWayUntilThereIsRoom()
    {
        await using var grid = await StartAsync();
        await KeepSnapshotAsync(grid, Source, FullStock.OfRememberedIds());
        Assert.Equal(TransferStatus.SourceFull, (await Transfer(grid).Transfer(Order)).Status);
        Assert.Equal(TransferStatus.UnderWay, (await Transfer(grid).Find()).Status);

        grid.Clock.Now = Shelf.Start.AddSeconds(Limits.RememberedSeconds);
        Assert.Equal(TransferStatus.Transferred, (await Transfer(grid).Transfer(Order)).Status);
        Assert.Equal(5, (await grid.Stock(Target).Stock()).OnHand);
    }

    // I21: the refusal of a step stands. Else the second silo would move units out of a transfer that the first one has called off.
    [Fact]
    public async Task Transfer_WhenRefusedWhileAnotherSiloDrivesItToo_NeverMovesAfterwards()
    {
        await using var one = await StartAsync();
        await using var other = await TestGrid.StartAsync(one.Journal, one.Clock);
        var gate = HoldRefusal(one.Journal);
        var refused = Transfer(one).Transfer(Order with { Quantity = 11 });
        await gate.Arrived;

        // The refusal is told to the first silo, not yet durable, when goods arrive and the second silo asks for the same step.
        await one.Stock(Source).Move(new(new("more"), MovementType.Receive, 90));
        var second = await Transfer(other).Transfer(Order with { Quantity = 11 });
        gate.Open();

        Assert.Equal((TransferStatus.InsufficientStock, TransferStatus.InsufficientStock), ((await refused).Status, second.Status));
        Assert.Equal((100, 0), await OnHandAsync(one));
    }

    // I21: a weekend is longer than ids of callers are remembered; a step must not happen again on Monday.
    [Fact]
    public async Task Transfer_WhenTheGridWasDownForDays_IsNotDoubled()
    {
        await using var grid = await DieAtAsync(3, isKept: false, isRestarted: true);
        grid.Clock.Now = grid.Clock.Now.AddDays(3);
        await grid.Stock(Source).Move(new(new("monday"), MovementType.Sell, 1));
        Assert.Equal(TransferStatus.Transferred, (await Transfer(grid).Transfer(Order)).Status);
        Assert.Equal((4, 5), await OnHandAsync(grid));
    }

    [Fact]
    public async Task Transfer_WhenItGotNoFurtherForTooLong_AsksNobodyAnyMore()
    {
        await using var grid = await DieAtAsync(3, isKept: false, isRestarted: true);
        grid.Clock.Now = grid.Clock.Now.AddSeconds(Limits.StepAskedSeconds + 1);
        Assert.Equal(TransferStatus.UnderWay, (await Transfer(grid).Transfer(Order)).Status);
        Assert.Equal((5, 0), await OnHandAsync(grid));
    }

    private static ITransferGrain Transfer(TestGrid grid) => grid.Grains.GetGrain<ITransferGrain>("t-1");

    private static async Task<TestGrid> StartAsync()
    {
        var grid = await TestGrid.StartAsync();
        await grid.StockOfAsync(10, Source);
        return grid;
    }

    private static async Task<TestGrid> DieAtAsync(int death, bool isKept, bool isRestarted)
    {
        var grid = await StartAsync();
        var count = 0;
        grid.Journal.OnAppend = async (_, keep) =>
        {
            count++;
            if (count < death || (count == death && isKept)) await keep();
            if (count >= death) throw new JournalUnknownException("Everything died.");
        };
        await Assert.ThrowsAsync<GridUnavailableException>(() => Transfer(grid).Transfer(Order));
        grid.Journal.OnAppend = static (_, keep) => keep();
        return isRestarted ? await grid.RestartAsync() : grid;
    }

    private static Gate HoldRefusal(ScriptedJournal journal)
    {
        var gate = new Gate();
        journal.OnAppend = (append, keep) =>
            Encoding.UTF8.GetString(append.Payload.Span).Contains("transfer-refused", StringComparison.Ordinal) && !gate.Arrived.IsCompleted ? gate.Pass(keep) : keep();
        return gate;
    }

    private static async Task FillAsync(TestGrid grid, string key) =>
        await KeepSnapshotAsync(grid, key, new(Stock.Restore(FullStock.Empty with { OnHand = Limits.OnHandMax })));

    private static async Task KeepSnapshotAsync(TestGrid grid, string key, Shelf shelf)
    {
        var entity = new EntityKey(StockGrain.Kind, key);
        var version = (await grid.Journal.Kept.ReadAsync(entity, CancellationToken.None)).Version;
        var payload = StockCodec.Instance.EncodeSnapshot(Stock.Restore(shelf.Stock.Capture() with { Version = version + 1 }));
        var snapshot = new JournalSnapshot(version + 1, 7, payload, JournalChecksum.OfSnapshot(7, payload));
        await grid.Journal.Kept.AppendAsync(new(entity, version, 1, Shelf.Start, "[]"u8.ToArray(), 7, null, snapshot));
    }

    private static async Task<(long Source, long Target)> OnHandAsync(TestGrid grid) =>
        ((await grid.Stock(Source).Stock()).OnHand, (await grid.Stock(Target).Stock()).OnHand);

    private static async Task AssertMovedOnceAsync(TestGrid grid)
    {
        Assert.Equal((5, 5), await OnHandAsync(grid));
        Assert.Equal((2, 1), ((await grid.Stock(Source).Stock()).Version, (await grid.Stock(Target).Stock()).Version));
    }
}
