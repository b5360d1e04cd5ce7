using Omnichannel.Inventory;

namespace Omnichannel.Carts;

/// <summary>Lines and their holds (I43), who may see them (I46), and what they cost (I49).</summary>
public sealed class CartLinesTests
{
    [Fact]
    public async Task Add_WhenHeld_TakesTheUnitsFromSaleUntilTheyLapse()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 5);
        var shopper = await OpenAsync(grid);

        var reply = await shopper.AddAsync("line", "mug", 3, isHeld: true);

        Assert.Equal(CartStatus.Done, reply.Status);
        Assert.Equal((3L, 3_000L), (Assert.Single(reply.Cart!.Lines).Held, reply.Cart.Total));
        Assert.Equal(2, (await grid.Stock("mug").Stock()).Available);
        await HoldAudit.CheckAsync(grid);

        await grid.PassAsync(Shopper.Hold);
        var later = await shopper.SeeAsync();
        Assert.Equal((0L, 3L), (later.Lines[0].Held, later.Units));
        Assert.Equal(5, (await grid.Stock("mug").Stock()).Available);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Add_WhenStockRefuses_LeavesNothingAndMayBeSentAgain()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 2);
        var shopper = await OpenAsync(grid);

        var refused = await shopper.AddAsync("line", "mug", 3, isHeld: true);

        Assert.Equal(CartStatus.InsufficientStock, refused.Status);
        Assert.Equal(2, Assert.Single(refused.Shortages).Available);
        Assert.Empty(refused.Cart!.Lines);
        await grid.Stock("mug").Move(new(new("more"), MovementType.Receive, 1));
        Assert.Equal(CartStatus.Done, (await shopper.AddAsync("line", "mug", 3, isHeld: true)).Status);
        Assert.Equal(CartStatus.Exists, (await shopper.AddAsync("line", "mug", 3, isHeld: true)).Status);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Add_WhenTheSameIdCarriesAnotherBody_IsAConflict()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 5);
        var shopper = await OpenAsync(grid);
        await shopper.AddAsync("line", "mug", 1);

        Assert.Equal(CartStatus.CommandExistsWithDifferentBody, (await shopper.AddAsync("line", "mug", 2)).Status);
        Assert.Equal(CartStatus.LineExists, (await shopper.AddAsync("line", "mug", 2, command: "other")).Status);
        Assert.Equal(1, (await shopper.SeeAsync()).Units);
    }

    [Fact]
    public async Task Add_WhenSentByTenDevicesAtOnce_HoldsEveryLineOnce()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 25);
        var shopper = await OpenAsync(grid);

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(index => shopper.AddAsync($"line-{index % 10}", "mug", 3, isHeld: true)));

        Assert.Equal(8, (await shopper.SeeAsync()).Lines.Count);
        Assert.All(replies, static reply => Assert.Contains(reply.Status, (CartStatus[])[CartStatus.Done, CartStatus.Exists, CartStatus.InsufficientStock]));
        Assert.Equal(1, (await grid.Stock("mug").Stock()).Available);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task ChangeQuantity_WhenTheLineIsHeld_HoldsWhatItGainsAndGivesBackWhatItLoses()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 10);
        var shopper = await OpenAsync(grid);
        await shopper.AddAsync("line", "mug", 3, isHeld: true);

        Assert.Equal(7, (await shopper.ChangeAsync("line", 7)).Cart!.Lines[0].Held);
        Assert.Equal(CartStatus.InsufficientStock, (await shopper.ChangeAsync("line", 11)).Status);
        Assert.Equal(7, (await shopper.SeeAsync()).Units);
        Assert.Equal(5, (await shopper.ChangeAsync("line", 5)).Cart!.Lines[0].Held);
        Assert.Equal(2, (await shopper.ChangeAsync("line", 2)).Cart!.Lines[0].Held);
        Assert.Equal(8, (await grid.Stock("mug").Stock()).Available);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Remove_WhenTheLineIsHeld_GivesItsUnitsBackAtOnce()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 4);
        var shopper = await OpenAsync(grid);
        await shopper.AddAsync("line", "mug", 4, isHeld: true);

        Assert.Empty((await shopper.RemoveAsync("line")).Cart!.Lines);
        Assert.Equal(4, (await grid.Stock("mug").Stock()).Available);
        Assert.Equal(CartStatus.Exists, (await shopper.RemoveAsync("line")).Status);
        Assert.Equal(CartStatus.LineNotFound, (await shopper.RemoveAsync("line", "again")).Status);
        Assert.Equal(CartStatus.Done, (await shopper.AddAsync("line", "mug", 4, isHeld: true, command: "back")).Status);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Hold_WhenSomeLinesCannotBeHeld_HoldsTheOthersAndSaysWhy()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 4);
        await grid.SellAsync("cup", 1);
        var shopper = await OpenAsync(grid);
        await shopper.AddAsync("mugs", "mug", 4);
        await shopper.AddAsync("cups", "cup", 2);

        var reply = await shopper.HoldAsync("hold");

        Assert.Equal(CartStatus.Done, reply.Status);
        Assert.Equal([4L, 0L], reply.Cart!.Lines.Select(static line => line.Held));
        Assert.Equal(("cups", 1L), (Assert.Single(reply.Shortages).LineId.Value, reply.Shortages[0].Available));
        grid.Time.Advance(TimeSpan.FromSeconds(600));
        var extended = await shopper.HoldAsync("hold-on", lines: "mugs");
        Assert.Equal(grid.Time.GetUtcNow() + Shopper.Hold, extended.Cart!.Lines[0].HeldUntil);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Hold_WhenTheHoldGaveWayToASale_HoldsAnew()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 2);
        var shopper = await OpenAsync(grid);
        await shopper.AddAsync("line", "mug", 2, isHeld: true);
        await grid.Stock("mug").Move(new(new("till-1"), MovementType.Sell, 1));
        await grid.Stock("mug").Move(new(new("more"), MovementType.Receive, 1));

        var reply = await shopper.HoldAsync("hold");

        Assert.Equal((2L, 0), (reply.Cart!.Lines[0].Held, reply.Shortages.Count));
        Assert.Equal(0, (await grid.Stock("mug").Stock()).Available);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Cart_WhenAskedBySomebodyElse_TellsNothing()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 2);
        var shopper = await OpenAsync(grid);
        await shopper.AddAsync("line", "mug", 2, isHeld: true);
        var thief = new Shopper(grid, "cart", Shopper.Anonymous("thief"));

        Assert.Equal((CartStatus.NotOwner, null), Told(await thief.Cart.Cart(thief.Actor)));
        Assert.Equal((CartStatus.NotOwner, null), Told(await thief.RemoveAsync("line")));
        Assert.Equal((CartStatus.NotOwner, null), Told(await thief.OpenAsync()));
        Assert.Equal(CartStatus.NotOwner, (await thief.CheckOutAsync("checkout")).Status);
        Assert.Equal(CartStatus.NotOwner, (await thief.Cart.Events(thief.Actor, 0, 10)).Status);
        Assert.Equal([thief.Actor], (await thief.Cart.Watch([shopper.Actor, thief.Actor], 0, 10)).Refused);
        Assert.Equal(CartStatus.NotOwner, (await thief.Cart.OfferHandover(new(thief.Actor, new("handover")))).Status);
        Assert.Equal((CartStatus.NotFound, null), Told(await new Shopper(grid, "none", thief.Actor).AddAsync("line", "mug")));
        Assert.Equal(2, (await shopper.SeeAsync()).Units);
    }

    [Fact]
    public async Task Attach_WhenTheShopperSignsIn_GivesTheCartToTheCustomerAlone()
    {
        await using var grid = await CartGrid.StartAsync();
        var device = await OpenAsync(grid);
        var attach = new AttachCart(new(new("sign-in"), device.Actor), new("ada"));

        Assert.Equal("ada", (await device.Cart.Attach(attach)).Cart!.Customer!.Value.Value);
        Assert.Equal(CartStatus.Exists, (await device.Cart.Attach(attach)).Status);
        Assert.Equal(CartStatus.NotOwner, (await device.Cart.Attach(new(new(new("sign-in-2"), device.Actor), new("bob")))).Status);
        Assert.Equal(CartStatus.NotOwner, (await device.Cart.Cart(device.Actor)).Status);
        Assert.Equal(CartStatus.Done, (await device.Cart.Cart(Shopper.SignedIn("ada"))).Status);
        Assert.Equal(CartStatus.Done, (await device.Cart.Reassign(new(new(new("same-person"), Shopper.SignedIn("ada")), new("countess")))).Status);
        Assert.Equal(CartStatus.Exists, (await device.Cart.Reassign(new(new(new("same-person"), Shopper.SignedIn("ada")), new("countess")))).Status);
        Assert.Equal(CartStatus.NotOwner, (await device.Cart.Cart(Shopper.SignedIn("ada"))).Status);
    }

    [Fact]
    public async Task Wake_WhenNobodyCameBack_AbandonsTheCartAndGivesItsHoldsBack()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 2);
        var shopper = new Shopper(grid, "cart", Shopper.Anonymous("device"));
        await shopper.Cart.Open(new(shopper.Actor, CartGrid.Euro, AbandonAfter: TimeSpan.FromSeconds(120)));
        await shopper.AddAsync("line", "mug", 2, isHeld: true);

        await grid.PassAsync(TimeSpan.FromSeconds(120));

        var cart = await shopper.SeeAsync();
        Assert.Equal((true, 0L, 2L), (cart.IsAbandoned, cart.Lines[0].Held, cart.Units));
        Assert.Equal(2, (await grid.Stock("mug").Stock()).Available);
        Assert.False((await shopper.ChangeAsync("line", 1)).Cart!.IsAbandoned);
        await HoldAudit.CheckAsync(grid);
    }

    private static (CartStatus, CartView?) Told(CartReply reply) => (reply.Status, reply.Cart);

    private static async Task<Shopper> OpenAsync(CartGrid grid)
    {
        var shopper = new Shopper(grid, "cart", Shopper.Anonymous("device"));
        Assert.Equal(CartStatus.Done, (await shopper.OpenAsync()).Status);
        return shopper;
    }
}
