using Omnichannel.Carts;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>I67, I72: an erasure reaches what was copied to others and what was written on carts, and nothing of anybody else.</summary>
public sealed class ErasureReachTests
{
    private static readonly CartToken Token = new("anonymous-token-0123456789");
    private static readonly CartToken OtherToken = new("another-token-0123456789-0");

    [Fact]
    public async Task Erase_AfterAMergeWasUndone_MakesTheCopiesUnreadableAndNobodyElsesTexts()
    {
        foreach (var erased in new[] { "ada", "bea" })
        {
            var keys = TestKeys.Create();
            await using var grid = await CustomerGrid.StartAsync(keys: keys);
            await grid.SellAsync("MUG-1", 10);
            await grid.SellAsync("CUP-1", 10);
            await LiveAsync(grid, "ada", "MUG-1");
            await LiveAsync(grid, "bea", "CUP-1");
            await grid.Merge("merge-1").Merge(new(new("bea"), new("ada"), CartMergeStrategy.Sum));
            await grid.Customer("bea").ResolveIssue(new(new("call-ada"), "ada-planted-outcome"));
            await SnapshotAsync(grid, "bea");
            Assert.Equal(CustomerMergeStatus.Undone, (await grid.Merge("merge-1").Undo()).Status);
            await SnapshotAsync(grid, "ada");
            Assert.Contains("ada-planted-outcome", (await grid.Customer("ada").Story()).Story!.Touchpoints.Select(touchpoint => touchpoint.Outcome));
            var before = await SealedTexts.ReadableAsync(grid.Journal, keys);
            Assert.All((string[])["ada-planted-name", "ada-planted-note", "ada-planted-line", "bea-planted-name", "bea-planted-note"], text => Assert.Contains(text, before, StringComparison.Ordinal));
            Assert.DoesNotContain("planted", await CustomerGrid.WrittenAsync(grid.Journal), StringComparison.Ordinal);

            Assert.Equal(CustomerStatus.Done, (await grid.Customer(erased).Erase(new(new("erase-1")))).Status);

            var (after, other) = (await SealedTexts.ReadableAsync(grid.Journal, keys), erased == "ada" ? "bea" : "ada");
            Assert.DoesNotContain($"{erased}-planted", after, StringComparison.Ordinal);
            foreach (var said in (string[])["name", "tag", "subject", "comment", "clerk", "reason", "note", "line"]) Assert.Contains($"{other}-planted-{said}", after, StringComparison.Ordinal);

            // Who was not erased lives on, also in a process that never had the other one's key.
            await using var next = await CustomerGrid.StartAsync(grid.Journal, keys, grid.Time);
            Assert.Equal(CustomerStatus.Erased, (await next.Customer(erased).Profile()).Status);
            Assert.Contains((await next.Customer(other).Profile()).Customer!.Profile, field => field.Value == $"{other}-planted-name");
            Assert.Equal(CustomerStatus.Done, (await next.Customer(other).History(0, 1_000)).Status);
            Assert.Equal($"{other}-planted-note", (await next.Cart($"cart-{other}").Cart(CartActor.Of(new CustomerId(other)))).Cart!.Note);
            await SnapshotAsync(next, other);
        }
    }

    [Fact]
    public async Task Erase_OfSomebodyWhoBroughtAnonymousCarts_ReachesAllOfThem()
    {
        var keys = TestKeys.Create();
        await using var grid = await CustomerGrid.StartAsync(keys: keys);
        await grid.SellAsync("MUG-1", 10);
        await grid.SellAsync("CUP-1", 10);
        await grid.RegisterAsync("ada");
        await FillAsync(grid, "first", CartActor.Of(OtherToken), "CUP-1");
        await FillAsync(grid, "second", CartActor.Of(Token), "MUG-1");
        await grid.Cart("second").Merge(new(CartActor.Of(Token), new("merge-1"), new("first"), CartActor.Of(OtherToken), CartMergeStrategy.Sum));
        await grid.Session("visit").Start(new(new("web"), TimeSpan.FromMinutes(30)));
        await grid.Session("visit").Touch(new(CartId: new CartId("second")));
        await grid.Session("visit").SignIn(new(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(Token)));
        Assert.Contains("first-planted-line", await SealedTexts.ReadableAsync(grid.Journal, keys), StringComparison.Ordinal);

        await grid.Customer("ada").Erase(new(new("erase-1")));

        Assert.DoesNotContain("planted", await SealedTexts.ReadableAsync(grid.Journal, keys), StringComparison.Ordinal);
        Assert.Equal(CartStatus.OwnerErased, (await grid.Cart("second").Cart(CartActor.Of(new CustomerId("ada")))).Status);
        Assert.Equal(CartStatus.OwnerErased, (await grid.Cart("first").Cart(CartActor.Of(OtherToken))).Status);
    }

