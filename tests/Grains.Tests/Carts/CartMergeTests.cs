namespace Omnichannel.Carts;

/// <summary>A merge ends on both carts or on neither (I47), within the limits of a cart (I42).</summary>
public sealed class CartMergeTests
{
    [Fact]
    public async Task Merge_WhenSummed_MovesHoldsAddsLinesAndReportsEachLine()
    {
        await using var grid = await CartGrid.StartAsync();
        var (customer, device) = await FillAsync(grid);

        var reply = await customer.MergeAsync("device", device.Actor);

        Assert.Equal(CartStatus.Done, reply.Status);
        Assert.Equal(
            [(CartMergeOutcome.Combined, "mugs", 5L), (CartMergeOutcome.Kept, "pens", 1L), (CartMergeOutcome.Added, "cups", 2L)],
            reply.Report!.Entries.Select(static entry => (entry.Outcome, entry.LineId.Value, entry.Quantity)));
        Assert.Equal([5L, 0L, 2L], reply.Cart!.Lines.Select(static line => line.Held));
        var other = await device.SeeAsync();
        Assert.Equal((CartState.Closed, "customer", 0), (other.State, other.MergedInto!.Value.Value, other.Lines.Count));
        Assert.Equal(CartStatus.Closed, (await device.AddAsync("new", "mug")).Status);
        Assert.Equal(CartStatus.Exists, (await customer.MergeAsync("device", device.Actor)).Status);
        Assert.Equal(CartStatus.ExistsWithDifferentBody, (await customer.MergeAsync("device", device.Actor, CartMergeStrategy.KeepNewest)).Status);
        Assert.Equal(CartStatus.SourceClosed, (await customer.MergeAsync("device", device.Actor, id: "again")).Status);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Merge_WhenStockIsShort_CapsTheLineAtWhatCanBeHeld()
    {
        await using var grid = await CartGrid.StartAsync();
        var (customer, device) = await FillAsync(grid);
        await grid.Stock("mug").Reserve(new(new("somebody"), 5, Shopper.Hold));

        // Two are held by the customer's line, three are not held by the device's; three are left for sale.
        await device.RemoveAsync("mugs");
        await device.AddAsync("mugs", "mug", 8, command: "unheld");
        var entry = (await customer.MergeAsync("device", device.Actor)).Report!.Entries[0];

        Assert.Equal((CartMergeOutcome.Capped, CartMergeReason.InsufficientStock, 5L), (entry.Outcome, entry.Reason, entry.Quantity));
        Assert.Equal((2L, 8L), (entry.TargetQuantity, entry.SourceQuantity));
        Assert.Equal(0, (await grid.Stock("mug").Stock()).Available);
        await grid.Stock("mug").Release(new(new("somebody")));
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Merge_WhenTheNewestCounts_GivesBackWhatIsHeldTooMuch()
    {
        await using var grid = await CartGrid.StartAsync();
        var (customer, device) = await FillAsync(grid);
        grid.Time.Advance(TimeSpan.FromSeconds(1));
        await device.ChangeAsync("mugs", 1);

        var reply = await customer.MergeAsync("device", device.Actor, CartMergeStrategy.KeepNewest);

        Assert.Equal((1L, 1L), (reply.Cart!.Lines[0].Quantity, reply.Cart.Lines[0].Held));
        Assert.Equal(9, (await grid.Stock("mug").Stock()).Available);
        Assert.Equal(["mugs", "pens", "cups"], reply.Cart.Lines.Select(static line => line.Id.Value));
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Merge_WhenTheCustomersCartCounts_DropsTheOtherLinesAndSaysSo()
    {
        await using var grid = await CartGrid.StartAsync();
        var (customer, device) = await FillAsync(grid);

        var reply = await customer.MergeAsync("device", device.Actor, CartMergeStrategy.KeepCustomer);

        Assert.Equal(["mugs", "pens"], reply.Cart!.Lines.Select(static line => line.Id.Value));
        var dropped = reply.Report!.Entries[2];
        Assert.Equal((CartMergeOutcome.Dropped, CartMergeReason.Strategy, 2L, 0L), (dropped.Outcome, dropped.Reason, dropped.SourceQuantity, dropped.Quantity));
        Assert.Equal((8L, 5L), ((await grid.Stock("mug").Stock()).Available, (await grid.Stock("cup").Stock()).Available));
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task UndoMerge_WhenNothingChangedSince_RestoresBothCartsWithTheirHolds()
    {
        await using var grid = await CartGrid.StartAsync();
        var (customer, device) = await FillAsync(grid);
        var (before, other) = (await customer.SeeAsync(), await device.SeeAsync());
        await customer.MergeAsync("device", device.Actor);

        var undone = await customer.UndoAsync();

        Assert.Equal((CartStatus.Done, true), (undone.Status, undone.Report!.IsUndone));
        Assert.Equal(Lines(before), Lines(await customer.SeeAsync()));
        Assert.Equal(Lines(other), Lines(await device.SeeAsync()));
        Assert.Equal(CartStatus.Exists, (await customer.UndoAsync()).Status);
        Assert.Equal(CartStatus.MergeUndone, (await customer.MergeAsync("device", device.Actor)).Status);
        Assert.Equal(CartStatus.Done, (await customer.MergeAsync("device", device.Actor, id: "once-more")).Status);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task UndoMerge_WhenALineWasChangedSince_IsRefused()
    {
        await using var grid = await CartGrid.StartAsync();
        var (customer, device) = await FillAsync(grid);
        await customer.MergeAsync("device", device.Actor);
        await customer.RemoveAsync("pens");

        Assert.Equal(CartStatus.ChangedSince, (await customer.UndoAsync()).Status);
        Assert.Equal(CartStatus.MergeNotFound, (await customer.UndoAsync("none")).Status);
    }

    [Fact]
    public async Task Merge_WhenTheOtherCartIsSomebodyElses_IsRefused()
    {
        await using var grid = await CartGrid.StartAsync();
        var (customer, device) = await FillAsync(grid);
        var stranger = Shopper.Anonymous("stranger");

        Assert.Equal(CartStatus.SourceNotOwner, (await customer.MergeAsync("device", stranger)).Status);
        Assert.Equal(CartStatus.SourceNotOwner, (await customer.MergeAsync("device", customer.Actor)).Status);
        Assert.Equal(CartStatus.NotOwner, (await device.Cart.Merge(new(stranger, new("m"), new("customer"), customer.Actor, CartMergeStrategy.Sum))).Status);
        Assert.Equal(CartStatus.SourceNotFound, (await customer.MergeAsync("none", device.Actor)).Status);
        Assert.Equal(CartStatus.SameCart, (await customer.MergeAsync("customer", customer.Actor)).Status);
        await device.CheckOutAsync("checkout");
        Assert.Equal(CartStatus.SourceLocked, (await customer.MergeAsync("device", device.Actor)).Status);
        await new Shopper(grid, "yen", device.Actor).Cart.Open(new(device.Actor, new("JPY")));
        Assert.Equal(CartStatus.CurrencyMismatch, (await customer.MergeAsync("yen", device.Actor)).Status);
        Assert.Equal((3L, 5L), ((await customer.SeeAsync()).Units, (await device.SeeAsync()).Units));
    }

    [Fact]
    public async Task Merge_WhenTwoCartsWantEachOther_EndsWithOneOrNoneAndLosesNothing()
    {
        await using var grid = await CartGrid.StartAsync();
        var (customer, device) = await FillAsync(grid);

        await Task.WhenAll(customer.MergeAsync("device", device.Actor), device.MergeAsync("customer", customer.Actor));

        Assert.Equal(8, (await customer.SeeAsync()).Units + (await device.SeeAsync()).Units);
        await HoldAudit.CheckAsync(grid);
    }

    [Fact]
    public async Task Merge_WhenLimitsAreReached_CapsAndDropsAndLosesNoUnitUntold()
    {
        await using var grid = await CartGrid.StartAsync();
        await grid.SellAsync("mug", 0);
        var customer = new Shopper(grid, "customer", Shopper.SignedIn("ada"));
        var device = new Shopper(grid, "device", Shopper.Anonymous("device"));
        await customer.OpenAsync();
        await device.OpenAsync();
        for (var line = 0; line < 4; line++)
        {
            await customer.AddAsync($"line-{line}", "mug", 900, location: $"store-{line}");
            await device.AddAsync($"line-{line}", "mug", 800, location: $"store-{line + 3}");
        }

        var reply = await customer.MergeAsync("device", device.Actor);

        Assert.Equal(Limits.CartUnitsMax, reply.Cart!.Units);
        Assert.Equal(
            [
                (CartMergeOutcome.Kept, CartMergeReason.None, 900L), (CartMergeOutcome.Kept, CartMergeReason.None, 900L), (CartMergeOutcome.Kept, CartMergeReason.None, 900L),
                (CartMergeOutcome.Capped, CartMergeReason.LineLimit, 1_000L), (CartMergeOutcome.Added, CartMergeReason.None, 800L),
                (CartMergeOutcome.Capped, CartMergeReason.UnitsLimit, 500L), (CartMergeOutcome.Dropped, CartMergeReason.UnitsLimit, 0L),
            ],
            reply.Report!.Entries.Select(static entry => (entry.Outcome, entry.Reason, entry.Quantity)));
        Assert.Equal(7_000 - 3_600, reply.Report.Entries.Sum(static entry => entry.SourceQuantity) + 200);
        Assert.Equal(reply.Cart.Lines.Count, reply.Cart.Lines.Select(static line => line.Id).Distinct().Count());
    }

    private static IEnumerable<(string, long, long, DateTimeOffset?)> Lines(CartView cart) =>
        cart.Lines.Select(static line => (line.Id.Value, line.Quantity, line.Held, line.HeldUntil));

    // The customer: two mugs, held, and a pen. The device: three mugs and two cups, all held.
    private static async Task<(Shopper Customer, Shopper Device)> FillAsync(CartGrid grid)
    {
        await grid.SellAsync("mug", 10);
        await grid.SellAsync("cup", 5, 500);
        await grid.SellAsync("pen", 5, 100);
        var customer = new Shopper(grid, "customer", Shopper.SignedIn("ada"));
        var device = new Shopper(grid, "device", Shopper.Anonymous("device"));
        await customer.OpenAsync();
        await device.OpenAsync();
        await customer.AddAsync("mugs", "mug", 2, isHeld: true);
        await customer.AddAsync("pens", "pen");
        await device.AddAsync("mugs", "mug", 3, isHeld: true);
        await device.AddAsync("cups", "cup", 2, isHeld: true);
        return (customer, device);
    }
}
