using Omnichannel.Carts;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>I67: what is held on a person is sealed wherever it is written, and unreadable for ever once it was erased.</summary>
public sealed class ErasureTests
{
    // Everything personal that the walk below says; the journal, its snapshots and the logs must hold none of it.
    private static readonly string[] Planted =
    [
        "Augusta", "Kingsley", "Ockham", "SurreyHills", "KT11", "vegan-planted", "espresso-planted", "augusta@planted.example", "planted.example", "447700900123", "7700 900123",
        "CARDPLANTED1", "planted-handle", "parcel-planted", "carrier-planted", "order-planted", "comment-planted", "reason-planted", "clerk-planted", "tags/", "preferences/", "1985-12-10",
    ];

    [Fact]
    public async Task Journal_WithAPersonInIt_HoldsNothingThatWasSaid()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await LiveAsync(grid, "person");

        var written = await CustomerGrid.WrittenAsync(grid.Journal);
        Assert.Contains("customer/person", written, StringComparison.Ordinal);
        Assert.Contains("\"registration\"", written, StringComparison.Ordinal); // A snapshot is among it.
        Assert.All(Planted, text => Assert.DoesNotContain(text, written, StringComparison.OrdinalIgnoreCase));
        Assert.All(Planted, text => Assert.DoesNotContain(text, grid.Logs.Text, StringComparison.OrdinalIgnoreCase));

