using Omnichannel.Carts;

namespace Omnichannel.Customers;

public sealed class SessionGrainTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    private static readonly CartToken Token = new("anonymous-token-0123456789");

    [Fact]
    public async Task SignIn_WithAnAnonymousCart_MergesItIntoTheOpenOne()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await ShopAsync(grid);

        var reply = await grid.Session("web-1").SignIn(new(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(Token)));

        Assert.Equal((SessionStatus.Done, CartStatus.Done), (reply.Status, reply.CartStatus));
        Assert.Equal(("ada", "app-cart"), (reply.Session!.Customer!.Value.Value, reply.Session.CartId!.Value.Value));
        var cart = (await grid.Cart("app-cart").Cart(CartActor.Of(new CustomerId("ada")))).Cart!;
        Assert.Equal(3, cart.Lines.Sum(line => line.Quantity));
        Assert.Equal("web-1", Assert.Single((await ada.LiveSessions()).Sessions).Id.Value);
        Assert.Equal(SessionStatus.AlreadyDone, (await grid.Session("web-1").SignIn(new(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(Token)))).Status);
    }

    [Fact]
    public async Task SignIn_SentAgain_IsAnsweredAsItWasWhateverHasHappenedSince()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await grid.RegisterAsync("ada");
        await grid.RegisterAsync("bea");
        var session = grid.Session("web-1");
        await session.Start(new(new("web"), TimeSpan.FromMinutes(30)));
        var first = new SignInSession(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum);
        var (again, second) = (first with { Id = new("sign-in-2") }, first with { Id = new("sign-in-3"), Customer = new("bea") });
        Assert.Equal(SessionStatus.Done, (await session.SignIn(first)).Status);
        Assert.Equal(SessionStatus.AlreadyDone, (await session.SignIn(again)).Status);
        await session.SignOut(new());
        Assert.Equal(SessionStatus.Done, (await session.SignIn(second)).Status);
        await session.SignOut(new());
        var version = (await session.Find()).Session!.Version;

        // Also by a process that has only the journal.
        await using var next = await CustomerGrid.StartAsync(grid.Journal, grid.Keys, grid.Time);
        foreach (var late in (SignInSession[])[first, again, second])
        {
            var reply = await next.Session("web-1").SignIn(late);
            Assert.Equal((SessionStatus.AlreadyDone, (CustomerId?)null), (reply.Status, reply.Session!.Customer));
        }

        Assert.Equal(SessionStatus.ExistsWithDifferentBody, (await next.Session("web-1").SignIn(first with { Customer = new("bea") })).Status);
        Assert.Equal(SessionStatus.ExistsWithDifferentBody, (await next.Session("web-1").SignIn(first with { Strategy = CartMergeStrategy.KeepNewest })).Status);
        Assert.Equal(SessionStatus.ExistsWithDifferentBody, (await next.Session("web-1").SignIn(first with { Customer = new("nobody") })).Status);
        Assert.Equal(version, (await next.Session("web-1").Find()).Session!.Version);
    }

    [Fact]
    public async Task SignIn_BeyondWhatIsRemembered_IsRefusedUntilADayHasPassed()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await grid.RegisterAsync("ada");
        var session = grid.Session("web-1");
        await session.Start(new(new("web"), TimeSpan.FromDays(2)));
        for (var number = 0; number < Limits.SessionSignInsMax; number++)
            Assert.NotEqual(SessionStatus.TooManyCommands, (await session.SignIn(new(new($"sign-in-{number}"), new("ada"), CartMergeStrategy.Sum))).Status);

        Assert.Equal(SessionStatus.TooManyCommands, (await session.SignIn(new(new("one-more"), new("ada"), CartMergeStrategy.Sum))).Status);
        Assert.Equal(SessionStatus.AlreadyDone, (await session.SignIn(new(new("sign-in-0"), new("ada"), CartMergeStrategy.Sum))).Status);
        await grid.PassAsync(TimeSpan.FromSeconds(Limits.RememberedSeconds));
        Assert.Equal(SessionStatus.AlreadyDone, (await session.SignIn(new(new("one-more"), new("ada"), CartMergeStrategy.Sum))).Status);
    }

    [Fact]
    public async Task SignIn_WhenNoCartIsOpen_GivesTheCustomerTheCartOfTheVisit()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await ShopAsync(grid);
        await ada.DropCart(new(new("app-cart")));

        var reply = await grid.Session("web-1").SignIn(new(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(Token)));

        Assert.Equal("web-cart", reply.Session!.CartId!.Value.Value);
        Assert.Equal("web-cart", (await ada.Profile()).Customer!.OpenCart!.Value.Value);
        Assert.Equal(CartStatus.Done, (await grid.Cart("web-cart").Cart(CartActor.Of(new CustomerId("ada")))).Status);
        Assert.Equal(CartStatus.NotOwner, (await grid.Cart("web-cart").Cart(CartActor.Of(Token))).Status);
    }

    [Fact]
    public async Task SignIn_FromTwoDevicesAtOnceWithoutAnOpenCart_EndsWithOneCart()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await ShopAsync(grid);
        await ada.DropCart(new(new("app-cart")));
        var other = new CartToken("another-token-0123456789");
        await grid.FillCartAsync("phone-cart", CartActor.Of(other), "MUG-2", 4);
        await grid.Session("phone-1").Start(new(new("app"), Idle));
        await grid.Session("phone-1").Touch(new(CartId: new CartId("phone-cart")));

        var replies = await Task.WhenAll(
            grid.Session("web-1").SignIn(new(new("sign-in"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(Token))),
            grid.Session("phone-1").SignIn(new(new("sign-in"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(other))));

        var open = (await ada.Profile()).Customer!.OpenCart!.Value;
        Assert.All(replies, reply => Assert.Equal((SessionStatus.Done, open), (reply.Status, reply.Session!.CartId!.Value)));
        Assert.Equal(5, (await grid.Cart(open.Value).Cart(CartActor.Of(new CustomerId("ada")))).Cart!.Lines.Sum(line => line.Quantity));
    }

    [Fact]
    public async Task SignIn_WithTheCartOfSomebodyElse_DoesNotGetIt()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await ShopAsync(grid);

        var reply = await grid.Session("web-1").SignIn(new(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(new CartToken("stolen-token-0123456789"))));

        Assert.Equal((SessionStatus.Done, CartStatus.NotOwner, "app-cart"), (reply.Status, reply.CartStatus, reply.Session!.CartId!.Value.Value));
        Assert.Equal(CartStatus.Done, (await grid.Cart("web-cart").Cart(CartActor.Of(Token))).Status);
    }

    [Fact]
    public async Task SignOut_OnADevice_LeavesNothingForTheNext()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await ShopAsync(grid);
        await grid.RegisterAsync("bea");
        var session = grid.Session("web-1");
        await session.SignIn(new(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(Token)));
        Assert.Equal(SessionStatus.SignedInAsAnother, (await session.SignIn(new(new("sign-in-2"), new("bea"), CartMergeStrategy.Sum))).Status);

        var gone = await session.SignOut(new());
        Assert.Equal((SessionStatus.Done, null, null), (gone.Status, gone.Session!.Customer, gone.Session.CartId));
        Assert.Empty((await ada.LiveSessions()).Sessions);

        var next = await session.SignIn(new(new("sign-in-2"), new("bea"), CartMergeStrategy.Sum));
        Assert.Equal((SessionStatus.Done, "bea", null), (next.Status, next.Session!.Customer!.Value.Value, next.Session.CartId));
        Assert.Equal("app-cart", (await ada.Profile()).Customer!.OpenCart!.Value.Value);
    }

    [Fact]
    public async Task Touch_InQuickSuccession_WritesAtMostOneEventAMinuteAndKeepsTheSessionAlive()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var session = grid.Session("web-1");
        await session.Start(new(new("web"), TimeSpan.FromSeconds(Limits.SessionIdleSecondsMin)));
        for (var second = 0; second < 600; second += 10)
        {
            await session.Touch(new());
            await grid.PassAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(SessionEnd.None, (await session.Find()).Session!.End);
        Assert.True((await session.Find()).Session!.Version <= 11);

        await grid.PassAsync(TimeSpan.FromSeconds(Limits.SessionIdleSecondsMin + Limits.SessionSeenSeconds));
        Assert.Equal(SessionEnd.Expired, (await session.Find()).Session!.End);
        Assert.Equal(SessionStatus.Closed, (await session.Touch(new())).Status);
        Assert.Contains("\"session-ended\"", await CustomerGrid.WrittenAsync(grid.Journal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenItResumesAnother_GoesOnWithWhatThatHad()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await ShopAsync(grid);
        await grid.Session("web-1").SignIn(new(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(Token)));
        await grid.Session("web-1").Touch(new("checkout"));

        var resumed = await grid.Session("app-1").Start(new(new("app"), Idle, new("phone-1"), new("web-1")));

        Assert.Equal(SessionStatus.Done, resumed.Status);
        Assert.Equal(("ada", "app-cart", "checkout"), (resumed.Session!.Customer!.Value.Value, resumed.Session.CartId!.Value.Value, resumed.Session.Step));
        var before = (await grid.Session("web-1").Find()).Session!;
        Assert.Equal((SessionEnd.Resumed, "app-1"), (before.End, before.Successor!.Value.Value));
        Assert.Equal("app-1", Assert.Single((await ada.LiveSessions()).Sessions).Id.Value);
        Assert.Equal((0, 1), ((await grid.Presence("web").Presence()).Sessions, (await grid.Presence("app").Presence()).Sessions));

        // It goes on in one place only.
        Assert.Equal(SessionStatus.ResumeRefused, (await grid.Session("till-1").Start(new(new("store"), Idle, null, new("web-1")))).Status);
        Assert.Equal(SessionStatus.ResumeRefused, (await grid.Session("till-2").Start(new(new("store"), Idle, null, new("nowhere")))).Status);
        Assert.Equal(SessionStatus.SameSession, (await grid.Session("till-3").Start(new(new("store"), Idle, null, new("till-3")))).Status);
    }

    [Fact]
    public async Task Revoke_OfOneSession_EndsThatOneWhereverItIs()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await grid.RegisterAsync("ada");
        var bea = await grid.RegisterAsync("bea");
        foreach (var id in new[] { "web-1", "app-1" })
        {
            await grid.Session(id).Start(new(new("web"), Idle));
            await grid.Session(id).SignIn(new(new("sign-in"), new("ada"), CartMergeStrategy.Sum));
        }

        Assert.Equal(CustomerStatus.SessionNotFound, (await bea.RevokeSession(new("web-1"))).Status);
        var left = await ada.RevokeSession(new("web-1"));

        Assert.Equal("app-1", Assert.Single(left.Sessions).Id.Value);
        Assert.Equal(SessionEnd.Revoked, (await grid.Session("web-1").Find()).Session!.End);
        Assert.Equal(SessionStatus.Done, (await grid.Session("app-1").Find()).Status);
    }

    [Fact]
    public async Task Presence_WhenItLostTrack_AsksTheSessionsWhenTheirTimeHasCome()
    {
        await using var grid = await CustomerGrid.StartAsync();
        foreach (var id in new[] { "web-1", "web-2" }) await grid.Session(id).Start(new(new("web"), Idle));
        await grid.Presence("web").Enter(new("never-was"), grid.Time.GetUtcNow().AddMinutes(5));
        await grid.Presence("web").Leave(new("web-2"));
        Assert.Equal(2, (await grid.Presence("web").Presence()).Sessions);

        await grid.PassAsync(TimeSpan.FromMinutes(20));
        await grid.Session("web-2").Touch(new());
        Assert.Equal(2, (await grid.Presence("web").Presence()).Sessions);

        await grid.PassAsync(TimeSpan.FromMinutes(20));
        Assert.Equal(1, (await grid.Presence("web").Presence()).Sessions);
        await grid.PassAsync(TimeSpan.FromMinutes(20));
        Assert.Equal(0, (await grid.Presence("web").Presence()).Sessions);
        Assert.Empty(await grid.Journal.ReadDueAsync(grid.Time.GetUtcNow().AddYears(1), 10, CancellationToken.None));
    }

    // Ada has a cart on the app, and visits the shop on the web without a name.
    private static async Task<ICustomerGrain> ShopAsync(CustomerGrid grid)
    {
        await grid.SellAsync("MUG-1", 10);
        await grid.SellAsync("MUG-2", 10);
        var ada = await grid.RegisterAsync("ada");
        await grid.FillCartAsync("app-cart", CartActor.Of(new CustomerId("ada")), "MUG-1", 2);
        await ada.AdoptCart(new(new("app-cart")));
        await grid.FillCartAsync("web-cart", CartActor.Of(Token), "MUG-1", 1);
        await grid.Session("web-1").Start(new(new("web"), Idle, new("laptop-1")));
        await grid.Session("web-1").Touch(new("browse", new CartId("web-cart")));
        return ada;
    }
}
