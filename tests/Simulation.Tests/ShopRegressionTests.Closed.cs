using Omnichannel.Carts;
using Omnichannel.Customers;

namespace Omnichannel.Simulation;

/// <summary>A cart that was merged into another one follows its customer as every other does: whoever takes that merge back opens it again.</summary>
public sealed partial class ShopRegressionTests
{
    // Seeds 2335 and 2664: it stayed Bob's while it was closed, and when it was opened again Ann had a cart open that was not hers.
    [Theory]
    [InlineData(null)]
    [InlineData("cart-3")]
    public void UndoMerge_OfACartThatWasClosedWhenItsCustomerWasMerged_OpensItForTheSurvivor(string? openCart)
    {
        MergeWithAClosedCart(openCart);

        var undo = new UndoCartMerge(CartActor.Of(CustomerId.Create("cid")), CartMergeId.Create("g-1"));
        Assert.Equal(CartStatus.Done, _grid.Ask(First, grains => Cart(grains, "cart-2").UndoMerge(undo)).Status);

        First.Crash();
        First.Start();
        Assert.Equal(openCart ?? "cart-1", _grid.Ask(First, static grains => Customer(grains, "ann").Profile()).Customer!.OpenCart?.Value);
        var view = _grid.Ask(First, static grains => Cart(grains).Cart(_owner)).Cart!;
        Assert.Equal((CartState.Open, "ann"), (view.State, view.Customer?.Value));
    }

    // And back, whether it is open by then or not.
    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("cart-3", false)]
    [InlineData("cart-3", true)]
    public void Undo_OfAMergeThatBroughtAClosedCart_GivesItBack(string? openCart, bool isReopened)
    {
        MergeWithAClosedCart(openCart);
        var undo = new UndoCartMerge(CartActor.Of(CustomerId.Create("cid")), CartMergeId.Create("g-1"));
        if (isReopened) Assert.Equal(CartStatus.Done, _grid.Ask(First, grains => Cart(grains, "cart-2").UndoMerge(undo)).Status);

        Assert.Equal(CustomerMergeStatus.Undone, _grid.Ask(First, static grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Undo()).Status);

        if (!isReopened) Assert.Equal(CartStatus.Done, _grid.Ask(First, grains => Cart(grains, "cart-2").UndoMerge(undo)).Status);
        AssertOpenCarts(openCart, bob: "cart-1");
    }

    // What the merge of customers has closed itself goes back by taking back that merge of carts, to whom it was of.
    [Fact]
    public void AdoptCart_OfWhatTheMergeHasClosed_LeavesItToGoBack()
    {
        Register("ann", "bob");
        OpenFor("ann", "cart-1");
        OpenFor("bob", "cart-2");
        Merge();
        Assert.Equal(CustomerStatus.Done, _grid.Ask(First, static grains => Customer(grains, "bob").AdoptCart(new(CartId.Create("cart-2")))).Status);

        Assert.Equal(CustomerMergeStatus.Undone, _grid.Ask(First, static grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Undo()).Status);

        AssertOpenCarts("cart-1", bob: "cart-2");
    }

    // Bob's cart was merged into Cid's; then Bob turned out to be Ann.
    private void MergeWithAClosedCart(string? openCart)
    {
        Register("ann", "bob", "cid");
        if (openCart is not null) OpenFor("ann", openCart);
        OpenFor("bob", "cart-1");
        OpenFor("cid", "cart-2");
        var (bob, cid) = (CartActor.Of(CustomerId.Create("bob")), CartActor.Of(CustomerId.Create("cid")));
        var merge = new MergeCart(cid, CartMergeId.Create("g-1"), CartId.Create("cart-1"), bob, CartMergeStrategy.Sum);
        Assert.Equal(CartStatus.Done, _grid.Ask(First, grains => Cart(grains, "cart-2").Merge(merge)).Status);
        Merge();
    }
}