    [Fact]
    public async Task Attach_OfACartWithANote_IsKnownToTheCustomerBeforeTheCartIsTheirs()
    {
        var keys = TestKeys.Create();
        await using var grid = await CustomerGrid.StartAsync(keys: keys);
        await grid.SellAsync("MUG-1", 10);
        await grid.RegisterAsync("ada");
        await FillAsync(grid, "cart-1", CartActor.Of(Token), "MUG-1");

        // As a process does that dies before it has told the customer, and whose caller never comes back.
        await grid.Cart("cart-1").Attach(new(new(new("attach"), CartActor.Of(Token)), new("ada")));
        await grid.Cart("cart-2").Open(new(CartActor.Of(new CustomerId("ada")), new("EUR")));
        await grid.Cart("cart-2").WriteNote(new(new(new("note"), CartActor.Of(new CustomerId("ada"))), null, "cart-2-planted-note"));
        await grid.Customer("ada").Erase(new(new("erase-1")));

        Assert.DoesNotContain("planted", await SealedTexts.ReadableAsync(grid.Journal, keys), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attach_ToSomebodyWhoWasErased_IsRefusedWhenTheCartHasNotes()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await grid.SellAsync("MUG-1", 10);
        await grid.RegisterAsync("ada");
        await grid.Customer("ada").Erase(new(new("erase-1")));
        await FillAsync(grid, "cart-1", CartActor.Of(Token), "MUG-1");

        Assert.Equal(CartStatus.OwnerErased, (await grid.Cart("cart-1").Attach(new(new(new("attach"), CartActor.Of(Token)), new("ada")))).Status);
        Assert.Equal(CartStatus.Done, (await grid.Cart("cart-1").Cart(CartActor.Of(Token))).Status);
    }

    [Fact]
    public async Task Digest_OfACommandWithANote_IsNotInTheJournalAndARetryIsStillKnown()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await grid.RegisterAsync("ada");
        var owner = CartActor.Of(new CustomerId("ada"));
        await grid.Cart("cart-1").Open(new(owner, new("EUR")));
        var write = new WriteNote(new(new("note"), owner), null, "ring twice");
        await grid.Cart("cart-1").WriteNote(write);

        await using var next = await CustomerGrid.StartAsync(grid.Journal, grid.Keys, grid.Time);

        Assert.Equal(CartStatus.Exists, (await next.Cart("cart-1").WriteNote(write)).Status);
        Assert.Equal(CartStatus.CommandExistsWithDifferentBody, (await next.Cart("cart-1").WriteNote(write with { Note = "ring thrice" })).Status);
        var digest = RememberedCommand.Of(new("note"), "write-note", null, "ring twice").Body;
        Assert.DoesNotContain(digest, await CustomerGrid.WrittenAsync(grid.Journal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_OfACart_TellItsOwnerTheNotesInClear()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await grid.SellAsync("MUG-1", 10);
        await FillAsync(grid, "cart-1", CartActor.Of(Token), "MUG-1");

        var told = string.Join('\n', (await grid.Cart("cart-1").Events(CartActor.Of(Token), 0, 100)).Events.Events.Select(@event => @event.Json));
        var watched = await grid.Cart("cart-1").Watch([CartActor.Of(Token)], 0, 100);

        Assert.Contains("\"note\":\"cart-1-planted-note\"", told, StringComparison.Ordinal);
        Assert.Contains("\"note\":\"cart-1-planted-line\"", told, StringComparison.Ordinal);
        Assert.Equal(told, string.Join('\n', watched.Events.Events.Select(@event => @event.Json)));
        Assert.DoesNotContain("planted", await CustomerGrid.WrittenAsync(grid.Journal), StringComparison.Ordinal);
    }

    private static async Task LiveAsync(CustomerGrid grid, string id, string sku)
    {
        var customer = await grid.RegisterAsync(
            id, $"givenName={id}-planted-name", $"tags/{id}-planted-tag=true", $"addresses/{id}/line1={id}-planted-street", $"addresses/{id}/city={id}-planted-city", $"addresses/{id}/country=GB");
        await customer.ClaimIdentity(new(IdentityKind.Email, $"{id}-planted@example.com"));
        await customer.EarnPoints(new(new($"earn-{id}"), 10, null, $"{id}-planted-reason"));
        await customer.RecordTouchpoint(new(new($"call-{id}"), new("phone"), $"{id}-planted-subject", null, null, IsIssue: true));
        await customer.GiveFeedback(new(new($"nps-{id}"), FeedbackType.Nps, 3, null, null, $"{id}-planted-comment"));
        await customer.DecideConsent(new(new($"consent-{id}"), $"purpose-{id}", new("email"), ConsentState.Granted, "2026-01", $"{id}-planted-clerk"));
        await FillAsync(grid, $"cart-{id}", CartActor.Of(new CustomerId(id)), sku, id);
        await customer.AdoptCart(new(new($"cart-{id}")));
    }

    private static async Task FillAsync(CustomerGrid grid, string cart, CartActor owner, string sku, string? says = null)
    {
        says ??= cart;
        await grid.Cart(cart).Open(new(owner, new("EUR")));
        var added = await grid.Cart(cart).Add(new(
            new(new($"add-{sku}"), owner), new($"line-{sku}"), new(sku), 1, new(FulfilmentKind.Ship, new("london")), TimeSpan.FromMinutes(15), $"{says}-planted-line"));
        Assert.Equal(CartStatus.Done, added.Status);
        Assert.Equal(CartStatus.Done, (await grid.Cart(cart).WriteNote(new(new(new("note"), owner), null, $"{says}-planted-note"))).Status);
    }

    private static async Task SnapshotAsync(CustomerGrid grid, string id)
    {
        for (var number = 0; number <= 2 * Limits.SnapshotEveryEventsMin; number++) await grid.Customer(id).Patch(new(CustomerGrid.Fields($"title=Title {number}"), null));
    }
}
