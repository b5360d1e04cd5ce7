namespace Omnichannel.Customers;

/// <summary>I66: a session that came by the id of a merged customer is the survivor's for as long as the two are one, and goes back with that customer.</summary>
public sealed class VisitMergeTests
{
    private static readonly TimeSpan _idle = TimeSpan.FromMinutes(30);

    // Seeds 268, 1551, 2567 and 2931 of the carts: it stayed with the survivor, where nobody ended it.
    [Fact]
    public async Task Undo_WhenASessionCameByTheMergedId_GivesItBack()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await CustomerMergeGrainTests.TwinsAsync(grid);
        await MergeAsync(grid, "merge-1", "ada", "ada-2");
        await grid.Session("app-9").Start(new(new("store"), _idle, new("till-1"), new("session-2")));
        Assert.Equal(["session-1", "app-9"], await LiveAsync(grid, "ada"));

        await grid.Merge("merge-1").Undo();

        Assert.Equal(["session-1"], await LiveAsync(grid, "ada"));
        Assert.Equal(["app-9"], await LiveAsync(grid, "ada-2"));
        var visit = Assert.Single((await grid.Customer("ada-2").LiveSessions()).Sessions);
        Assert.Equal(("store", "till-1"), (visit.Channel.Value, visit.DeviceId!.Value.Value));
        Assert.DoesNotContain("till-1", await CustomerMergeGrainTests.HistoryAsync(grid, "ada"), StringComparison.Ordinal);
        Assert.Contains("till-1", await CustomerMergeGrainTests.HistoryAsync(grid, "ada-2"), StringComparison.Ordinal);

