using Omnichannel.Carts;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

public sealed class CustomerGrainTests
{
    [Fact]
    public async Task Register_WhenSentAgain_IsTheSameCustomerAndAnotherBodyIsNot()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = grid.Customer("ada");

        var first = await ada.Register(new(CustomerGrid.Fields("givenName=Ada", "familyName=Lovelace"), new("web")));
        var again = await ada.Register(new(CustomerGrid.Fields("familyName=Lovelace", "givenName=Ada"), new("web")));
        var other = await ada.Register(new(CustomerGrid.Fields("givenName=Ada"), new("web")));

        Assert.Equal(CustomerStatus.Done, first.Status);
        Assert.Equal(CustomerStatus.AlreadyDone, again.Status);
        Assert.Equal(first.Customer!.Version, again.Customer!.Version);
        Assert.Equal(CustomerStatus.ExistsWithDifferentBody, other.Status);
        Assert.Equal(["familyName=Lovelace", "givenName=Ada"], ProfileOf(first.Customer));
    }

    [Fact]
    public async Task Patch_WhenTwoChannelsChangeDifferentFields_BothWin()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await grid.RegisterAsync("ada", "givenName=Ada");
        var seen = (await ada.Profile()).Customer!.Version;

        var web = await ada.Patch(new(CustomerGrid.Fields("familyName=Lovelace"), seen, new("web")));
        var till = await ada.Patch(new(CustomerGrid.Fields("addresses/home/line1=12 St James", "addresses/home/city=London", "addresses/home/country=GB"), seen, new("store")));

        Assert.Equal((CustomerStatus.Done, CustomerStatus.Done), (web.Status, till.Status));
        Assert.Equal(
            ["addresses/home/city=London", "addresses/home/country=GB", "addresses/home/line1=12 St James", "familyName=Lovelace", "givenName=Ada"],
            ProfileOf(till.Customer!));
    }

    [Fact]
    public async Task Patch_WhenTheSameFieldWasChangedSince_IsToldWhatItIsNow()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await grid.RegisterAsync("ada", "givenName=Ada");
        var seen = (await ada.Profile()).Customer!.Version;
        var first = await ada.Patch(new(CustomerGrid.Fields("familyName=Lovelace", "title=Countess"), seen));

        var second = await ada.Patch(new(CustomerGrid.Fields("familyName=Byron", "language=en"), seen));
        var repeat = await ada.Patch(new(CustomerGrid.Fields("familyName=Lovelace", "title=Countess"), seen));

        Assert.Equal(CustomerStatus.VersionMismatch, second.Status);
        Assert.Equal([new FieldConflict("familyName", "Lovelace", first.Customer!.Version)], second.Conflicts);
        Assert.Equal(CustomerStatus.AlreadyDone, repeat.Status);
        Assert.Equal(first.Customer.Version, repeat.Customer!.Version);
    }

    [Fact]
    public async Task Patch_WhenAGroupIsRemovedThatSomebodyChangedSince_IsRefusedAndARemovalIsRemembered()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await grid.RegisterAsync("ada", "tags/vip=true", "preferences/size=M");
        var seen = (await ada.Profile()).Customer!.Version;
        await ada.Patch(new(CustomerGrid.Fields("tags/vip="), seen));

        var late = await ada.Patch(new(CustomerGrid.Fields("tags/vip=true"), seen));
        await ada.Patch(new(CustomerGrid.Fields("preferences/size=L"), seen));
        var group = await ada.Patch(new(CustomerGrid.Fields("preferences="), seen));

        Assert.Equal((CustomerStatus.VersionMismatch, null), (late.Status, Assert.Single(late.Conflicts).Value));
        Assert.Equal((CustomerStatus.VersionMismatch, "L"), (group.Status, Assert.Single(group.Conflicts).Value));
    }

    [Fact]
    public async Task ResolveIssue_WhenNewerContactsHavePushedItOut_IsAnsweredFromTheJournalAsIsItsRetry()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await grid.RegisterAsync("ada");
        await ada.RecordTouchpoint(new(new("issue-1"), new("phone"), "Handle is loose", null, "order-1", IsIssue: true));
        for (var number = 0; number < Limits.TouchpointsKept; number++) await ada.RecordTouchpoint(new(new($"call-{number}"), new("phone"), "Opening hours"));

        var resolved = await ada.ResolveIssue(new(new("issue-1"), "replaced"));
        var again = await ada.ResolveIssue(new(new("issue-1"), "replaced"));

        Assert.Equal((CustomerStatus.Done, CustomerStatus.AlreadyDone), (resolved.Status, again.Status));
        Assert.Equal(("Handle is loose", "order-1", "replaced", IssueState.Resolved), Told(resolved));
        Assert.Equal(Told(resolved), Told(again));
        Assert.Equal(CustomerStatus.ExistsWithDifferentBody, (await ada.ResolveIssue(new(new("issue-1"), "lost"))).Status);

        static (string?, string?, string?, IssueState?) Told(TouchpointReply reply) =>
            (reply.Touchpoint?.Subject, reply.Touchpoint?.Reference, reply.Touchpoint?.Outcome, reply.Touchpoint?.Issue);
    }

    [Fact]
    public async Task Register_WhenItIsRefused_LeavesNoKey()
    {
        var keys = TestKeys.Create();
        await using var grid = await CustomerGrid.StartAsync(keys: keys);

        Assert.Equal(CustomerStatus.FieldOutOfRange, (await grid.Customer("ada").Register(new(CustomerGrid.Fields("birthDate=soon")))).Status);

        Assert.Null(await keys.FindAsync(CustomerGrain.KeyOwner(new("ada")), CancellationToken.None));
    }

    [Fact]
    public async Task Points_WhenTheirTimeHasComeAndNobodyTouchesThem_AreExpiredByTheSweep()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await grid.RegisterAsync("ada");
        var now = grid.Time.GetUtcNow();
        await ada.EarnPoints(new(new("earn-1"), 100, now.AddDays(1)));
        await ada.EarnPoints(new(new("earn-2"), 50));
        await ada.SpendPoints(new(new("spend-1"), 30));

        await grid.PassAsync(TimeSpan.FromDays(1));

        var written = await CustomerGrid.WrittenAsync(grid.Journal);
        Assert.Contains("\"points-expired\",\"lotId\":\"earn-1\",\"owner\":\"ada\",\"points\":70", written, StringComparison.Ordinal);
        var ledger = await ada.PointsLedger();
        Assert.Equal(new(50, 150, 30, 70, 0, 0, null), ledger.Points);
        Assert.Equal([50, 120, 150, 100], ledger.Entries.Select(entry => entry.Balance));
        Assert.Equal(50, ledger.Entries.Sum(entry => entry.Points));
    }

    [Fact]
    public async Task Purchases_WhenRecorded_AreSummedOnceEach()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await grid.RegisterAsync("ada");
        var now = grid.Time.GetUtcNow();
        foreach (var _ in Enumerable.Range(0, 2)) await ada.RecordPurchase(new(new("order-1"), new(4_998, new("EUR")), 2, new("web"), now.AddDays(-3)));
        await ada.RecordPurchase(new(new("order-2"), new(400, new("JPY")), 1));
        var reply = await ada.RecordPurchase(new(new("order-3"), new(2, new("EUR")), 1));

        Assert.Equal((3, 4), (reply.Purchases!.Orders, reply.Purchases.Units));
        Assert.Equal([new(5_000, new("EUR")), new(400, new("JPY"))], reply.Purchases.Spent);
        Assert.Equal((now.AddDays(-3), now), (reply.Purchases.FirstAt, reply.Purchases.LastAt));
        Assert.Equal(CustomerStatus.ExistsWithDifferentBody, (await ada.RecordPurchase(new(new("order-3"), new(3, new("EUR")), 1))).Status);
    }

    [Fact]
    public async Task Story_AfterContactsOnSeveralChannels_TellsThemIssuesAndTheOpenCartInOneRead()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await grid.RegisterAsync("ada");
        await ada.RecordTouchpoint(new(new("call-1"), new("phone"), "Where is my parcel", "asked the carrier", "order-7", IsIssue: true));
        await ada.RecordTouchpoint(new(new("visit-1"), new("store"), "Tried shoes"));
        await ada.GiveFeedback(new(new("nps-1"), FeedbackType.Nps, 9, new("web"), "order-7", "Quick.\nThank you."));
        await grid.Cart("cart-1").Open(new(CartActor.Of(new CustomerId("ada")), new("EUR")));
        await ada.AdoptCart(new(new("cart-1")));

        var story = (await ada.Story()).Story!;
        Assert.Equal(["visit-1", "call-1"], story.Touchpoints.Select(touchpoint => touchpoint.Id.Value));
        Assert.Equal("call-1", Assert.Single(story.OpenIssues).Id.Value);
        Assert.Equal("cart-1", story.OpenCart!.Value.Value);
        Assert.Equal(9, Assert.Single(story.Feedback).Score);

        var resolved = await ada.ResolveIssue(new(new("call-1"), "found"));
        Assert.Equal((IssueState.Resolved, "found"), (resolved.Touchpoint!.Issue, resolved.Touchpoint.Outcome));
        Assert.Empty((await ada.Story()).Story!.OpenIssues);
        Assert.Equal(CustomerStatus.AlreadyDone, (await ada.ResolveIssue(new(new("call-1"), "found"))).Status);
    }

    [Fact]
    public async Task Touchpoints_WhenThereAreMoreThanAreKept_AreReadFromTheJournal()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await grid.RegisterAsync("ada");
        for (var number = 1; number <= Limits.TouchpointsKept + 5; number++) await ada.RecordTouchpoint(new(new($"call-{number}"), new("phone"), $"Call {number}"));

        Assert.Equal(Limits.TouchpointsKept, (await ada.Story()).Story!.Touchpoints.Count);
        var read = new List<string?>();
        for (long? after = 0; after is { } version;)
        {
            var page = await ada.Touchpoints(version, 10);
            read.AddRange(page.Touchpoints.Select(touchpoint => touchpoint.Subject));
            after = page.NextAfter;
        }

        Assert.Equal(Enumerable.Range(1, Limits.TouchpointsKept + 5).Select(number => $"Call {number}"), read);
    }

    private static IEnumerable<string> ProfileOf(CustomerView customer) => customer.Profile.Select(field => $"{field.Path}={field.Value}");
}
