using Omnichannel.Inventory;

namespace Omnichannel.Journal;

/// <summary>Decide, apply, batch, flush, reply: I10 (no answer before it is durable) and what becomes of callers when the journal does not keep what they rest on.</summary>
public sealed class MachineGrainTests
{
    private static readonly EntityKey Entity = new(StockGrain.Kind, "SKU-1/store-1");

    [Fact]
    public async Task Reserve_When200ComeAtOnce_TwoAppendsCarryThemAll()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(100);
        var gate = grid.Journal.HoldNext(StockGrain.Kind);

        var replies = Enumerable.Range(0, 199).Append(0).Select(number => stock.Reserve(Hold($"r{number}"))).ToArray();
        await grid.Journal.DecisionsAsync(200);
        Assert.All(replies, reply => Assert.False(reply.IsCompleted));
        gate.Open();

        var told = (await Task.WhenAll(replies)).GroupBy(reply => reply.Status).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal((100, 99, 1), (told[ReserveStatus.Reserved], told[ReserveStatus.InsufficientStock], told[ReserveStatus.Exists]));
        Assert.Equal([1, 99], grid.Journal.Appends.Select(append => append.EventCount));
    }

    [Theory]
    [InlineData(false, ReserveStatus.Reserved)]
    [InlineData(true, ReserveStatus.Exists)]
    public async Task Reserve_WhenTheJournalDidNotSay_EveryCallerIsToldSoAndARetryFindsTheTruth(bool isKept, ReserveStatus retried)
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(100);
        var gate = grid.Journal.HoldNext(StockGrain.Kind);
        grid.Journal.OnAppend = Then(grid.Journal.OnAppend, async keep =>
        {
            if (isKept) await keep();
            throw new JournalUnknownException("The connection was lost.");
        });

        // The first is in flight, the second waits to leave with the next append, and the others rest on them.
        Task[] calls = [stock.Reserve(Hold("a")), stock.Reserve(Hold("b")), stock.Reserve(Hold("a")), stock.Reserve(Hold("c", 1000)), stock.Stock()];
        await grid.Journal.DecisionsAsync(calls.Length);
        gate.Open();

        foreach (var call in calls) Assert.Equal(Unavailability.OutcomeUnknown, (await Assert.ThrowsAsync<GridUnavailableException>(() => call)).Reason);
        Assert.Single(grid.Journal.Appends);
        grid.Journal.OnAppend = static (_, keep) => keep();
        Assert.Equal(isKept ? 1 : 0, (await stock.Stock()).Reserved);
        Assert.Equal(retried, (await stock.Reserve(Hold("a"))).Status);
        Assert.Equal(ReserveStatus.Reserved, (await stock.Reserve(Hold("b"))).Status);
        Assert.Equal(2, (await stock.Stock()).Reserved);
    }

    [Fact]
    public async Task Reserve_WhenTheJournalCannotBeReached_IsBusyAndNothingHappened()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(100);
        grid.Journal.OnAppend = static (_, _) => throw new JournalUnavailableException("Refused.");
        Assert.Equal(Unavailability.Busy, (await Assert.ThrowsAsync<GridUnavailableException>(() => stock.Reserve(Hold("a")))).Reason);

        grid.Journal.OnAppend = static (_, keep) => keep();
        Assert.Equal((0, 1), ((await stock.Stock()).Reserved, (await stock.Stock()).Version));
    }

    [Fact]
    public async Task Reserve_WhenTheQueueIsFull_IsRefusedBeforeAnythingChanges()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(100);
        grid.Journal.IsFull = true;
        Assert.Equal(Unavailability.Busy, (await Assert.ThrowsAsync<GridUnavailableException>(() => stock.Reserve(Hold("a")))).Reason);
        Assert.Empty(grid.Journal.Appends);

        grid.Journal.IsFull = false;
        Assert.Equal((0, 1), ((await stock.Stock()).Reserved, (await stock.Stock()).Version));
    }

    [Fact]
    public async Task Reserve_WhenTooMuchOfOneEntityIsPending_IsRefusedAndTheRestIsKept()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(Limits.QuantityMax);
        var gate = grid.Journal.HoldNext(StockGrain.Kind);

        var first = stock.Reserve(Hold("first"));
        await gate.Arrived;
        var pending = Enumerable.Range(0, Limits.PendingEventsMax).Select(number => stock.Reserve(Hold($"r{number}"))).ToArray();
        var refused = stock.Reserve(Hold("one too many"));
        Assert.Equal(Unavailability.Busy, (await Assert.ThrowsAsync<GridUnavailableException>(() => refused)).Reason);
        gate.Open();

        Assert.All(await Task.WhenAll([first, .. pending]), reply => Assert.Equal(ReserveStatus.Reserved, reply.Status));
        Assert.Equal(Limits.PendingEventsMax + 1, (await stock.Stock()).Reserved);
    }

    [Fact]
    public async Task Reserve_WhenAnotherOwnerWroteFirst_IsDecidedAgainOnTheTruth()
    {
        await using var loser = await TestGrid.StartAsync();
        await using var winner = await TestGrid.StartAsync(loser.Journal, loser.Clock);
        await loser.StockOfAsync(10);
        Assert.Equal(ReserveStatus.Reserved, (await winner.Stock().Reserve(Hold("w", 7))).Status);

        var reply = await loser.Stock().Reserve(Hold("l", 7));
        Assert.Equal((ReserveStatus.InsufficientStock, 3, 2), (reply.Status, reply.Available, reply.Version));
        Assert.Equal(ReserveStatus.Reserved, (await loser.Stock().Reserve(Hold("l", 3))).Status);
        Assert.Equal(ReserveStatus.Exists, (await winner.Stock().Reserve(Hold("l", 3))).Status);
    }

    [Fact]
    public async Task ReserveEach_DecidesInOrderAndLeavesInOneAppend()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(10);
        var before = grid.Journal.Appends.Length;

        var replies = await stock.ReserveEach([Hold("a", 6), Hold("b", 6), Hold("a", 6), Hold("a", 5), Hold("c", 4)]);

        ReserveStatus[] expected =
        [
            ReserveStatus.Reserved, ReserveStatus.InsufficientStock, ReserveStatus.Exists, ReserveStatus.ExistsWithDifferentQuantity, ReserveStatus.Reserved,
        ];
        Assert.Equal(expected, replies.Select(reply => reply.Status));
        Assert.Equal(before + 1, grid.Journal.Appends.Length);
    }

    [Fact]
    public async Task ReserveEach_WhenAnotherOwnerWroteFirst_IsDecidedAgainOnTheTruth()
    {
        await using var loser = await TestGrid.StartAsync();
        await using var winner = await TestGrid.StartAsync(loser.Journal, loser.Clock);
        await loser.StockOfAsync(10);
        await winner.Stock().Reserve(Hold("b", 7));

        var replies = await loser.Stock().ReserveEach([Hold("a", 2), Hold("b", 7), Hold("c", 2)]);

        Assert.Equal([ReserveStatus.Reserved, ReserveStatus.Exists, ReserveStatus.InsufficientStock], replies.Select(reply => reply.Status));
        Assert.Equal(9, (await winner.Stock().StockStrong()).Reserved);
    }

    [Fact]
    public async Task ReserveEach_WhenThereIsNoRoomForAll_IsRefusedWhole()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(Limits.QuantityMax);
        var gate = grid.Journal.HoldNext(StockGrain.Kind);
        var first = stock.Reserve(Hold("first"));
        await gate.Arrived;
        var pending = Enumerable.Range(0, Limits.PendingEventsMax - 1).Select(number => stock.Reserve(Hold($"r{number}"))).ToArray();

        var refused = stock.ReserveEach([Hold("x"), Hold("y")]);

        Assert.Equal(Unavailability.Busy, (await Assert.ThrowsAsync<GridUnavailableException>(() => refused)).Reason);
        gate.Open();
        await Task.WhenAll([first, .. pending]);
        Assert.Equal(Limits.PendingEventsMax, (await stock.Stock()).Reserved);
    }

    [Fact]
    public async Task Reserve_WhenOthersKeepWritingFirst_IsContendedInTheEnd()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(10);
        grid.Journal.OnAppend = static (append, _) => throw new JournalFencedException(append.Entity, append.ExpectedVersion);
        Assert.Equal(Unavailability.Contended, (await Assert.ThrowsAsync<GridUnavailableException>(() => stock.Reserve(Hold("a")))).Reason);
        Assert.Equal(Limits.FenceRetriesMax, grid.Journal.Appends.Length);

        grid.Journal.OnAppend = static (_, keep) => keep();
        Assert.Equal(ReserveStatus.Reserved, (await stock.Reserve(Hold("a"))).Status);
    }

    // I5, I8: the journal takes one of two appends on the same version, and the other silo decides again.
    [Fact]
    public async Task Reserve_WhenTwoSilosOwnTheSameStock_NeverSellsAUnitTwice()
    {
        await using var one = await TestGrid.StartAsync();
        await using var other = await TestGrid.StartAsync(one.Journal, one.Clock);
        await one.StockOfAsync(100);

        // One after the other on each side, so that every append of one side may fence the other.
        var replies = await Task.WhenAll(Sequence(one, "one"), Sequence(other, "other"));
        Assert.Equal(100, replies.Sum(statuses => statuses.Count(status => status == ReserveStatus.Reserved)));
        Assert.All(replies.SelectMany(statuses => statuses), status => Assert.True(status is ReserveStatus.Reserved or ReserveStatus.InsufficientStock));
        await using var reader = await TestGrid.StartAsync(new(one.Journal.Kept));
        Assert.Equal(100, (await reader.Stock().Stock()).Reserved);

        static async Task<List<ReserveStatus>> Sequence(TestGrid grid, string name)
        {
            var statuses = new List<ReserveStatus>();
            for (var number = 0; number < 80; number++) statuses.Add((await grid.Stock().Reserve(Hold($"{name}-{number}"))).Status);
            return statuses;
        }
    }

    // An id that no edge lets through: the decider cannot take it, and neither may the others who wait for the same append.
    [Fact]
    public async Task Move_WhenItFailsBeforeItChangesAnything_FailsAlone()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(1);
        var gate = grid.Journal.HoldNext(StockGrain.Kind);
        Task<ReserveReply>[] good = [stock.Reserve(Hold("a")), stock.Reserve(Hold("b"))];
        var bad = stock.Move(new(default, MovementType.TransferOut, 5));
        await grid.Journal.DecisionsAsync(3);
        gate.Open();

        await Assert.ThrowsAsync<NullReferenceException>(() => bad);
        Assert.Equal([ReserveStatus.Reserved, ReserveStatus.InsufficientStock], (await Task.WhenAll(good)).Select(reply => reply.Status));
    }

    // A state that is half changed is never written: it is dropped, with all that was decided on it, and read again.
    [Fact]
    public async Task Move_WhenItFailsWhileItChanges_IsAsIfItNeverWas()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(1);
        await Assert.ThrowsAnyAsync<Exception>(() => stock.Move(new(default, MovementType.Receive, 5)));
        Assert.Empty(grid.Journal.Appends);
        Assert.Equal((1, 1), ((await stock.Stock()).OnHand, (await stock.Stock()).Version));
    }

    [Fact]
    public async Task Stop_WhileAnAppendIsInFlight_WaitsForItAndAnswers()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(10);
        var gate = grid.Journal.HoldNext(StockGrain.Kind);
        var reserving = stock.Reserve(Hold("a"));
        await gate.Arrived;
        var stopping = grid.StopAsync();
        gate.Open();

        Assert.Equal(ReserveStatus.Reserved, (await reserving).Status);
        await stopping;
        Assert.Equal(2, (await grid.Journal.Kept.ReadAsync(Entity, CancellationToken.None)).Version);
    }

    [Fact]
    public async Task Call_WhenTheJournalOfOneEntityIsDamaged_StopsThatEntityOnly()
    {
        await using var grid = await TestGrid.StartAsync();
        await grid.Journal.Kept.AppendAsync(new(Entity, 0, 1, Shelf.Start, "[]"u8.ToArray(), Checksum: 0));

        Assert.Equal(Unavailability.Corrupt, (await Assert.ThrowsAsync<GridUnavailableException>(() => grid.Stock().Stock())).Reason);
        Assert.Equal(Unavailability.Corrupt, (await Assert.ThrowsAsync<GridUnavailableException>(() => grid.Stock().Reserve(Hold("a")))).Reason);
        Assert.Equal(0, (await grid.Stock("SKU-1/store-2").Stock()).OnHand);
    }

    private static ReserveStock Hold(string id, long quantity = 1) => new(new(id.Replace(' ', '-')), quantity, TimeSpan.FromSeconds(900));

    private static Func<JournalAppend, Func<ValueTask>, ValueTask> Then(Func<JournalAppend, Func<ValueTask>, ValueTask> first, Func<Func<ValueTask>, ValueTask> then) =>
        (append, keep) => first(append, () => then(keep));
}