        // Also for a process that has only the journal, and until it ends.
        await using var next = await CustomerGrid.StartAsync(grid.Journal, grid.Keys, grid.Time);
        Assert.Equal(["app-9"], await LiveAsync(next, "ada-2"));
        await next.Session("app-9").SignOut(new());
        Assert.Empty(await LiveAsync(next, "ada-2"));
        Assert.Equal(["session-1"], await LiveAsync(next, "ada"));
    }

    [Fact]
    public async Task Undo_WhenASessionWasSignedInForTheSurvivor_LeavesItThere()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await CustomerMergeGrainTests.TwinsAsync(grid);
        await MergeAsync(grid, "merge-1", "ada", "ada-2");
        await grid.Session("web-9").Start(new(new("web"), _idle));

        var signedIn = await grid.Session("web-9").SignIn(new(new("sign-in-9"), new("ada-2"), Carts.CartMergeStrategy.Sum));
        await grid.Merge("merge-1").Undo();

        Assert.Equal((SessionStatus.Done, "ada"), (signedIn.Status, signedIn.Session!.Customer!.Value.Value));
        Assert.Equal(["session-1", "web-9"], await LiveAsync(grid, "ada"));
        await grid.Session("web-9").SignOut(new());
        Assert.Equal(["session-1"], await LiveAsync(grid, "ada"));
    }

    [Fact]
    public async Task Undo_WhenASessionOfTheMergedIdCameAnew_GivesBackTheNewOne()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await CustomerMergeGrainTests.TwinsAsync(grid);
        await MergeAsync(grid, "merge-1", "ada", "ada-2");
        var old = grid.Customer("ada-2");
        await old.DetachSession(new(new("session-2")));
        await old.AttachSession(new(new("session-2"), new("store"), null));
        Assert.Equal(CustomerStatus.AlreadyDone, (await old.AttachSession(new(new("session-2"), new("store"), null))).Status);

        await grid.Merge("merge-1").Undo();

        Assert.Equal("store", Assert.Single((await old.LiveSessions()).Sessions).Channel.Value);
        Assert.Equal(["session-1"], await LiveAsync(grid, "ada"));
    }

    [Fact]
    public async Task Undo_OfAChain_GivesASessionBackAsFarAsItCame()
    {
        await using var grid = await CustomerGrid.StartAsync();
        foreach (var id in new[] { "ada", "bea", "cia" }) await grid.RegisterAsync(id);
        await MergeAsync(grid, "merge-1", "bea", "ada");
        await grid.Customer("ada").AttachSession(new(new("early"), new("web"), null));
        await MergeAsync(grid, "merge-2", "cia", "bea");
        await grid.Customer("ada").AttachSession(new(new("late"), new("web"), null));
        await grid.Customer("bea").AttachSession(new(new("other"), new("web"), null));
        Assert.Equal(["early", "late", "other"], await LiveAsync(grid, "cia"));

        await grid.Merge("merge-2").Undo();
        Assert.Empty(await LiveAsync(grid, "cia"));
        Assert.Equal(["early", "late", "other"], await LiveAsync(grid, "bea"));
        await grid.Customer("ada").DetachSession(new(new("early")));

        await grid.Merge("merge-1").Undo();
        Assert.Equal(["other"], await LiveAsync(grid, "bea"));
        Assert.Equal(["late"], await LiveAsync(grid, "ada"));
    }

    [Fact]
    public async Task Session_ByAnIdThatIsNotOneWithTheSurvivor_HasToBeAskedForAgain()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await CustomerMergeGrainTests.TwinsAsync(grid);
        await MergeAsync(grid, "merge-1", "ada", "ada-2");
        await grid.Merge("merge-1").Undo();
        var (ada, late) = (grid.Customer("ada"), new CustomerId("ada-2"));

        Assert.Equal(CustomerStatus.MergeUnderWay, (await ada.AttachSession(new(new("web-9"), new("web"), null, late))).Status);
        Assert.Equal(CustomerStatus.MergeUnderWay, (await ada.DetachSession(new(new("session-1"), late))).Status);
        Assert.Equal(["session-1"], await LiveAsync(grid, "ada"));

        // Whom it is passed on from is asked first: it knows better, also when the survivor is gone meanwhile.
        await ada.Erase(new(new("erase-1")));
        Assert.Equal(CustomerStatus.MergeUnderWay, (await ada.DetachSession(new(new("session-2"), late))).Status);
        Assert.Equal(CustomerStatus.Erased, (await ada.DetachSession(new(new("session-2")))).Status);
    }

    // Given back by the survivor, and not open again: what is asked for now would be forgotten by both.
    [Theory]
    [InlineData(CustomerStatus.Done, AbsorptionStep.Settled)]
    [InlineData(CustomerStatus.MergeUnderWay, AbsorptionStep.Returned)]
    public void Decide_ByAnIdThatIsBeingGivenBack_SaysThatItIsUnderWay(CustomerStatus expected, AbsorptionStep step)
    {
        var (at, merge, bea) = (new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), new CustomerMergeId("merge-1"), new CustomerId("bea"));
        var ada = new Customer();
        CustomerEvent[] events =
        [
            new CustomerRegistered(at, new("ada"), []),
            new CustomerAbsorbed(at, merge, bea, [], [], [], [], [], [], PurchaseTotals.None, new([], []), [new(new("visit-1"), new("web"), at, null, merge)], [], false),
            new AbsorptionSettled(at, merge),
        ];
        foreach (var @event in events) ada.Apply(@event);
        if (step == AbsorptionStep.Returned) ada.Apply(new AbsorptionReturned(at, merge, new([], [], [], [new("visit-1")])));

        Assert.Equal(expected, VisitDecider.Decide(ada, new AttachSession(new("visit-2"), new("web"), null, bea), at).Status);
        Assert.Equal(expected, VisitDecider.Decide(ada, new DetachSession(new("visit-1"), bea), at).Status);
        Assert.Equal(CustomerStatus.Done, VisitDecider.Decide(ada, new AttachSession(new("visit-3"), new("web"), null), at).Status);
    }

    private static async Task MergeAsync(CustomerGrid grid, string merge, string survivor, string absorbed) =>
        Assert.Equal(CustomerMergeStatus.Merged, (await grid.Merge(merge).Merge(new(new(survivor), new(absorbed), Carts.CartMergeStrategy.Sum))).Status);

    private static async Task<string[]> LiveAsync(CustomerGrid grid, string id) => [.. (await grid.Customer(id).LiveSessions()).Sessions.Select(session => session.Id.Value)];
}
