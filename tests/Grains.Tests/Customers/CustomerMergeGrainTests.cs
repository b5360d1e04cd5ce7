using Omnichannel.Carts;

namespace Omnichannel.Customers;

/// <summary>I66, I69: two customers become one in one moment, by stated rules, and two again.</summary>
public sealed class CustomerMergeGrainTests
{
    [Fact]
    public async Task Merge_OfTwoCustomers_CarriesEverythingOverAndReportsIt()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await TwinsAsync(grid);

        var reply = await grid.Merge("merge-1").Merge(new(new("ada"), new("ada-2"), CartMergeStrategy.Sum));

        Assert.Equal(CustomerMergeStatus.Merged, reply.Status);
        Assert.False(reply.IsRepeat);
        var report = reply.Report!;
        Assert.Equal(["addresses/work/city", "addresses/work/country", "addresses/work/line1", "company", "tags/vip"], report.FieldsTaken);
        Assert.Equal(["givenName"], report.FieldsKept);
        Assert.Empty(report.FieldsDropped);
        Assert.Equal((1, 1, 70, 1, 1), (report.Identities, report.Consents, report.Points, report.Touchpoints, report.Feedback));
        Assert.Equal(CartStatus.Done, report.CartStatus);

        var ada = (await grid.Customer("ada").Profile()).Customer!;
        Assert.Equal("Ada", ada.Profile.Single(field => field.Path == "givenName").Value);
        Assert.Equal("Analytical Engines", ada.Profile.Single(field => field.Path == "company").Value);
        Assert.Equal(["+442079460018", "ada@example.com"], ada.Identities.Select(identity => identity.Value).Order(StringComparer.Ordinal));
        Assert.Equal((170, 70), (ada.Points.Balance, ada.Points.CarriedIn));
        Assert.Equal((2, 3), (ada.Purchases.Orders, ada.Purchases.Units));
        Assert.Equal(ConsentState.Withdrawn, Assert.Single(ada.Consents).State);
        Assert.Equal("cart-1", ada.OpenCart!.Value.Value);
        Assert.Equal("ada-2", Assert.Single(ada.Absorbed).Value);
        Assert.Equal(2, (await grid.Customer("ada").Story()).Story!.Touchpoints.Count);

