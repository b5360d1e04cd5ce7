using System.Text;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>I13: all lines or none, whatever dies on the way; nothing stays held that nobody was told of.</summary>
public sealed class ReservationGroupGrainTests : ITruthTable
{
    private static readonly string[] Keys = ["SKU-1/store-1", "SKU-2/store-1", "SKU-3/store-2"];
    private static readonly ReserveGroup Order = new(
        [.. Keys.Select(StockKey.Parse).Select(key => new ReservationLine(key.Sku, key.Location, 2))], TimeSpan.FromSeconds(900), GroupPolicy.AllOrNothing, new Channel("web"), "cart-7");

    static IEnumerable<Enum> ITruthTable.Outcomes => [GroupStatus.Reserved, GroupStatus.PartlyReserved, GroupStatus.Rejected, GroupStatus.UnderWay, GroupStatus.NotFound];

    // Begun, three lines, kept: five appends. Begun, two lines held, one refused, rejected, two releases, cleared: eight.
    public static TheoryData<int, bool, bool, bool> Deaths
    {
        get
        {
            var deaths = new TheoryData<int, bool, bool, bool>();
            foreach (var (doesFit, appends) in ((bool, int)[])[(true, 5), (false, 8)])
            {
                for (var append = 1; append <= appends; append++)
                {
                    deaths.Add(append, false, append % 2 == 0, doesFit);
                    deaths.Add(append, true, append % 2 == 0, doesFit);
                }
            }

            return deaths;
        }
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Reserve_WhenEverythingDiesAtAnAppend_IsFinishedByARetry(int append, bool isKept, bool isRestarted, bool doesFit)
    {
        await using var grid = await DieAtAsync(append, isKept, isRestarted, doesFit);
        var reply = await Group(grid).Reserve(Order);
        Assert.Equal(doesFit ? GroupStatus.Reserved : GroupStatus.Rejected, reply.Status);
        Assert.Equal(append > 1 || isKept, reply.IsRepeat);
        Assert.Equal(doesFit ? Shelf.Start.AddSeconds(900) : null, reply.ExpiresAt);
        await AssertHeldAsync(grid, doesFit ? [2, 2, 2] : [0, 0, 0]);

        var again = await Group(grid).Reserve(Order);
        Assert.Equal((reply.Status, true), (again.Status, again.IsRepeat));
        Assert.Equal(reply.Lines, again.Lines);
        await AssertHeldAsync(grid, doesFit ? [2, 2, 2] : [0, 0, 0]);
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Reserve_WhenEverythingDiesAtAnAppend_IsFinishedByItsWakeUp(int append, bool isKept, bool isRestarted, bool doesFit)
    {
        await using var grid = await DieAtAsync(append, isKept, isRestarted, doesFit);
        grid.Clock.Now = grid.Clock.Now.AddSeconds(Limits.CoordinatorRetrySeconds);
        await grid.Sweep.SweepAsync(CancellationToken.None);
        var hasBegun = append > 1 || isKept;
        Assert.Equal(!hasBegun ? GroupStatus.NotFound : doesFit ? GroupStatus.Reserved : GroupStatus.Rejected, (await Group(grid).Find()).Status);
        await AssertHeldAsync(grid, hasBegun && doesFit ? [2, 2, 2] : [0, 0, 0]);
        Assert.Equal(0, await grid.Sweep.SweepAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Reserve_WhenTheCoordinatorComesBackAfterTheHold_HoldsNothing()
    {
        await using var grid = await DieAtAsync(2, isKept: true, isRestarted: true, doesFit: true);
        grid.Clock.Now = grid.Clock.Now.AddSeconds(900);
        await grid.Sweep.SweepAsync(CancellationToken.None);
        Assert.Equal(GroupStatus.Rejected, (await Group(grid).Reserve(Order)).Status);
        await AssertHeldAsync(grid, [0, 0, 0]);
    }

    [Fact]
    public async Task Reserve_WhenTheCoordinatorComesBackLate_HoldsOnlyForWhatIsLeft()
    {
        await using var grid = await DieAtAsync(2, isKept: false, isRestarted: true, doesFit: true);
        grid.Clock.Now = grid.Clock.Now.AddSeconds(600);
        Assert.Equal(GroupStatus.Reserved, (await Group(grid).Reserve(Order)).Status);
        foreach (var key in Keys) Assert.Equal(Shelf.Start.AddSeconds(900), (await grid.Stock(key).FindReservation(new("g-1"))).Reservation!.ExpiresAt);
    }

    [Fact]
    public async Task Reserve_WhenTheCallerTakesWhatFits_KeepsThatAndTellsTheRest()
    {
        await using var grid = await StartAsync(doesFit: false);
        var reply = await Group(grid).Reserve(Order with { Policy = GroupPolicy.AllowPartial });
        Assert.Equal(GroupStatus.PartlyReserved, reply.Status);
        Assert.Equal([ReserveStatus.Reserved, ReserveStatus.Reserved, ReserveStatus.InsufficientStock], reply.Lines.Select(line => line.Status));
        Assert.Equal([8, 8, 1], reply.Lines.Select(line => line.Available));
        await AssertHeldAsync(grid, [2, 2, 0]);
    }

    [Fact]
    public async Task Find_WhileALineHasNoAnswer_IsUnderWay()
    {
        await using var grid = await StartAsync(doesFit: true);
        var gate = grid.Journal.HoldNext(StockGrain.Kind);
        var reserving = Group(grid).Reserve(Order);
        await gate.Arrived;
        Assert.Equal(GroupStatus.UnderWay, (await Group(grid).Find()).Status);
        gate.Open();
        Assert.Equal(GroupStatus.Reserved, (await reserving).Status);
    }

    // I24: goods came between the first silo's question and the second's. What was refused stays refused, or a line would be held that no group knows of.
    [Fact]
    public async Task Reserve_WhenAnotherSiloWasRefused_IsRefusedToo()
    {
        await using var first = await StartAsync(doesFit: false);
        await using var second = await TestGrid.StartAsync(new(first.Journal.Kept), first.Clock);
        var rejecting = HoldDecision(first.Journal, "group-rejected");
        var rejected = Group(first).Reserve(Order);
        await rejecting.Arrived;
        await second.Stock(Keys[2]).Move(new(new("more"), MovementType.Receive, 9));

        Assert.Equal(GroupStatus.Rejected, (await Group(second).Reserve(Order)).Status);
        rejecting.Open();
        Assert.Equal(GroupStatus.Rejected, (await rejected).Status);
        await using var reader = await TestGrid.StartAsync(new(first.Journal.Kept), first.Clock);
        await AssertHeldAsync(reader, [0, 0, 0]);
    }

    private static IReservationGroupGrain Group(TestGrid grid) => grid.Grains.GetGrain<IReservationGroupGrain>("g-1");

    private static async Task<TestGrid> StartAsync(bool doesFit)
    {
        var grid = await TestGrid.StartAsync();
        foreach (var key in Keys) await grid.StockOfAsync(doesFit || key != Keys[^1] ? 10 : 1, key);
        return grid;
    }

    // Lines are asked at once: which of them dies may differ from run to run, how many does not.
    private static async Task<TestGrid> DieAtAsync(int death, bool isKept, bool isRestarted, bool doesFit)
    {
        var grid = await StartAsync(doesFit);
        var appends = 0;
        grid.Journal.OnAppend = async (_, keep) =>
        {
            var number = Interlocked.Increment(ref appends);
            if (number < death || (number == death && isKept)) await keep();
            if (number >= death) throw new JournalUnknownException("Everything died.");
        };
        await Assert.ThrowsAsync<GridUnavailableException>(() => Group(grid).Reserve(Order));
        grid.Journal.OnAppend = static (_, keep) => keep();
        return isRestarted ? await grid.RestartAsync() : grid;
    }

    private static Gate HoldDecision(ScriptedJournal journal, string tag)
    {
        var gate = new Gate();
        journal.OnAppend = (append, keep) =>
            Encoding.UTF8.GetString(append.Payload.Span).Contains(tag, StringComparison.Ordinal) && !gate.Arrived.IsCompleted ? gate.Pass(keep) : keep();
        return gate;
    }

    private static async Task AssertHeldAsync(TestGrid grid, long[] held)
    {
        var reserved = await Task.WhenAll(Keys.Select(async key => (await grid.Stock(key).Stock()).Reserved));
        Assert.Equal(held, reserved);
    }
}
