using Omnichannel.Carts;

namespace Omnichannel.Customers;

/// <summary>What a customer knows of the carts that are theirs, also while customers are being merged.</summary>
public sealed class CustomerCartsTests
{
    private static readonly CartToken Token = new("anonymous-token-0123456789");

    [Fact]
    public async Task AdoptCart_ByAnIdThatWasMergedSince_BringsTheCartToTheSurvivor()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await grid.RegisterAsync("ada");
        await grid.RegisterAsync("ada-2");
        await grid.RegisterAsync("ada-3");
        await grid.Cart("cart-1").Open(new(CartActor.Of(new CustomerId("ada-2")), new("EUR")));
        await grid.Merge("merge-1").Merge(new(new("ada-3"), new("ada-2"), CartMergeStrategy.Sum));
        await grid.Merge("merge-2").Merge(new(new("ada"), new("ada-3"), CartMergeStrategy.Sum));

        var told = await grid.Customer("ada-2").AdoptCart(new(new("cart-1")));

        Assert.Equal((CustomerStatus.Done, "ada", "cart-1"), (told.Status, told.Customer!.Value.Value, told.OpenCart!.Value.Value));
        Assert.Equal("ada", (await grid.Cart("cart-1").Cart(CartActor.Of(new CustomerId("ada")))).Cart!.Customer!.Value.Value);
    }

    [Fact]
    public async Task SignIn_AsACustomerWhoIsMergedInBetween_BringsTheCartToTheSurvivor()
    {
        for (var round = 0; round < 10; round++)
        {
            await using var grid = await CustomerGrid.StartAsync();
            await grid.SellAsync("MUG-1", 10);
            await grid.RegisterAsync("ada");
            await grid.RegisterAsync("ada-2");
            await grid.FillCartAsync("web-cart", CartActor.Of(Token), "MUG-1", 1);
            await grid.Session("web-1").Start(new(new("web"), TimeSpan.FromMinutes(30)));
            await grid.Session("web-1").Touch(new(CartId: new CartId("web-cart")));

            var signingIn = grid.Session("web-1").SignIn(new(new("sign-in-1"), new("ada-2"), CartMergeStrategy.Sum, CartActor.Of(Token)));
            for (var turn = 0; turn < round; turn++) await Task.Yield();
            await grid.Merge("merge-1").Merge(new(new("ada"), new("ada-2"), CartMergeStrategy.Sum));
            await signingIn;
            await grid.PassAsync(TimeSpan.FromSeconds(Limits.CoordinatorRetrySeconds));

            Assert.Equal("web-cart", (await grid.Customer("ada").Profile()).Customer!.OpenCart?.Value);
            Assert.Equal("ada", (await grid.Cart("web-cart").Cart(CartActor.Of(new CustomerId("ada")))).Cart?.Customer?.Value);
        }
    }

    [Fact]
    public async Task SignIn_WhenTheOpenCartIsBeingPaidFor_OpensTheCartOfTheVisit()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await grid.SellAsync("MUG-1", 10);
        var ada = await grid.RegisterAsync("ada");
        var owner = CartActor.Of(new CustomerId("ada"));
        await grid.FillCartAsync("paid-cart", owner, "MUG-1", 2);
        await ada.AdoptCart(new(new("paid-cart")));
        Assert.Equal(CartStatus.Done, (await grid.Cart("paid-cart").StartCheckout(new(owner, new("checkout-1"), TimeSpan.FromMinutes(15)))).Status);
        await grid.FillCartAsync("web-cart", CartActor.Of(Token), "MUG-1", 1);
        await grid.Session("web-1").Start(new(new("web"), TimeSpan.FromMinutes(30)));
        await grid.Session("web-1").Touch(new(CartId: new CartId("web-cart")));

        var reply = await grid.Session("web-1").SignIn(new(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(Token)));

        Assert.Equal((SessionStatus.Done, CartStatus.Done, "web-cart"), (reply.Status, reply.CartStatus, reply.Session!.CartId!.Value.Value));
        Assert.Equal("web-cart", (await ada.Profile()).Customer!.OpenCart!.Value.Value);
    }

    [Fact]
    public async Task SignIn_WithACartThatIsTheirsAlready_KeepsIt()
    {
        await using var grid = await CustomerGrid.StartAsync();
        await grid.SellAsync("MUG-1", 10);
        await grid.RegisterAsync("ada");
        await grid.FillCartAsync("web-cart", CartActor.Of(Token), "MUG-1", 1);
        await grid.Cart("web-cart").Attach(new(new(new("attach-1"), CartActor.Of(Token)), new("ada")));
        await grid.Session("web-1").Start(new(new("web"), TimeSpan.FromMinutes(30)));
        await grid.Session("web-1").Touch(new(CartId: new CartId("web-cart")));

        var reply = await grid.Session("web-1").SignIn(new(new("sign-in-1"), new("ada"), CartMergeStrategy.Sum, CartActor.Of(Token)));

        Assert.Equal((SessionStatus.Done, CartStatus.Exists, "web-cart"), (reply.Status, reply.CartStatus, reply.Session!.CartId!.Value.Value));
    }

    [Fact]
    public async Task AdoptCart_BesideAnOpenOne_IsRememberedOnceAndAcrossSnapshots()
    {
        await using var grid = await CustomerGrid.StartAsync();
        var ada = await grid.RegisterAsync("ada");
        await grid.Cart("cart-1").Open(new(CartActor.Of(new CustomerId("ada")), new("EUR")));
        await ada.AdoptCart(new(new("cart-1")));
        Assert.Equal(CustomerStatus.Done, (await ada.AdoptCart(new(new("cart-2")))).Status);
        for (var number = 0; number < Limits.SnapshotEveryEventsMin; number++) await ada.Patch(new(CustomerGrid.Fields($"title=Title {number}"), null));

        await using var next = await CustomerGrid.StartAsync(grid.Journal, grid.Keys, grid.Time);
        var version = (await next.Customer("ada").Profile()).Customer!.Version;

        Assert.Equal((CustomerStatus.AlreadyDone, "cart-1"), Told(await next.Customer("ada").AdoptCart(new(new("cart-2")))));
        Assert.Equal(version, (await next.Customer("ada").Profile()).Customer!.Version);
        for (var number = 0; number < Limits.CustomerCartsKept; number++) await next.Customer("ada").AdoptCart(new(new($"cart-{number + 3}")));
        Assert.Equal((CustomerStatus.Done, "cart-1"), Told(await next.Customer("ada").AdoptCart(new(new("cart-2")))));

        static (CustomerStatus, string?) Told(OpenCartReply reply) => (reply.Status, reply.OpenCart?.Value);
    }
}
