using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Simulation.Nodes;

namespace Omnichannel.Simulation;

/// <summary>What the simulator found when people who leave notes are erased, staged by hand (I67, I72).</summary>
public sealed partial class ErasureRegressionTests
{
    private static readonly CartActor _ann = CartActor.Of(CustomerId.Create("ann"));
    private static readonly CartActor _bob = CartActor.Of(CustomerId.Create("bob"));
    private static readonly CartActor _device = new(null, Shop.ShopWorld.Token("device"));
    private TestGrid _grid = new(nodesCount: 2);

    private SimNode First => _grid.Nodes[0];

    private SimNode Second => _grid.Nodes[1];

    // Seeds 1372 and 1393: the process that had not heard of the undoing had Ann erased in Bob's place.
    [Fact]
    public void Erase_WhenThisProcessHasNotHeardOfTheUndo_ErasesWhoeverIsNamed()
    {
        Register("ann", "bob");
        Merge();
        foreach (var name in new[] { "ann", "bob" }) Assert.Equal("ann", _grid.Ask(Second, grains => Customer(grains, name).Profile()).Customer!.Id.Value);
        Undo();

        Assert.Equal(CustomerStatus.Done, _grid.Ask(Second, static grains => Customer(grains, "bob").Erase(new(new("e-1")))).Status);

        First.Crash();
        First.Start();
        Assert.Equal(CustomerStatus.Done, _grid.Ask(First, static grains => Customer(grains, "ann").Profile()).Status);
        Assert.Equal(CustomerStatus.Erased, _grid.Ask(First, static grains => Customer(grains, "bob").Profile()).Status);
    }

    // What Bob says of himself, and the addresses that are his, were given to Ann.
    [Fact]
    public void Patch_WhenThisProcessHasNotHeardOfTheUndo_ChangesWhoeverIsNamed()
    {
        Register("ann", "bob");
        Merge();
        foreach (var name in new[] { "ann", "bob" }) Assert.Equal("ann", _grid.Ask(Second, grains => Customer(grains, name).Profile()).Customer!.Id.Value);
        Undo();

        var claimed = _grid.Ask(Second, static grains => Customer(grains, "bob").ClaimIdentity(new(IdentityKind.Email, "bob@example.com")));
        var patched = _grid.Ask(Second, static grains => Customer(grains, "bob").Patch(new([new FieldChange("familyName", "Baker")], null)));

        Assert.Equal((CustomerStatus.Done, CustomerStatus.Done, "bob"), (claimed.Status, patched.Status, patched.Customer?.Id.Value));
        var ann = _grid.Ask(First, static grains => Customer(grains, "ann").Profile()).Customer!;
        Assert.Equal((0, 1), (ann.Identities.Count, ann.Profile.Count));
    }

    // What was passed on before the two became two again, and came after it.
    [Fact]
    public void Erase_WhenTheTwoBecomeTwoMeanwhile_LeavesTheOtherOneAlone()
    {
        Register("ann", "bob");
        Merge();
        Undo();

        var late = _grid.Ask(Second, static grains => Customer(grains, "ann").Erase(new(new("e-1"), CustomerId.Create("bob"))));

        Assert.Equal(CustomerStatus.MergeUnderWay, late.Status);
        Assert.Equal(CustomerStatus.Done, _grid.Ask(First, static grains => Customer(grains, "ann").Profile()).Status);
    }

    // Seed 227: while the two were one only Ann was told that Bob's cart has notes; who erased him alone did not find it.
    [Fact]
    public void Erase_OfSomebodyWhoseCartGotItsNotesWhileTheyWereMerged_ReachesTheCart()
    {
        Register("ann", "bob");
        Merge();
        Open("cart-1", _bob);
        Write("cart-1", _bob);
        Undo();

        Assert.Equal(CustomerStatus.Done, _grid.Ask(First, static grains => Customer(grains, "bob").Erase(new(new("e-1")))).Status);

        Assert.Equal(CartStatus.OwnerErased, Read("cart-1", _bob));
    }

    // Seed 865: this process had not heard whose the cart was, and nobody asked the customer, who was erased.
    [Fact]
    public void WriteNote_WhenThisProcessHasNotHeardThatTheOwnerIsErased_IsRefused()
    {
        Register("ann");
        Open("cart-1", _device);
        _grid.Ask(Second, static grains => Cart(grains, "cart-1").Cart(_device));
        Assert.Equal(CartStatus.Done, _grid.Ask(First, static grains => Cart(grains, "cart-1").Attach(new(new(new("t-1"), _device), CustomerId.Create("ann")))).Status);
        Assert.Equal(CustomerStatus.Done, _grid.Ask(First, static grains => Customer(grains, "ann").Erase(new(new("e-1")))).Status);

        var written = _grid.Ask(Second, static grains => Cart(grains, "cart-1").WriteNote(new(new(new("n-1"), _device with { Customer = _ann.Customer }), null, "for Ann")));

        Assert.Equal(CartStatus.OwnerErased, written.Status);
    }

    // What a device had written came into a cart of which Ann had never been told.
    [Fact]
    public void Erase_OfSomebodyWhoseCartGotItsNotesByAMerge_ReachesTheCart()
    {
        Register("ann");
        Open("cart-1", _ann);
        OpenWithNotedLine("cart-2");
        Assert.Equal(CartStatus.Done, MergeIntoAnns("cart-2"));

        Assert.Equal(CustomerStatus.Done, _grid.Ask(First, static grains => Customer(grains, "ann").Erase(new(new("e-1")))).Status);

        Assert.Equal((CartStatus.OwnerErased, CartStatus.OwnerErased), (Read("cart-1", _ann), Read("cart-2", _device)));
    }

    private void Register(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            Assert.Equal(CustomerStatus.Done, _grid.Ask(First, grains => Customer(grains, name).Register(new([new FieldChange("givenName", name)]))).Status);
    }

    private void Merge()
    {
        var merge = new MergeCustomers(CustomerId.Create("ann"), CustomerId.Create("bob"), CartMergeStrategy.Sum);
        Assert.Equal(CustomerMergeStatus.Merged, _grid.Ask(First, grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Merge(merge)).Status);
    }

    private void Undo() => Assert.Equal(CustomerMergeStatus.Undone, _grid.Ask(First, static grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Undo()).Status);

    private void Open(string cart, CartActor owner) => Assert.Equal(CartStatus.Done, _grid.Ask(First, grains => Cart(grains, cart).Open(new(owner, new("EUR")))).Status);

    private void Write(string cart, CartActor owner) =>
        Assert.Equal(CartStatus.Done, _grid.Ask(First, grains => Cart(grains, cart).WriteNote(new(new(new("n-1"), owner), null, "ring twice"))).Status);

    private CartStatus Read(string cart, CartActor owner) => _grid.Ask(First, grains => Cart(grains, cart).Cart(owner)).Status;

    private static ICartGrain Cart(IGrainFactory grains, string id) => grains.GetGrain<ICartGrain>(id);

    private static ICustomerGrain Customer(IGrainFactory grains, string id) => grains.GetGrain<ICustomerGrain>(id);
}
