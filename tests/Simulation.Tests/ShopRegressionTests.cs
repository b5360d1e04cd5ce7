using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Pricing;
using Omnichannel.Simulation.Nodes;
using Omnichannel.Simulation.Shop;

namespace Omnichannel.Simulation;

/// <summary>What the simulator found between carts, customers and stock when two processes own the same, staged by hand.</summary>
public sealed partial class ShopRegressionTests
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

    // Seeds 330, 1581 and 1866: one owner of the cart was refused, then goods came, and another owner that had planned the same was given a hold: nobody's.
    [Fact]
    public async Task Add_WhenAnotherOwnerOfTheCartWasRefused_IsRefusedWhateverCameMeanwhile()
    {
        OpenShop();
        _grid.Ask(First, static grains => Stock(grains).Move(new(new("sale"), MovementType.Sell, 9)));
        var added = _grid.Start(First, static grains => Cart(grains).Add(Line("a-1")));
        _grid.RunUntil(() => _grid.Store.Committed[^1].Append is { Entity.Kind: CartGrain.Kind, ExpectedVersion: > 0 });
        First.Pause();
        Assert.Empty(_grid.Ask(Second, static grains => Cart(grains).Cart(_owner)).Cart!.Lines);
        _grid.Ask(Second, static grains => Stock(grains).Move(new(new("delivery-2"), MovementType.Receive, 10)));

        First.Resume();
        _grid.RunUntil(() => added.IsCompleted);

        Assert.Equal(CartStatus.InsufficientStock, (await added).Status);
        var events = new ShopJournal(_grid.Store).Events;
        Assert.Single(events, static next => next.Tag == "reservation-refused");
        Assert.DoesNotContain(events, static next => next.Tag is "stock-reserved" or "line-added");
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
        var plannedAt = Now;

        _grid.RunUntil(() => added.IsCompleted);

        // The time of the cart is an hour ahead for good, so that it ends the hold for itself; what it was given, and what stock keeps for it, is in the journal.
        var events = new ShopJournal(_grid.Store).Events;
        var reserved = Assert.Single(events, static next => next.Tag == "stock-reserved");
        var hold = Assert.Single(Assert.Single(events, static next => next.Tag == "line-added").Body.GetProperty("line").GetProperty("holds").EnumerateArray());
        var until = reserved.Body.GetProperty("expiresAt").GetDateTimeOffset();
        Assert.InRange(until, plannedAt.AddSeconds(60).AddMilliseconds(-1), Now.AddSeconds(60));
        Assert.Equal((reserved.Text("reservationId"), until), (hold.GetProperty("id").GetString(), hold.GetProperty("expiresAt").GetDateTimeOffset()));
    }

    // Seed 514: asked for a second time after it was taken back, it was told late that it was merged, which it was no longer.
    [Fact]
    public void Offer_WhenTheMergeWasTakenBack_IsRefused()
    {
        OpenShop();
        Assert.Equal(CartStatus.Done, _grid.Ask(First, static grains => Cart(grains, "cart-2").Open(new(_owner, new("EUR")))).Status);
        var merge = new MergeCart(_owner, CartMergeId.Create("m-1"), CartId.Create("cart-1"), _owner, CartMergeStrategy.Sum);
        Assert.Equal(CartStatus.Done, _grid.Ask(First, grains => Cart(grains, "cart-2").Merge(merge)).Status);
        Assert.Equal(CartStatus.Done, _grid.Ask(First, static grains => Cart(grains, "cart-2").UndoMerge(new(_owner, CartMergeId.Create("m-1")))).Status);

        var late = new OfferCart(_owner, CartMergeId.Create("m-1"), CartId.Create("cart-2"), new("EUR"));
        Assert.Equal(CartStatus.MergeUndone, _grid.Ask(Second, grains => Cart(grains).Offer(late)).Status);

        Assert.Equal(CartStatus.Done, _grid.Ask(First, static grains => Cart(grains).Add(Line("a-1"))).Status);
    }

    // Seeds 88, 279 and 390: another owner of the target asked for the merge late, when it was refused; the cart stood still for it for ever.
    [Fact]
    public void Offer_WhenTheMergeNeverWas_LetsTheCartGo()
    {
        OpenShop();
        Assert.Equal(CartStatus.Done, _grid.Ask(First, static grains => Cart(grains, "cart-2").Open(new(_owner, new("EUR")))).Status);

        var late = new OfferCart(_owner, CartMergeId.Create("m-1"), CartId.Create("cart-2"), new("EUR"));
        Assert.Equal(CartStatus.Done, _grid.Ask(Second, grains => Cart(grains).Offer(late)).Status);
        Assert.Equal(CartState.Merging, _grid.Ask(Second, static grains => Cart(grains).Cart(_owner)).Cart!.State);

        _grid.Pass(TimeSpan.FromSeconds(Limits.CoordinatorRetrySeconds + 1));

        Assert.Equal(CartStatus.Done, _grid.Ask(First, static grains => Cart(grains).Add(Line("a-1"))).Status);
    }

    // While the cart that wants it is at it, the other one stands still, however long that takes and however often it asks.
    [Fact]
    public void Offer_WhileTheMergeIsUnderWay_Stands()
    {
        OpenShop();
        Assert.Equal(CartStatus.Done, _grid.Ask(First, static grains => Cart(grains, "cart-2").Open(new(_owner, new("EUR")))).Status);
        var merge = new MergeCart(_owner, CartMergeId.Create("m-1"), CartId.Create("cart-1"), _owner, CartMergeStrategy.Sum);
        var merged = _grid.Start(First, grains => Cart(grains, "cart-2").Merge(merge));
        _grid.RunUntil(() => _grid.Store.Committed[^1].Append.Entity is { Kind: CartGrain.Kind, Key: "cart-1" });
        First.Pause();

        _grid.Pass(TimeSpan.FromSeconds(0.1));
        Assert.False(_grid.Ask(Second, static grains => Cart(grains, "cart-2").IsMerging(CartMergeId.Create("m-2"))));
        Assert.True(_grid.Ask(Second, static grains => Cart(grains, "cart-2").IsMerging(CartMergeId.Create("m-1"))));
        Assert.Equal(CartState.Merging, _grid.Ask(Second, static grains => Cart(grains).Cart(_owner)).Cart!.State);
        _grid.Pass(TimeSpan.FromSeconds(3 * Limits.CoordinatorRetrySeconds));

        First.Resume();
        var reply = _grid.Ask(Second, grains => Cart(grains, "cart-2").Merge(merge));
        Assert.Equal((CartStatus.Exists, CartState.Closed), (reply.Status, _grid.Ask(Second, static grains => Cart(grains).Cart(_owner)).Cart!.State));
    }

    // Seeds 316, 351 and 364: the customer of this process had not heard of the session, so that there was nothing to end.
    [Fact]
    public void SignOut_WhenTheCustomerOfThisProcessHasNotHeardOfTheSession_LeavesNone()
    {
        Register("ann");
        _grid.Ask(Second, static grains => Customer(grains, "ann").Profile());
        var signIn = new SignInSession(new("s-1"), CustomerId.Create("ann"), CartMergeStrategy.Sum, new(null, null));
        Assert.Equal(SessionStatus.Done, _grid.Ask(First, static grains => Session(grains).Start(new(Channel.Create("web"), TimeSpan.FromMinutes(5)))).Status);
        Assert.Equal(SessionStatus.Done, _grid.Ask(First, grains => Session(grains).SignIn(signIn)).Status);

        Assert.Equal(SessionStatus.Done, _grid.Ask(Second, static grains => Session(grains).SignOut(new())).Status);

        First.Crash();
        First.Start();
        Assert.Empty(_grid.Ask(First, static grains => Customer(grains, "ann").LiveSessions()).Sessions);
    }

    // Seeds 11, 22, 65, 161 and 393: what had its effect at the survivor of a merge had it a second time once the merge was taken back.
    [Fact]
    public void EarnPoints_ByAMergedIdAndAgainAfterTheUndo_HasOneEffect()
    {
        Register("ann", "bob");
        Merge();
        var earn = new EarnPoints(new("e-1"), 5);
        Assert.Equal(CustomerStatus.Done, _grid.Ask(First, grains => Customer(grains, "bob").EarnPoints(earn)).Status);
        Assert.Equal(CustomerMergeStatus.Undone, _grid.Ask(First, static grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Undo()).Status);

        var again = _grid.Ask(First, grains => Customer(grains, "bob").EarnPoints(earn));
        var other = _grid.Ask(First, grains => Customer(grains, "bob").EarnPoints(earn with { Points = 6 }));

        Assert.Equal((CustomerStatus.AlreadyDone, 0L), (again.Status, again.Points!.Balance));
        Assert.Equal(CustomerStatus.ExistsWithDifferentBody, other.Status);
        Assert.Equal((CustomerStatus.AlreadyDone, 5L), Told(_grid.Ask(First, grains => Customer(grains, "ann").EarnPoints(earn))));
    }

    // The process that still believes in the merge must not give the survivor what is the other one's again.
    [Fact]
    public void EarnPoints_WhenThisProcessHasNotHeardOfTheUndo_AreTheirOwn()
    {
        Register("ann", "bob");
        Merge();
        foreach (var name in new[] { "ann", "bob" }) Assert.Equal("ann", _grid.Ask(Second, grains => Customer(grains, name).Profile()).Customer!.Id.Value);
        Assert.Equal(CustomerMergeStatus.Undone, _grid.Ask(First, static grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Undo()).Status);

        var earned = _grid.Ask(Second, static grains => Customer(grains, "bob").EarnPoints(new(new("e-1"), 5)));

        Assert.Equal((CustomerStatus.Done, 5L), Told(earned));
        First.Crash();
        First.Start();
        Assert.Equal(0, _grid.Ask(First, static grains => Customer(grains, "ann").Profile()).Customer!.Points.Balance);
    }

    // Seeds 268, 1551, 2567 and 2931: who signed in while the two were one stayed on the list of the survivor, where nobody ended the visit.
    [Fact]
    public void SignOut_OfAVisitThatCameByAMergedId_WhenThisProcessHasNotHeardOfTheUndo_LeavesNone()
    {
        Visit();
        Assert.Equal(["visit-2"], _grid.Ask(Second, static grains => Customer(grains, "bob").LiveSessions()).Sessions.Select(static visit => visit.Id.Value));
        Assert.Equal(CustomerMergeStatus.Undone, _grid.Ask(First, static grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Undo()).Status);
        Assert.Equal(["visit-2"], _grid.Ask(First, static grains => Customer(grains, "bob").LiveSessions()).Sessions.Select(static visit => visit.Id.Value));

        Assert.Equal(SessionStatus.Done, _grid.Ask(Second, static grains => Session(grains, "visit-2").SignOut(new())).Status);

        AssertNoVisits();
    }

    // What the survivor has given back and the other one has not got yet was let go by neither.
    [Fact]
    public void SignOut_OfAVisitThatIsOnItsWayBack_LeavesNone()
    {
        Visit();
        var undone = _grid.Start(First, static grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Undo());
        _grid.RunUntil(() => new ShopJournal(_grid.Store).Events[^1].Tag == "absorption-returned");
        First.Pause();

        Assert.Equal(SessionStatus.Done, _grid.Ask(Second, static grains => Session(grains, "visit-2").SignOut(new())).Status);
        First.Resume();
        _grid.RunUntil(() => undone.IsCompleted);
        _grid.Pass(TimeSpan.FromSeconds(Limits.CoordinatorRetrySeconds + 1));

        AssertNoVisits();
    }

    // Seed 2075: the process that had not heard of the undoing had the cart follow into the merge once more, and Bob's open cart was Ann's.
    [Fact]
    public void AdoptCart_WhenThisProcessHasNotHeardOfTheUndo_LeavesTheCartWithItsCustomer()
    {
        Register("ann", "bob");
        OpenFor("bob", "cart-2");
        Merge();
        foreach (var name in new[] { "ann", "bob" }) Assert.Equal("ann", _grid.Ask(Second, grains => Customer(grains, name).Profile()).Customer!.Id.Value);
        Assert.Equal(CustomerMergeStatus.Undone, _grid.Ask(First, static grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Undo()).Status);

        var adopted = _grid.Ask(Second, static grains => Customer(grains, "bob").AdoptCart(new(CartId.Create("cart-2"))));

        Assert.Equal((CustomerStatus.AlreadyDone, "bob", "cart-2"), (adopted.Status, adopted.Customer?.Value, adopted.OpenCart?.Value));
        AssertOpenCarts(ann: null, bob: "cart-2");
    }

    // Seeds 1261 and 2665: the step that moves it, of the merge or of what came later, was on its way while the two became two again.
    [Theory]
    [InlineData(null)]
    [InlineData("cart-1")]
    public void AdoptCart_WhenTheTwoBecomeTwoMeanwhile_LeavesTheCartWithItsCustomer(string? openCart)
    {
        Register("ann", "bob");
        if (openCart is not null) OpenFor("ann", openCart);
        OpenFor("bob", "cart-2");
        Merge();
        Assert.Equal(CustomerMergeStatus.Undone, _grid.Ask(First, static grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Undo()).Status);
        var (bob, follow) = (CartActor.Of(CustomerId.Create("bob")), CommandId.ForStep(CustomerGrain.Kind, "bob", "m-1"));

        var late = _grid.Ask(Second, grains => Cart(grains, "cart-2").Reassign(new(new(follow, bob), CustomerId.Create("ann"), CustomerMergeId.Create("m-1"))));

        Assert.Equal(CartStatus.MergeUndone, late.Status);
        AssertOpenCarts(openCart, bob: "cart-2");
    }

    // What Bob no longer has open was looked for at Ann, who had never had it.
    [Fact]
    public void DropCart_WhenThisProcessHasNotHeardOfTheUndo_DropsIt()
    {
        Register("ann", "bob");
        OpenFor("bob", "cart-2");
        Merge();
        foreach (var name in new[] { "ann", "bob" }) Assert.Equal("ann", _grid.Ask(Second, grains => Customer(grains, name).Profile()).Customer!.Id.Value);
        Assert.Equal(CustomerMergeStatus.Undone, _grid.Ask(First, static grains => grains.GetGrain<ICustomerMergeGrain>("m-1").Undo()).Status);

        Assert.Equal(CustomerStatus.Done, _grid.Ask(Second, static grains => Customer(grains, "bob").DropCart(new(CartId.Create("cart-2")))).Status);

        AssertOpenCarts(ann: null, bob: null);
    }

    private void OpenFor(string customer, string cart)
    {
        var owner = CartActor.Of(CustomerId.Create(customer));
        Assert.Equal(CartStatus.Done, _grid.Ask(First, grains => Cart(grains, cart).Open(new(owner, new("EUR")))).Status);
        Assert.Equal(CustomerStatus.Done, _grid.Ask(First, grains => Customer(grains, customer).AdoptCart(new(CartId.Create(cart)))).Status);
    }

    private void AssertOpenCarts(string? ann, string? bob)
    {
        First.Crash();
        First.Start();
        foreach (var (name, cart) in new[] { (nameof(ann), ann), (nameof(bob), bob) })
        {
            Assert.Equal(cart, _grid.Ask(First, grains => Customer(grains, name).Profile()).Customer!.OpenCart?.Value);
            if (cart is null) continue;
            var view = _grid.Ask(First, grains => Cart(grains, cart).Cart(CartActor.Of(CustomerId.Create(name)))).Cart!;
            Assert.Equal((CartState.Open, name), (view.State, view.Customer?.Value));
        }
    }

    // Signed in as Bob before the two are one, and gone on elsewhere since: by his id.
    private void Visit()
    {
        Register("ann", "bob");
        var signIn = new SignInSession(new("s-1"), CustomerId.Create("bob"), CartMergeStrategy.Sum, new(null, null));
        Assert.Equal(SessionStatus.Done, _grid.Ask(First, static grains => Session(grains).Start(new(Channel.Create("web"), TimeSpan.FromMinutes(5)))).Status);
        Assert.Equal(SessionStatus.Done, _grid.Ask(First, grains => Session(grains).SignIn(signIn)).Status);
        Merge();
        var resume = new StartSession(Channel.Create("app"), TimeSpan.FromMinutes(5), null, SessionId.Create("visit-1"));
        Assert.Equal(SessionStatus.Done, _grid.Ask(First, grains => Session(grains, "visit-2").Start(resume)).Status);
    }

    private void AssertNoVisits()
    {
        First.Crash();
        First.Start();
        foreach (var name in new[] { "ann", "bob" }) Assert.Empty(_grid.Ask(First, grains => Customer(grains, name).LiveSessions()).Sessions);
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

    private static (CustomerStatus Status, long Balance) Told(PointsReply reply) => (reply.Status, reply.Points!.Balance);

    private DateTimeOffset Now => Kernel.SimTime.Start.AddTicks(_grid.Scheduler.Now);

    private void OpenShop()
    {
        _grid.Ask(First, static grains => Stock(grains).Move(new(new("delivery"), MovementType.Receive, 10)));
        _grid.Ask(First, static grains => grains.GetGrain<IPriceGrain>("MUG").SetBase(new(new("price"), new("EUR"), 1_000)));
        Assert.Equal(CartStatus.Done, _grid.Ask(First, static grains => Cart(grains).Open(new(_owner, new("EUR")))).Status);
    }

    private static AddLine Line(string command) => new(
        Command(command), CartLineId.Create("line-1"), Sku.Create("MUG"), 2, new(FulfilmentKind.Ship, Location.Create("main")), TimeSpan.FromSeconds(60));

    private static CartCommand Command(string id) => new(new(id), _owner);

    private static ICartGrain Cart(IGrainFactory grains, string id = "cart-1") => grains.GetGrain<ICartGrain>(id);

    private static ICustomerGrain Customer(IGrainFactory grains, string id) => grains.GetGrain<ICustomerGrain>(id);

    private static ISessionGrain Session(IGrainFactory grains, string id = "visit-1") => grains.GetGrain<ISessionGrain>(id);

    private static IStockGrain Stock(IGrainFactory grains) => grains.GetGrain<IStockGrain>("MUG/main");
}