        Assert.Equal("ada", (await grid.FindAsync(IdentityKind.Phone, "+442079460018")).Owner!.Value.Value);
        Assert.Equal(3, (await grid.Cart("cart-1").Cart(CartActor.Of(new CustomerId("ada")))).Cart!.Lines.Sum(line => line.Quantity));
        Assert.True((await grid.Merge("merge-1").Merge(new(new("ada"), new("ada-2"), CartMergeStrategy.Sum))).IsRepeat);
    }

    [Fact]
    public async Task OldId_AfterAMerge_GoesOnAnsweringForTheSurvivor()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await TwinsAsync(grid);
        var old = grid.Customer("ada-2");
        var seen = (await old.Profile()).Customer!.Version;
        var earned = new EarnPoints(new("earn-1"), 100, (await old.PointsLedger()).Points!.NextExpiryAt);
        await grid.Merge("merge-1").Merge(new(new("ada"), new("ada-2"), CartMergeStrategy.Sum));

        Assert.Equal("ada", (await old.Profile()).Customer!.Id.Value);
        Assert.Equal(180, (await old.EarnPoints(new(new("earn-9"), 10))).Points!.Balance);
        Assert.Equal(180, (await grid.Customer("ada").PointsLedger()).Points!.Balance);

        // A command that had its effect before the merge has it once.
        Assert.Equal(CustomerStatus.AlreadyDone, (await old.EarnPoints(earned)).Status);
        Assert.Equal(180, (await grid.Customer("ada").PointsLedger()).Points!.Balance);

        // Versions of two entities cannot be compared.
        var patch = await old.Patch(new(CustomerGrid.Fields("title=Dr"), seen));
        Assert.Equal((CustomerStatus.Merged, "ada"), (patch.Status, patch.Survivor!.Value.Value));
        Assert.Equal(CustomerStatus.Done, (await old.Patch(new(CustomerGrid.Fields("title=Dr"), null))).Status);
    }

    [Fact]
    public async Task Undo_RightAfterTheMerge_RestoresBoth()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await TwinsAsync(grid);
        var before = await PictureAsync(grid);
        await grid.Merge("merge-1").Merge(new(new("ada"), new("ada-2"), CartMergeStrategy.Sum));

        var undone = await grid.Merge("merge-1").Undo();

        Assert.Equal(CustomerMergeStatus.Undone, undone.Status);
        Assert.Equal(before, await PictureAsync(grid));
        Assert.Equal("ada-2", (await grid.FindAsync(IdentityKind.Phone, "+442079460018")).Owner!.Value.Value);
        Assert.Equal(1, (await grid.Cart("cart-2").Cart(CartActor.Of(new CustomerId("ada-2")))).Cart!.Lines.Sum(line => line.Quantity));
        Assert.Equal(CustomerMergeStatus.Undone, (await grid.Merge("merge-1").Undo()).Status);

        // The two can be merged again, under another id.
        Assert.Equal(CustomerMergeStatus.Merged, (await grid.Merge("merge-2").Merge(new(new("ada-2"), new("ada"), CartMergeStrategy.Sum))).Status);
    }

    [Fact]
    public async Task History_OfASurvivor_TellsWhatTheOtherOneBroughtUntilItIsGivenBack()
    {
        string[] brought = ["Analytical Engines", "+442079460018", "Where is my parcel", "parcel found"];
        await using var grid = await CustomerGrid.StartAsync();
        await TwinsAsync(grid);
        await grid.Merge("merge-1").Merge(new(new("ada"), new("ada-2"), CartMergeStrategy.Sum));
        await grid.Customer("ada").ResolveIssue(new(new("call-2"), "parcel found"));

        var merged = await HistoryAsync(grid, "ada");
        await grid.Merge("merge-1").Undo();
        var (undone, own) = (await HistoryAsync(grid, "ada"), await HistoryAsync(grid, "ada-2"));

        Assert.All(brought, text => Assert.Contains(text, merged, StringComparison.Ordinal));
        Assert.All(brought, text => Assert.DoesNotContain(text, undone, StringComparison.Ordinal));
        Assert.All(brought, text => Assert.Contains(text, own, StringComparison.Ordinal));
        Assert.Contains("customer-absorbed", undone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_AfterTheSurvivorWentOn_LeavesWithTheSurvivorWhatHappenedToIt()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await TwinsAsync(grid);
        await grid.Merge("merge-1").Merge(new(new("ada"), new("ada-2"), CartMergeStrategy.KeepCustomer));
        var ada = grid.Customer("ada");
        await ada.SpendPoints(new(new("spend-1"), 40)); // Of the points that end first: those of the other one.
        await ada.Patch(new(CustomerGrid.Fields("company=Difference Engines"), null));
        await ada.RecordPurchase(new(new("order-9"), new(1_000, new("EUR")), 1));
        await ada.ResolveIssue(new(new("call-2"), "found"));

        Assert.Equal(CustomerMergeStatus.Undone, (await grid.Merge("merge-1").Undo()).Status);

        var (first, second) = ((await ada.Profile()).Customer!, (await grid.Customer("ada-2").Profile()).Customer!);
        Assert.Equal((100, 30), (first.Points.Balance, second.Points.Balance));
        Assert.Equal("Difference Engines", first.Profile.Single(field => field.Path == "company").Value);
        Assert.Equal("Analytical Engines", second.Profile.Single(field => field.Path == "company").Value);
        Assert.DoesNotContain(first.Profile, field => field.Path.StartsWith("addresses/work", StringComparison.Ordinal));
        Assert.Equal((2, 1), (first.Purchases.Orders, second.Purchases.Orders));
        Assert.Equal(IssueState.Resolved, Assert.Single((await grid.Customer("ada-2").Story()).Story!.Touchpoints).Issue);
    }

    [Fact]
    public async Task Merge_OfAChain_IsUndoneInTheOrderInWhichItCame()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await TwinsAsync(grid);
        await grid.RegisterAsync("ada-3", "title=Dr");
        await grid.Merge("merge-1").Merge(new(new("ada"), new("ada-2"), CartMergeStrategy.Sum));
        await grid.Merge("merge-2").Merge(new(new("ada"), new("ada-3"), CartMergeStrategy.Sum));

        Assert.Equal(CustomerMergeStatus.LaterMergeExists, (await grid.Merge("merge-1").Undo()).Status);
        Assert.Equal(CustomerMergeStatus.Merged, (await grid.Merge("merge-1").Find()).Status);
        Assert.Equal(CustomerMergeStatus.Undone, (await grid.Merge("merge-2").Undo()).Status);
        Assert.Equal(CustomerMergeStatus.Undone, (await grid.Merge("merge-1").Undo()).Status);
        Assert.Equal("Dr", Assert.Single((await grid.Customer("ada-3").Profile()).Customer!.Profile).Value);
    }

    [Fact]
    public async Task Merge_IntoEachOtherAtOnce_NeverJoinsBothWays()
    {
        for (var round = 0; round < 10; round++)
        {
            await using var grid = await CustomerGrid.StartAsync();
            await TwinsAsync(grid);

            var replies = await Task.WhenAll(
                grid.Merge("there").Merge(new(new("ada"), new("ada-2"), CartMergeStrategy.Sum)),
                grid.Merge("back").Merge(new(new("ada-2"), new("ada"), CartMergeStrategy.Sum)));
            await grid.PassAsync(TimeSpan.FromSeconds(Limits.CoordinatorRetrySeconds));

            Assert.True(replies.Count(reply => reply.Status == CustomerMergeStatus.Merged) <= 1);
            var ids = new[] { (await grid.Customer("ada").Profile()).Customer!.Id.Value, (await grid.Customer("ada-2").Profile()).Customer!.Id.Value };
            Assert.Equal(replies.Any(reply => reply.Status == CustomerMergeStatus.Merged) ? 1 : 2, ids.Distinct().Count());

            // Nobody stands still for a merge that was refused.
            Assert.NotEqual(CustomerStatus.MergeUnderWay, (await grid.Customer("ada").EarnPoints(new(new("after-1"), 1))).Status);
            Assert.NotEqual(CustomerStatus.MergeUnderWay, (await grid.Customer("ada-2").EarnPoints(new(new("after-2"), 1))).Status);
        }
    }

    [Fact]
    public async Task Merge_WhenItCannotBe_SaysWhyAndChangesNothing()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await TwinsAsync(grid);
        await grid.RegisterAsync("bea");
        await grid.Customer("bea").Erase(new(new("erase-1")));
        var written = await CustomerGrid.WrittenAsync(grid.Journal);

        Assert.Equal(CustomerMergeStatus.SameCustomer, await MergeAsync("ada", "ada"));
        Assert.Equal(CustomerMergeStatus.StrategyOutOfRange, await MergeAsync("ada", "ada-2", CartMergeStrategy.None));
        Assert.Equal(CustomerMergeStatus.CustomerNotFound, await MergeAsync("ada", "nobody"));
        Assert.Equal(CustomerMergeStatus.CustomerNotFound, await MergeAsync("nobody", "ada"));
        Assert.Equal(CustomerMergeStatus.CustomerErased, await MergeAsync("ada", "bea"));
        Assert.Equal(CustomerMergeStatus.NotFound, (await grid.Merge("merge-1").Undo()).Status);
        Assert.Equal(CustomerMergeStatus.NotFound, (await grid.Merge("merge-1").Find()).Status);
        Assert.Equal(written, await CustomerGrid.WrittenAsync(grid.Journal));

        await grid.RegisterAsync("ada-3");
        Assert.Equal(CustomerMergeStatus.Merged, await MergeAsync("ada", "ada-2"));
        Assert.Equal(CustomerMergeStatus.ExistsWithDifferentBody, await MergeAsync("ada", "ada-3"));
        Assert.Equal(CustomerMergeStatus.AlreadyMerged, (await grid.Merge("merge-2").Merge(new(new("ada-3"), new("ada-2"), CartMergeStrategy.Sum))).Status);

        async Task<CustomerMergeStatus> MergeAsync(string survivor, string absorbed, CartMergeStrategy strategy = CartMergeStrategy.Sum) =>
            (await grid.Merge("merge-1").Merge(new(new(survivor), new(absorbed), strategy))).Status;
    }

    [Fact]
    public async Task Merge_WhenTheSurvivorHasNoRoom_IsRefusedAndBothGoOn()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await TwinsAsync(grid);
        for (var number = 0; number < Limits.PointLotsMax - 1; number++) await grid.Customer("ada").EarnPoints(new(new($"lot-{number}"), 1));
        var before = await PictureAsync(grid);

        var reply = await grid.Merge("merge-1").Merge(new(new("ada"), new("ada-2"), CartMergeStrategy.Sum));

        Assert.Equal(CustomerMergeStatus.TooMuch, reply.Status);
        Assert.Equal(before, await PictureAsync(grid));
        Assert.Equal(CustomerStatus.Done, (await grid.Customer("ada-2").EarnPoints(new(new("earn-9"), 1))).Status);
        var due = await grid.Journal.ReadDueAsync(grid.Time.GetUtcNow().AddDays(1), 10, CancellationToken.None);
        Assert.DoesNotContain(due, entity => entity.Kind is CustomerMergeGrain.Kind or CustomerGrain.Kind);
    }

    /// <summary>Two records of one person, each with everything that a merge carries over.</summary>
    internal static async Task TwinsAsync(CustomerGrid grid)
    {
        var now = grid.Time.GetUtcNow();
        await grid.SellAsync("MUG-1", 10);
        var ada = await grid.RegisterAsync("ada", "givenName=Ada", "familyName=Lovelace", "addresses/home/line1=12 St James", "addresses/home/city=London", "addresses/home/country=GB");
        await ada.ClaimIdentity(new(IdentityKind.Email, "ada@example.com", IsVerified: true));
        await ada.EarnPoints(new(new("earn-1"), 100, now.AddDays(60), "welcome"));
        await ada.RecordPurchase(new(new("order-1"), new(4_998, new("EUR")), 2));
        await ada.RecordTouchpoint(new(new("call-1"), new("phone"), "Opening hours"));
        await ada.DecideConsent(new(new("consent-1"), "marketing", new("email"), ConsentState.Granted, "2026-01", "Ada"));
        await grid.FillCartAsync("cart-1", CartActor.Of(new CustomerId("ada")), "MUG-1", 2);
        await ada.AdoptCart(new(new("cart-1")));
        await grid.Session("session-1").Start(new(new("web"), TimeSpan.FromMinutes(30)));
        await grid.Session("session-1").SignIn(new(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum));

        grid.Time.Advance(TimeSpan.FromSeconds(1));
        var twin = await grid.RegisterAsync(
            "ada-2", "givenName=A.", "familyName=Lovelace", "company=Analytical Engines", "tags/vip=true", "addresses/work/line1=1 Engine Row", "addresses/work/city=Leeds", "addresses/work/country=GB");
        await twin.ClaimIdentity(new(IdentityKind.Phone, "+442079460018"));
        await twin.EarnPoints(new(new("earn-1"), 100, now.AddDays(30), null));
        await twin.SpendPoints(new(new("spend-1"), 30));
        await twin.RecordPurchase(new(new("order-1"), new(1_000, new("EUR")), 1));
        await twin.RecordTouchpoint(new(new("call-2"), new("chat"), "Where is my parcel", null, null, IsIssue: true));
        await twin.GiveFeedback(new(new("nps-1"), FeedbackType.Nps, 9));
        await twin.DecideConsent(new(new("consent-2"), "marketing", new("email"), ConsentState.Withdrawn, "2026-01", "Ada"));
        await grid.FillCartAsync("cart-2", CartActor.Of(new CustomerId("ada-2")), "MUG-1", 1);
        await twin.AdoptCart(new(new("cart-2")));
        await grid.Session("session-2").Start(new(new("app"), TimeSpan.FromMinutes(30)));
        await grid.Session("session-2").SignIn(new(new("sign-in-1"), new("ada-2"), CartMergeStrategy.Sum));
    }

    internal static async Task<string> HistoryAsync(CustomerGrid grid, string id)
    {
        var told = new List<string>();
        for (long? after = 0; after is { } version;)
        {
            var page = await grid.Customer(id).History(version, 100);
            Assert.Equal(CustomerStatus.Done, page.Status);
            told.AddRange(page.Events.Select(past => past.Json));
            after = page.NextAfter;
        }

        return string.Join('\n', told).Replace("\\u002B", "+", StringComparison.Ordinal);
    }

    /// <summary>Both customers in every respect but their versions and the ledger of what was carried.</summary>
    internal static async Task<string> PictureAsync(CustomerGrid grid)
    {
        var picture = new List<string>();
        foreach (var id in new[] { "ada", "ada-2" })
        {
            var reply = await grid.Customer(id).Profile();
            var (customer, story) = (reply.Customer!, (await grid.Customer(id).Story()).Story!);
            picture.Add($"{id} is {customer.Id}, cart {customer.OpenCart}, {customer.Points.Balance} points until {customer.Points.NextExpiryAt:O}");
            picture.AddRange(customer.Profile.Select(field => $"{field.Path}={field.Value}"));
            picture.AddRange(customer.Identities.Select(identity => $"{identity.Kind} {identity.Value} {identity.IsVerified} {identity.State}"));
            picture.AddRange(customer.Consents.Select(consent => $"{consent.Purpose}/{consent.Channel} {consent.State} {consent.At:O}"));
            picture.Add($"{customer.Purchases.Orders} orders, {customer.Purchases.Units} units, {string.Join(' ', customer.Purchases.Spent)}, {customer.Purchases.FirstAt:O} to {customer.Purchases.LastAt:O}");
            picture.AddRange(story.Touchpoints.Select(touchpoint => $"{touchpoint.Id} {touchpoint.Subject} {touchpoint.Issue}"));
            picture.AddRange(story.Feedback.Select(feedback => $"{feedback.Id} {feedback.Score}"));
            picture.AddRange(story.Sessions.Select(session => $"{session.Id} {session.Channel}"));
            picture.AddRange(customer.Absorbed.Select(absorbed => $"absorbed {absorbed}"));
        }

        return string.Join('\n', picture);
    }
}
