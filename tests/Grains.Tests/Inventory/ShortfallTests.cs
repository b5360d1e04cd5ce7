using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>What gives way, and what is declared, when goods that were promised are gone (I3, I17).</summary>
public sealed class ShortfallTests
{
    [Theory]
    [InlineData(MovementType.Sell, 7)]
    [InlineData(MovementType.Adjust, -7)]
    [InlineData(MovementType.Count, 3)]
    public void Move_WhenHoldsLoseTheirGoods_TheNewestUnconfirmedGiveWayFirst(MovementType type, long quantity)
    {
        var shelf = Shelf.Holding(10);
        foreach (var id in (string[])["oldest", "older", "confirmed", "newer", "newest"]) shelf.Reserve(id, 2);
        shelf.Confirm("confirmed");

        Assert.Equal(MoveStatus.Moved, shelf.Move(type, quantity, "m"));

        // 3 units are left for 2 confirmed and 8 unconfirmed ones: only a hold that fits whole stays.
        Assert.Equal(["newest", "newer", "older", "oldest"], shelf.Told.OfType<ReservationDisplaced>().Select(displaced => displaced.ReservationId.Value));
        Assert.IsAssignableFrom<StockMovement>(shelf.Told[^1]);
        Assert.Equal(5, shelf.Told.Length);
        Assert.Equal((3, 2, 0), (shelf.Stock.OnHand, shelf.Stock.Reserved, shelf.Stock.Shortfall));
        Assert.Equal((ReservationState.Released, 2L), (shelf.Find("newest").State, shelf.Find("newest").Released));
    }

    [Fact]
    public void Move_WhenEnoughIsLeft_NobodyGivesWay()
    {
        var shelf = Shelf.Holding(10, safetyStock: 4);
        shelf.Reserve("a", 6);
        shelf.Move(MovementType.Sell, 4, "m");
        Assert.Single(shelf.Told);
        Assert.Equal((6, 6, 0), (shelf.Stock.OnHand, shelf.Stock.Reserved, shelf.Stock.Available));
    }

    [Fact]
    public void Move_WhenConfirmedUnitsLoseTheirGoods_DeclaresThemUncovered()
    {
        var shelf = Promised(10, confirmed: 6);
        shelf.Move(MovementType.Sell, 7, "m");
        Assert.Equal(new StockShortfall(shelf.Now, new("m"), Unrecorded: 0, Uncovered: 3), shelf.Told[0]);
        Assert.Equal((3, 6, 3), (shelf.Stock.OnHand, shelf.Stock.Reserved, shelf.Stock.Shortfall));
    }

    [Fact]
    public void Sell_WhenTheBookHasLess_DeclaresWhatWasNotRecorded()
    {
        var shelf = Shelf.Holding(10);
        shelf.Move(MovementType.Sell, 12, "m");
        Assert.Equal(new StockShortfall(shelf.Now, new("m"), Unrecorded: 2, Uncovered: 0), shelf.Told[0]);
        Assert.Equal((0, 0, 0), (shelf.Stock.OnHand, shelf.Stock.Reserved, shelf.Stock.Shortfall));
    }

    [Fact]
    public void Sell_WhenShortTwice_DeclaresEachShortfallOnce()
    {
        var shelf = Promised(10, confirmed: 8);
        shelf.Move(MovementType.Sell, 5, "first");
        shelf.Move(MovementType.Sell, 7, "second");

        Assert.Equal(
            [new(shelf.Now, new CommandId("first"), 0, 3), new(shelf.Now, new CommandId("second"), 2, 5)],
            shelf.Events.OfType<StockShortfall>());
        Assert.Equal((0, 8, 8), (shelf.Stock.OnHand, shelf.Stock.Reserved, shelf.Stock.Shortfall));
    }

    [Theory]
    [InlineData(2, 5, 3)]
    [InlineData(5, 8, 0)]
    [InlineData(9, 12, 0)]
    public void Receive_WhenThereIsAShortfall_CoversItFirst(long received, long onHand, long shortfall)
    {
        var shelf = Short();
        shelf.Move(MovementType.Receive, received, "r");
        Assert.Single(shelf.Told);
        Assert.Equal((onHand, 8, shortfall), (shelf.Stock.OnHand, shelf.Stock.Reserved, shelf.Stock.Shortfall));
        Assert.Equal(Math.Max(0, onHand - 8), shelf.Stock.Available);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 0)]
    [InlineData(5, 0)]
    public void Count_WhenBelowReserved_DeclaresOnlyWhatIsNew(long counted, long uncovered)
    {
        var shelf = Short();
        shelf.Move(MovementType.Count, counted, "c");
        Assert.Equal(uncovered, shelf.Told.OfType<StockShortfall>().Sum(shortfall => shortfall.Uncovered));
        Assert.Equal(8 - counted, shelf.Stock.Shortfall);
    }

    [Fact]
    public void Fulfill_WhenThereIsAShortfall_TakesWhatIsThere()
    {
        var shelf = Short();
        Assert.Equal(ReservationStatus.InsufficientOnHand, shelf.Fulfill("confirmed"));
        Assert.Equal(ReservationStatus.Done, shelf.Fulfill("confirmed", 3, "f"));
        Assert.Equal((0, 5, 5), (shelf.Stock.OnHand, shelf.Stock.Reserved, shelf.Stock.Shortfall));
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 0)]
    [InlineData(8, 0)]
    public void Release_WhenThereIsAShortfall_UncoveredUnitsGoFirst(long released, long shortfall)
    {
        var shelf = Short();
        shelf.Release("confirmed", released, "r");
        Assert.Equal((3, 8 - released, shortfall), (shelf.Stock.OnHand, shelf.Stock.Reserved, shelf.Stock.Shortfall));
    }

    [Fact]
    public void Reserve_WhenThereIsAShortfall_IsRefusedUntilItIsCovered()
    {
        var shelf = Short();
        Assert.Equal(ReserveStatus.InsufficientStock, shelf.Reserve("b"));
        shelf.Move(MovementType.Receive, 5, "r1");
        Assert.Equal(ReserveStatus.InsufficientStock, shelf.Reserve("b"));
        shelf.Move(MovementType.Receive, 1, "r2");
        Assert.Equal(ReserveStatus.Reserved, shelf.Reserve("b"));
    }

    [Fact]
    public void Hold_WhenOverdueAndDisplacedInOneTurn_ExpiresOnly()
    {
        var shelf = Shelf.Holding(5);
        shelf.Reserve("a", 5, holdForSeconds: 10);
        shelf.After(10).Move(MovementType.Sell, 5, "m");
        Assert.Equal(ReservationState.Expired, shelf.Find("a").State);
        Assert.Single(shelf.Told);
    }

    private static Shelf Promised(long onHand, long confirmed)
    {
        var shelf = Shelf.Holding(onHand);
        shelf.Reserve("confirmed", confirmed);
        shelf.Confirm("confirmed");
        return shelf;
    }

    // 3 on hand for 8 confirmed units.
    private static Shelf Short()
    {
        var shelf = Promised(10, confirmed: 8);
        shelf.Move(MovementType.Sell, 7, "sold");
        Assert.Equal((3, 8, 5), (shelf.Stock.OnHand, shelf.Stock.Reserved, shelf.Stock.Shortfall));
        return shelf;
    }
}
