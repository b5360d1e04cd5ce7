using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Inventory;
using Omnichannel.Pricing;
using Omnichannel.Simulation.Nodes;

namespace Omnichannel.Simulation;

/// <summary>What the simulator found between carts, customers and stock when two processes own the same, staged by hand.</summary>
public sealed class ShopRegressionTests
{
    private static readonly CartActor _owner = CartActor.Of(CustomerId.Create("ann"));
    private readonly TestGrid _grid = new(nodesCount: 2);

    private SimNode First => _grid.Nodes[0];

    private SimNode Second => _grid.Nodes[1];

    // Seed 20: stock that had not heard of the hold said "not found", and the cart took that for "given back".
    [Fact]
    public void Remove_WhenTheStockOfThisProcessHasNotHeardOfTheHold_GivesItBack()
    {
        OpenShop();
        _grid.Ask(Second, static grains => Stock(grains).Stock());
        Assert.Equal(CartStatus.Done, _grid.Ask(First, static grains => Cart(grains).Add(Line("a-1"))).Status);

        Assert.Equal(CartStatus.Done, _grid.Ask(Second, static grains => Cart(grains).Remove(new(Command("d-1"), CartLineId.Create("line-1")))).Status);

        Assert.Equal(0, _grid.Ask(First, static grains => Stock(grains).StockStrong()).Reserved);
    }

    // Seed 10: the other owner of the cart asked stock that knew neither the delivery nor the hold, was refused, and the line that was told to be there was gone.
    [Fact]
    public void Add_WhenAnotherOwnerOfTheCartAsksStockThatIsBehind_IsKept()
    {
        _grid.Ask(Second, static grains => Stock(grains).Stock());
        OpenShop();
        var added = _grid.Start(First, static grains => Cart(grains).Add(Line("a-1")));
        _grid.RunUntil(() => _grid.Store.Committed[^1].Append.Entity.Kind == StockGrain.Kind && _grid.Store.Committed[^1].Append.ExpectedVersion > 0);
        First.Crash();

        var cart = _grid.Ask(Second, static grains => Cart(grains).Cart(_owner)).Cart!;

        Assert.Equal(2, Assert.Single(cart.Lines).Held);
        Assert.False(added.IsCompletedSuccessfully);
    }

    // Seed 30: the other process had not heard that the customer was merged, and said that there was nothing to reopen.
    [Fact]
    public void Undo_WhenTheOtherProcessHasNotHeardOfTheMerge_ReopensTheCustomer()
    {
        foreach (var customer in new[] { "ann", "bob" })
        {
            Assert.Equal(CustomerStatus.Done, _grid.Ask(First, grains => grains.GetGrain<ICustomerGrain>(customer).Register(new([new FieldChange("givenName", customer)]))).Status);
            _grid.Ask(Second, grains => grains.GetGrain<ICustomerGrain>(customer).Profile());
        }

        var merge = new MergeCustomers(CustomerId.Create("ann"), CustomerId.Create("bob"), CartMergeStrategy.Sum);
        Assert.Equal(CustomerMergeStatus.Merged, _grid.Ask(First, grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Merge(merge)).Status);

        Assert.Equal(CustomerMergeStatus.Undone, _grid.Ask(Second, static grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Undo()).Status);

        First.Crash();
        First.Start();
        var reopened = _grid.Ask(First, static grains => grains.GetGrain<ICustomerGrain>("bob").Profile());
        Assert.Equal((CustomerStatus.Done, "bob"), (reopened.Status, reopened.Customer?.Id.Value));
    }

    // Seed 16: with the clock set back between plan and question, stock was asked to hold for longer than the shopper had asked.
    [Fact]
    public void Add_WhenTheClockIsSetBackMeanwhile_HoldsNoLongerThanAsked()
    {
        OpenShop();
        First.SetWallOffset(TimeSpan.FromHours(1));
        var added = _grid.Start(First, static grains => Cart(grains).Add(Line("a-1")));
        _grid.RunUntil(() => _grid.Store.Committed[^1].Append is { Entity.Kind: CartGrain.Kind, ExpectedVersion: > 0 });
        First.SetWallOffset(TimeSpan.Zero);

        _grid.RunUntil(() => added.IsCompleted);

        var cart = _grid.Ask(First, static grains => Cart(grains).Cart(_owner)).Cart!;
        var limit = Kernel.SimTime.Start.AddTicks(_grid.Scheduler.Now).AddSeconds(60);
        Assert.InRange(Assert.Single(cart.Lines).HeldUntil ?? Kernel.SimTime.Start, Kernel.SimTime.Start, limit);
    }

    private void OpenShop()
    {
        _grid.Ask(First, static grains => Stock(grains).Move(new(new("delivery"), MovementType.Receive, 10)));
        _grid.Ask(First, static grains => grains.GetGrain<IPriceGrain>("MUG").SetBase(new(new("price"), new("EUR"), 1_000)));
        Assert.Equal(CartStatus.Done, _grid.Ask(First, static grains => Cart(grains).Open(new(_owner, new("EUR")))).Status);
    }

    private static AddLine Line(string command) => new(
        Command(command), CartLineId.Create("line-1"), Sku.Create("MUG"), 2, new(FulfilmentKind.Ship, Location.Create("main")), TimeSpan.FromSeconds(60));

    private static CartCommand Command(string id) => new(new(id), _owner);

    private static ICartGrain Cart(IGrainFactory grains) => grains.GetGrain<ICartGrain>("cart-1");

    private static IStockGrain Stock(IGrainFactory grains) => grains.GetGrain<IStockGrain>("MUG/main");
}
