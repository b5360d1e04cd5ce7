using Omnichannel.Customers;

namespace Omnichannel.Carts;

/// <summary>I67: what becomes of the carts of somebody who is erased.</summary>
public sealed class CartErasureTests
{
    private static readonly CustomerId Ada = new("ada");
    private static readonly CartActor Owner = CartActor.Of(Ada);

    [Fact]
    public async Task Erase_OfACartWithHolds_GivesThemBackAndRefusesEverything()
    {
        await using var grid = await FilledAsync();
        Assert.Equal(8, (await grid.Stock("MUG-1").Stock()).Available);
        await grid.Cart("cart-1").OfferHandover(new(Owner, new("handover-1")));

        Assert.Equal(CartStatus.Done, await grid.Cart("cart-1").Erase(new([Ada])));

        Assert.Equal(10, (await grid.Stock("MUG-1").Stock()).Available);
        foreach (var status in await EverythingAsync(grid.Cart("cart-1"))) Assert.Equal(CartStatus.OwnerErased, status);
        Assert.Equal(CartStatus.OwnerErased, (await grid.Handover("0000000001").Take(Shopper.Anonymous("till").Token!.Value, null)).Status);
        Assert.Equal(CartStatus.NotOwner, (await grid.Cart("cart-1").Cart(CartActor.Of(new CustomerId("bea")))).Status);
        Assert.Equal(CartStatus.Done, await grid.Cart("cart-1").Erase(new([Ada])));

        // And nothing of it is due any more.
        await grid.PassAsync(TimeSpan.FromDays(4));
        Assert.Empty(await grid.Journal.ReadDueAsync(grid.Time.GetUtcNow() + TimeSpan.FromDays(365), 10, CancellationToken.None));
    }

    [Fact]
    public async Task Erase_DuringACheckout_KeepsItsHoldsUntilItLapses()
    {
        await using var grid = await FilledAsync();
        Assert.Equal(CartStatus.Done, (await grid.Cart("cart-1").StartCheckout(new(Owner, new("checkout-1"), TimeSpan.FromMinutes(15)))).Status);

        Assert.Equal(CartStatus.Done, await grid.Cart("cart-1").Erase(new([Ada])));

        Assert.Equal(8, (await grid.Stock("MUG-1").Stock()).Available);
        foreach (var status in await EverythingAsync(grid.Cart("cart-1"))) Assert.Equal(CartStatus.OwnerErased, status);
        await grid.PassAsync(TimeSpan.FromMinutes(16));
        Assert.Equal(10, (await grid.Stock("MUG-1").Stock()).Available);
        await grid.PassAsync(TimeSpan.FromDays(4));
        Assert.Empty(await grid.Journal.ReadDueAsync(grid.Time.GetUtcNow() + TimeSpan.FromDays(365), 10, CancellationToken.None));
    }

    [Fact]
    public async Task Erase_OfACartThatIsSomebodyElses_LeavesItAlone()
    {
        await using var grid = await FilledAsync();

        Assert.Equal(CartStatus.NotOwner, await grid.Cart("cart-1").Erase(new([new("bea")])));
        Assert.Equal(CartStatus.NotFound, await grid.Cart("cart-9").Erase(new([Ada])));

        Assert.Equal("ring twice", (await grid.Cart("cart-1").Cart(Owner)).Cart!.Note);
    }

    [Fact]
    public async Task Erase_OfACartThatAMergeMayOpenAgain_LeavesItWithoutItsNotes()
    {
        await using var grid = await FilledAsync();
        var bea = CartActor.Of(new CustomerId("bea"));
        await grid.Cart("cart-2").Open(new(bea, CartGrid.Euro));
        await grid.Cart("cart-2").Merge(new(bea, new("merge-1"), new("cart-1"), Owner, CartMergeStrategy.Sum));
        Assert.Equal("a gift", (await grid.Cart("cart-2").Cart(bea)).Cart!.Lines.Single().Note);
        Assert.Equal(CartStatus.Done, await grid.Cart("cart-1").Erase(new([Ada])));

        Assert.Equal(CartStatus.Done, (await grid.Cart("cart-2").UndoMerge(new(bea, new("merge-1")))).Status);

        Assert.Equal(CartStatus.OwnerErased, (await grid.Cart("cart-1").Cart(Owner)).Status);
        await grid.PassAsync(TimeSpan.FromMinutes(16));
        Assert.Equal(10, (await grid.Stock("MUG-1").Stock()).Available);
    }

    private static async Task<CartGrid> FilledAsync()
    {
        var grid = await CartGrid.StartAsync();
        await grid.SellAsync("MUG-1", 10);
        await grid.Cart("cart-1").Open(new(Owner, CartGrid.Euro));
        var added = await grid.Cart("cart-1").Add(new(
            new(new("add"), Owner), new("line-1"), new("MUG-1"), 2, new(FulfilmentKind.Ship, new("london")), TimeSpan.FromMinutes(15), "a gift"));
        Assert.Equal(CartStatus.Done, added.Status);
        Assert.Equal("ring twice", (await grid.Cart("cart-1").WriteNote(new(new(new("note"), Owner), null, "ring twice"))).Cart!.Note);
        return grid;
    }

    private static async Task<CartStatus[]> EverythingAsync(ICartGrain cart) =>
    [
        (await cart.Open(new(Owner, CartGrid.Euro))).Status,
        (await cart.Cart(Owner)).Status,
        (await cart.Add(new(new(new("late-1"), Owner), new("line-2"), new("MUG-1"), 1, new(FulfilmentKind.Ship, new("london"))))).Status,
        (await cart.Add(new(new(new("late-2"), Owner), new("line-2"), new("MUG-1"), 1, new(FulfilmentKind.Ship, new("london")), null, "late"))).Status,
        (await cart.ChangeQuantity(new(new(new("late-3"), Owner), new("line-1"), 1))).Status,
        (await cart.Remove(new(new(new("late-4"), Owner), new("line-1")))).Status,
        (await cart.Hold(new(new(new("late-5"), Owner), TimeSpan.FromMinutes(5)))).Status,
        (await cart.WriteNote(new(new(new("late-6"), Owner), null, "late"))).Status,
        (await cart.WriteNote(new(new(new("note"), Owner), null, "ring twice"))).Status,
        (await cart.StartCheckout(new(Owner, new("checkout-9")))).Status,
        (await cart.CancelCheckout(new(Owner, new("checkout-1")))).Status,
        (await cart.FindCheckout(Owner, new("checkout-1"))).Status,
        (await cart.Merge(new(Owner, new("merge-9"), new("cart-9"), Owner, CartMergeStrategy.Sum))).Status,
        (await cart.UndoMerge(new(Owner, new("merge-9")))).Status,
        (await cart.OfferHandover(new(Owner, new("handover-9")))).Status,
        (await cart.Events(Owner, 0, 10)).Status,
    ];
}
