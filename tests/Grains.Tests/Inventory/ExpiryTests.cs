namespace Omnichannel.Inventory;

/// <summary>I16: a hold ends at its time, decided when the stock is next touched; a confirmed one never does.</summary>
public sealed class ExpiryTests
{
    [Fact]
    public void DecideExpired_BeforeTheEnd_SaysNothing()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 2, holdForSeconds: 60);
        Assert.Empty(StockDecider.DecideExpired(shelf.Stock, shelf.Now.AddSeconds(60).AddTicks(-1)));
    }

    [Fact]
    public void DecideExpired_AtTheEnd_GivesAllUnitsBack()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 5, holdForSeconds: 60);
        shelf.Release("a", 2, "c");
        shelf.After(60);

        Assert.Equal([new ReservationExpired(shelf.Now, new("a"), 3)], StockDecider.DecideExpired(shelf.Stock, shelf.Now));
        Assert.Equal(ReserveStatus.Reserved, shelf.Reserve("b", 10));
        Assert.Equal((ReservationState.Expired, 2L, 0L), (shelf.Find("a").State, shelf.Find("a").Released, shelf.Find("a").Open));
    }

    [Fact]
    public void DecideExpired_WhenSeveralAreOverdue_TakesTheLongestOverdueFirstAndTheOlderOfTwo()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("late", 1, 50);
        shelf.Reserve("b", 1, 30);
        shelf.Reserve("a", 1, 30);
        shelf.Reserve("extended", 1, 10);
        shelf.Reserve("confirmed", 1, 10);
        shelf.Extend("extended", 40);
        shelf.Confirm("confirmed");

        var first = StockDecider.DecideExpired(shelf.Stock, shelf.Now.AddSeconds(100));
        Assert.Equal(["b", "a", "extended", "late"], first.Cast<ReservationExpired>().Select(expired => expired.ReservationId.Value));
        Assert.Equal(first, StockDecider.DecideExpired(shelf.Stock, shelf.Now.AddSeconds(100)));
    }

    [Fact]
    public void DecideExpired_WhenMoreAreOverdueThanOneTurnTakes_TakesThemInSeveralTurns()
    {
        const int Overdue = Limits.ExpiriesPerTurnMax + 1;
        var shelf = FullStock.OfOpenReservations(Overdue);
        shelf.After(Limits.HoldSecondsMax);

        Assert.Equal(ReservationStatus.Expired, shelf.Confirm("r1"));
        Assert.Equal(1, shelf.Stock.OpenReservationsCount);
        Assert.Equal(Shelf.Start.AddSeconds(Limits.HoldSecondsMax), shelf.Stock.DueAt);

        // The last one is worth nothing to its owner even before its event.
        Assert.Equal(ReserveStatus.ReservationClosed, StockDecider.Decide(shelf.Stock, new ReserveStock(new($"r{Overdue}"), 1, TimeSpan.FromSeconds(60)), shelf.Now).Status);
        Assert.Equal(ReservationStatus.Expired, shelf.Extend($"r{Overdue}", 60));
        Assert.Equal((0, null), (shelf.Stock.OpenReservationsCount, shelf.Stock.DueAt));
    }

    [Fact]
    public void DueAt_ThroughTheLifeOfHolds_IsTheEarliestEndOfTheUnconfirmed()
    {
        var shelf = Shelf.Holding(10);
        Assert.Null(shelf.Stock.DueAt);
        shelf.Reserve("a", 1, 30);
        shelf.Reserve("b", 1, 20);
        Assert.Equal(Shelf.Start.AddSeconds(20), shelf.Stock.DueAt);
        shelf.Confirm("b");
        Assert.Equal(Shelf.Start.AddSeconds(30), shelf.Stock.DueAt);
        shelf.Extend("a", 45);
        Assert.Equal(Shelf.Start.AddSeconds(45), shelf.Stock.DueAt);
        shelf.Release("a");
        Assert.Null(shelf.Stock.DueAt);
    }

    // What is over is not looked at again and again: the clock is rebuilt from the open holds once most of it is stale.
    [Fact]
    public void DueAt_AfterManyShortHolds_StaysRight()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("kept", 1, 1_000_000);
        shelf.Reserve("first", 1, 500_000);
        for (var number = 0; number < 5_000; number++)
        {
            shelf.Reserve($"h{number}", 1, 900_000);
            shelf.Release($"h{number}");
        }

        shelf.Confirm("first");
        Assert.Equal(Shelf.Start.AddSeconds(1_000_000), shelf.Stock.DueAt);
    }
}