        // The feed gives what the journal holds.
        var fed = await grid.Grains.GetGrain<Feed.IFeedGrain>("0").Read(0, Limits.FeedPageMax);
        Assert.All(Planted, text => Assert.DoesNotContain(fed.Entries, entry => (entry.Entity + entry.EventsJson).Contains(text, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task History_OfAPerson_TellsThatPersonEverything()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await LiveAsync(grid, "person");

        var told = new List<string>();
        for (long? after = 0; after is { } version;)
        {
            var page = await grid.Customer("person").History(version, 100);
            Assert.Equal(CustomerStatus.Done, page.Status);
            told.AddRange(page.Events.Select(past => past.Json));
            after = page.NextAfter;
        }

        var text = string.Join('\n', told).Replace("\\u002B", "+", StringComparison.Ordinal);
        Assert.All(Planted.Except(["7700 900123"]), planted => Assert.Contains(planted, text, StringComparison.OrdinalIgnoreCase));
        Assert.Equal((await grid.Customer("person").Profile()).Customer!.Version, told.Count);
    }

    [Fact]
    public async Task Erase_OfAPerson_LeavesAJournalThatFoldsAndCannotBeRead()
    {
        var keys = TestKeys.Create();
        await using var grid = await CustomerGrid.StartAsync(keys: keys);
        var customer = await LiveAsync(grid, "person");
        var before = await CustomerGrid.WrittenAsync(grid.Journal);

        Assert.Equal(CustomerStatus.Done, (await customer.Erase(new(new("erase-1")))).Status);

        Assert.Equal(CustomerStatus.AlreadyDone, (await customer.Erase(new(new("erase-2")))).Status);
        await AssertErasedAsync(grid, "person");
        Assert.Equal(DataKey.Destroyed, await keys.FindAsync(CustomerGrain.KeyOwner(new("person")), CancellationToken.None));
        Assert.Contains(before.Split('\n')[0], await CustomerGrid.WrittenAsync(grid.Journal), StringComparison.Ordinal);
        Assert.Equal(FindIdentityStatus.NotFound, (await grid.FindAsync(IdentityKind.Email, "augusta@planted.example")).Status);
        Assert.Equal(SessionEnd.Revoked, (await grid.Session("session-person").Find()).Session!.End);

        // A process that starts anew finds nothing either, and never makes another key.
        await using var next = await CustomerGrid.StartAsync(grid.Journal, keys, grid.Time);
        await AssertErasedAsync(next, "person");
        Assert.Equal(CustomerStatus.Erased, (await next.Customer("person").Register(new([]))).Status);
        Assert.Equal(DataKey.Destroyed, await keys.FindAsync(CustomerGrain.KeyOwner(new("person")), CancellationToken.None));
    }

    [Fact]
    public async Task Erase_OfASurvivor_ErasesThoseWhoWereMergedIntoIt()
    {
        var keys = TestKeys.Create();
        await using var grid = await CustomerGrid.StartAsync(keys: keys);
        await LiveAsync(grid, "person");
        await grid.RegisterAsync("other", "givenName=Augusta");
        await grid.RegisterAsync("third", "givenName=Augusta");
        await grid.Merge("merge-1").Merge(new(new("other"), new("third"), CartMergeStrategy.Sum));
        await grid.Merge("merge-2").Merge(new(new("person"), new("other"), CartMergeStrategy.Sum));

        await grid.Customer("third").Erase(new(new("erase-1")));

        foreach (var id in new[] { "person", "other", "third" })
        {
            await AssertErasedAsync(grid, id);
            Assert.Equal(DataKey.Destroyed, await keys.FindAsync(CustomerGrain.KeyOwner(new(id)), CancellationToken.None));
        }
    }

    [Fact]
    public async Task Key_WhenItIsMissing_StopsTheCustomerAndIsNotTakenForErased()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await LiveAsync(grid, "person");
        await using var elsewhere = await CustomerGrid.StartAsync(grid.Journal, TestKeys.Create());

        var failure = await Assert.ThrowsAsync<GridUnavailableException>(() => elsewhere.Customer("person").Profile());

        Assert.Equal(Unavailability.Corrupt, failure.Reason);
    }

    [Fact]
    public async Task Rewrap_UnderAnotherMasterKey_ChangesNothingForTheCustomer()
    {
        var keys = TestKeys.Create();
        await using var grid = await CustomerGrid.StartAsync(keys: keys);
        await LiveAsync(grid, "person");
        var next = new SealingKey(new byte[32]);
        keys.Rotate(new([next, new(System.Security.Cryptography.SHA256.HashData("master"u8))]));
        Assert.Equal(2, (await keys.RewrapAsync("", 10, CancellationToken.None)).RewrappedCount); // The person's, and the one that names identities.
        keys.Rotate(new([next]));

        await using var restarted = await CustomerGrid.StartAsync(grid.Journal, keys, grid.Time);

        Assert.Equal("Augusta", (await restarted.Customer("person").Profile()).Customer!.Profile.Single(field => field.Path == "givenName").Value);
        Assert.Equal(FindIdentityStatus.Found, (await restarted.FindAsync(IdentityKind.Email, "augusta@planted.example")).Status);
    }

    private static async Task<ICustomerGrain> LiveAsync(CustomerGrid grid, string id)
    {
        var customer = await grid.RegisterAsync(
            id, "givenName=Augusta", "familyName=Kingsley", "birthDate=1985-12-10", "addresses/ockham/line1=Ockham Park", "addresses/ockham/city=SurreyHills",
            "addresses/ockham/postalCode=KT11", "addresses/ockham/country=GB", "tags/vegan-planted=true", "preferences/drink=espresso-planted");
        await customer.Patch(new(CustomerGrid.Fields("familyName=King-Kingsley"), null, new("web")));
        await customer.ClaimIdentity(new(IdentityKind.Email, "Augusta@planted.example"));
        await customer.ClaimIdentity(new(IdentityKind.Phone, "+44 7700 900123"));
        await customer.ClaimIdentity(new(IdentityKind.LoyaltyCard, "cardplanted1"));
        await customer.ClaimIdentity(new(IdentityKind.SocialHandle, "insta:planted-handle"));
        await customer.EarnPoints(new(new("earn-1"), 10, null, "reason-planted", "order-planted"));
        await customer.SpendPoints(new(new("spend-1"), 5, "reason-planted"));
        await customer.RecordTouchpoint(new(new("call-1"), new("phone"), "parcel-planted", "carrier-planted", "order-planted", IsIssue: true));
        await customer.ResolveIssue(new(new("call-1"), "carrier-planted found"));
        await customer.GiveFeedback(new(new("nps-1"), FeedbackType.Nps, 3, null, "order-planted", "comment-planted"));
        await customer.DecideConsent(new(new("consent-1"), "marketing", new("email"), ConsentState.Granted, "2026-01", "clerk-planted"));
        await grid.Session($"session-{id}").Start(new(new("web"), TimeSpan.FromMinutes(30)));
        await grid.Session($"session-{id}").SignIn(new(new("sign-in-1"), new(id), CartMergeStrategy.Sum));

        // Nobody is told what is wrong with a value either, but the caller.
        await customer.Patch(new(CustomerGrid.Fields("birthDate=1985-12-1O"), null));
        await customer.ClaimIdentity(new(IdentityKind.Email, "augusta@planted.example@"));
        for (var number = 0; number < Limits.SnapshotEveryEventsMin; number++) await customer.Patch(new(CustomerGrid.Fields($"title=Title {number}"), null));
        return customer;
    }

    private static async Task AssertErasedAsync(CustomerGrid grid, string id)
    {
        var customer = grid.Customer(id);
        Assert.Equal(CustomerStatus.Erased, (await customer.Profile()).Status);
        Assert.Equal(CustomerStatus.Erased, (await customer.Story()).Status);
        Assert.Equal(CustomerStatus.Erased, (await customer.EarnPoints(new(new("late"), 1))).Status);
        Assert.Equal(CustomerStatus.Erased, (await customer.ClaimIdentity(new(IdentityKind.Email, "late@example.com"))).Status);
        Assert.Equal(CustomerStatus.Erased, (await customer.History(0, 100)).Status);
        Assert.Equal(CustomerStatus.Erased, (await customer.Patch(new(CustomerGrid.Fields("title=Dr"), null))).Status);
    }
}
