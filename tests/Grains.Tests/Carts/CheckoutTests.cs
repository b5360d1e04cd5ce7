namespace Omnichannel.Carts;

/// <summary>A checkout is whole or nothing (I45), and one at a time (I44, I50).</summary>
public sealed class CheckoutTests
{
    [Fact]
    public async Task StartCheckout_WhenPressedTwiceOnTwoDevices_FreezesOneCheckout()
    {
        await using var grid = await CartGrid.StartAsync();
        var shopper = await FillAsync(grid);

        var replies = await Task.WhenAll(shopper.CheckOutAsync("phone"), shopper.CheckOutAsync("phone"), shopper.CheckOutAsync("tablet"), shopper.CheckOutAsync("tablet"));

        var winner = Assert.Single(replies.Select(static reply => reply.Checkout!.Id).Distinct());
        Assert.Equal([CartStatus.Done, CartStatus.Exists, CartStatus.Locked, CartStatus.Locked], replies.Select(static reply => reply.Status).Order());
        Assert.Equal((winner, CartState.Locked), ((await shopper.SeeAsync()).CheckoutId, (await shopper.SeeAsync()).State));
        var again = await shopper.CheckOutAsync(winner.Value);
        Assert.Equal((CartStatus.Exists, 5_500L, CheckoutState.Frozen), (again.Status, again.Checkout!.Total, again.Checkout.State));
        Assert.Equal([3L, 5L], again.Checkout.Lines.Select(static line => line.Reservations.Sum(static held => held.Quantity)));
        Assert.Equal(CartStatus.Locked, (await shopper.AddAsync("more", "mug")).Status);
        Assert.Equal(CartStatus.Locked, (await shopper.RemoveAsync("mugs")).Status);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task StartCheckout_WhenALineCannotBeHeld_ChangesNothing()
    {
        await using var grid = await CartGrid.StartAsync();
        var shopper = await FillAsync(grid);
        await grid.Stock("cup").Reserve(new(new("somebody"), 3, Shopper.Hold));

        var refused = await shopper.CheckOutAsync("checkout");

        Assert.Equal(CartStatus.InsufficientStock, refused.Status);
        Assert.Equal(("cups", 2L), (Assert.Single(refused.Shortages).LineId.Value, refused.Shortages[0].Available));
        Assert.Equal((CartState.Open, 3L), (refused.Cart!.State, refused.Cart.Lines.Sum(static line => line.Held)));
        await grid.Stock("cup").Release(new(new("somebody")));
        await HoldAudit.CheckAsync(grid);
        Assert.Equal(CartStatus.Done, (await shopper.CheckOutAsync("checkout")).Status);
    }

    [Fact]
    public async Task CancelCheckout_WhenItWasFrozen_GivesBackOnlyWhatWasHeldForIt()
    {
        await using var grid = await CartGrid.StartAsync();
        var shopper = await FillAsync(grid);
        await shopper.CheckOutAsync("checkout");

        Assert.Equal(CartStatus.Done, (await shopper.CancelAsync("checkout")).Status);

        var cart = await shopper.SeeAsync();
        Assert.Equal((CartState.Open, 3L), (cart.State, cart.Lines.Sum(static line => line.Held)));
        Assert.Equal(CartStatus.Exists, (await shopper.CancelAsync("checkout")).Status);
        Assert.Equal((CartStatus.CheckoutClosed, CheckoutState.Cancelled), Told(await shopper.CheckOutAsync("checkout")));
        Assert.Equal((CartStatus.Done, CheckoutState.Frozen), Told(await shopper.CheckOutAsync("another")));
        Assert.Equal(CartStatus.CheckoutNotFound, (await shopper.CancelAsync("none")).Status);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Wake_WhenTheHoldsOfACheckoutHaveEnded_UnlocksTheCart()
    {
        await using var grid = await CartGrid.StartAsync();
        var shopper = await FillAsync(grid);
        await shopper.CheckOutAsync("checkout");

        await grid.PassAsync(Shopper.Hold);

        Assert.Equal(CartState.Open, (await shopper.SeeAsync()).State);
        Assert.Equal(CheckoutState.Lapsed, (await shopper.Cart.FindCheckout(shopper.Actor, new("checkout"))).Checkout!.State);
        Assert.Equal(CartStatus.CheckoutClosed, (await shopper.CancelAsync("checkout")).Status);
        Assert.Equal(5, (await grid.Stock("cup").Stock()).Available);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task StartCheckout_WhenAPriceHasChanged_AsksFirstAndThenAgrees()
    {
        await using var grid = await CartGrid.StartAsync();
        var shopper = await FillAsync(grid);
        await grid.SetPriceAsync("cup", 600, "dearer");

        // The quote counts while it lasts, and the line shows both.
        var signalled = (await shopper.SeeAsync()).Lines[1];
        Assert.Equal((500L, 600L), (signalled.Quote.Amount, signalled.Current!.Amount));
        grid.Time.Advance(TimeSpan.FromSeconds(Limits.QuoteSeconds));

        var told = await shopper.CheckOutAsync("checkout");
        Assert.Equal((CartStatus.PricesChanged, 6_000L), (told.Status, told.Cart!.Total));
        Assert.Equal(CartStatus.TotalMismatch, (await shopper.CheckOutAsync("checkout", expectedTotal: 5_500)).Status);
        Assert.Equal(6_000, (await shopper.CheckOutAsync("checkout", expectedTotal: 6_000)).Checkout!.Total);
    }

    [Fact]
    public async Task Cart_WhileALineIsHeldWhole_KeepsItsQuoteBeyondItsLifetime()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 5);
        var shopper = new Shopper(grid, "cart", Shopper.Anonymous("device"));
        await shopper.OpenAsync();
        await shopper.AddAsync("line", "mug", isHeld: true);
        await shopper.HoldAsync("longer", TimeSpan.FromSeconds(2 * Limits.QuoteSeconds));
        await grid.SetPriceAsync("mug", 2_000, "dearer");

        grid.Time.Advance(TimeSpan.FromSeconds(Limits.QuoteSeconds + 1));
        Assert.Equal((1_000L, 2_000L), ((await shopper.SeeAsync()).Total, (await shopper.SeeAsync()).Lines[0].Current!.Amount));
        await grid.PassAsync(TimeSpan.FromSeconds(Limits.QuoteSeconds));
        Assert.Equal((2_000L, null), ((await shopper.SeeAsync()).Total, (await shopper.SeeAsync()).Lines[0].Current));
        var events = await shopper.Cart.Events(shopper.Actor, 0, 100);
        Assert.Contains(events.Events.Events, static happened => happened.Json.Contains("\"line-repriced\"", StringComparison.Ordinal));
    }

    private static (CartStatus, CheckoutState?) Told(CheckoutReply reply) => (reply.Status, reply.Checkout?.State);

    // Three mugs, held, and five cups, not held.
    private static async Task<Shopper> FillAsync(CartGrid grid)
    {
        await grid.SellAsync("mug", 10);
        await grid.SellAsync("cup", 5, 500);
        var shopper = new Shopper(grid, "cart", Shopper.Anonymous("device"));
        await shopper.OpenAsync();
        await shopper.AddAsync("mugs", "mug", 3, isHeld: true);
        await shopper.AddAsync("cups", "cup", 5);
        return shopper;
    }
}
