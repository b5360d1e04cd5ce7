using Omnichannel.Carts;
using Omnichannel.Inventory;
using Omnichannel.Simulation.Shop;

namespace Omnichannel.Simulation;

/// <summary>A line with a hold is told before its own event is durable: what becomes of it when the process dies with the answer.</summary>
public sealed partial class ShopRegressionTests
{
    // I51: the answer leaves before the line is written down, and the process dies with it.
    [Fact]
    public async Task Add_WhenItsOwnerDiesRightAfterTheAnswer_IsInTheCartAtTheVersionThatWasTold()
    {
        var told = await AddAheadAsync();

        // Long after the hold: the line stays, as it would have without the death.
        _grid.Pass(TimeSpan.FromSeconds(61));
        var seen = _grid.Ask(Second, static grains => Cart(grains).Cart(_owner)).Cart!;

        Assert.Equal((CartLineId.Create("line-1"), 2L), (Assert.Single(seen.Lines).Id, seen.Lines[0].Quantity));
        var line = Assert.Single(new ShopJournal(_grid.Store).Events, static next => next.Tag == "line-added");
        Assert.Equal(told.Version, line.Version);
    }

    [Fact]
    public async Task Change_OfTheVersionThatWasToldAhead_IsDoneByTheNextOwner()
    {
        var told = await AddAheadAsync();
        var change = new ChangeQuantity(Command("c-1") with { ExpectedVersion = told.Version }, CartLineId.Create("line-1"), 1);
        Assert.Equal(CartStatus.Done, _grid.Ask(Second, grains => Cart(grains).ChangeQuantity(change)).Status);
    }

    [Fact]
    public async Task StartCheckout_OfTheVersionThatWasToldAhead_IsDoneByTheNextOwner()
    {
        var told = await AddAheadAsync();
        var start = new StartCheckout(_owner, CheckoutId.Create("checkout-1"), ExpectedVersion: told.Version);
        Assert.Equal(CartStatus.Done, _grid.Ask(Second, grains => Cart(grains).StartCheckout(start)).Status);
    }

    [Fact]
    public async Task Add_ThatWasToldAhead_IsToldAgainByTheNextOwner()
    {
        var told = await AddAheadAsync(expectedVersion: 1);
        var again = _grid.Ask(Second, static grains => Cart(grains).Add(Line("a-1") with { Command = Command("a-1") with { ExpectedVersion = 1 } }));
        Assert.Equal((CartStatus.Exists, told.Version), (again.Status, again.Cart!.Version));
    }

    [Fact]
    public async Task Events_AfterALineThatWasToldAhead_HaveIt()
    {
        var told = await AddAheadAsync();
        Assert.Equal(told.Version, _grid.Ask(Second, static grains => Cart(grains).Events(_owner, 0, 100)).Version);
    }

    // Stock forgets a refusal after a day, as it forgets what has ended: then the one could not be told from the other.
    [Fact]
    public void Add_WhenItIsRefused_IsToldOnceTheRefusalIsKept()
    {
        OpenShop();
        _grid.Ask(First, static grains => Stock(grains).Move(new(new("sale"), MovementType.Sell, 9)));
        var added = _grid.Start(First, static grains => Cart(grains).Add(Line("a-1")));
        _grid.RunUntil(() => new ShopJournal(_grid.Store).Events[^1].Tag == "reservation-refused");
        First.SetFaults(new() { FailedPerMille = 1_000, LatencyMillisecondsMax = 10_000 });
        _grid.Pass(TimeSpan.FromSeconds(3));
        Assert.False(added.IsCompleted);
        First.Crash();

        _grid.Pass(TimeSpan.FromSeconds(Limits.CoordinatorRetrySeconds + 1));
        Assert.Equal("change-refused", new ShopJournal(_grid.Store).Events[^1].Tag);
    }

    // By the time that stock is asked less than a second is left.
    [Fact]
    public void Add_ForTheShortestHoldThereIs_IsAdded()
    {
        OpenShop();
        var line = Line("a-1") with { HoldFor = TimeSpan.FromSeconds(Limits.HoldSecondsMin) };
        Assert.Equal(CartStatus.Done, _grid.Ask(First, grains => Cart(grains).Add(line)).Status);
    }

    // Told, while the line itself is on its way to the journal; then the process dies.
    private async Task<CartView> AddAheadAsync(long? expectedVersion = null)
    {
        OpenShop();
        var line = Line("a-1") with { Command = Command("a-1") with { ExpectedVersion = expectedVersion } };
        var added = _grid.Start(First, grains => Cart(grains).Add(line));
        _grid.RunUntil(() => new ShopJournal(_grid.Store).Events[^1].Tag == "stock-reserved");
        First.SetFaults(new() { FailedPerMille = 1_000, LatencyMillisecondsMax = 10_000 });
        _grid.RunUntil(() => added.IsCompleted);
        First.Crash();
        var told = await added;
        Assert.DoesNotContain(new ShopJournal(_grid.Store).Events, static next => next.Tag == "line-added");
        Assert.Equal((CartStatus.Done, 2L), (told.Status, Assert.Single(told.Cart!.Lines).Held));
        return told.Cart;
    }
}
