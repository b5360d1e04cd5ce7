using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>I18: an id is remembered for its time after its end, not longer, and never forgotten to make room.</summary>
public sealed class ForgettingTests
{
    [Theory]
    [InlineData(Limits.RememberedSeconds - 1, true)]
    [InlineData(Limits.RememberedSeconds, false)]
    public void Reservation_WhenItsEndIsThatLongAgo_IsRemembered(int seconds, bool isRemembered)
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 2);
        shelf.After(100).Release("a", 1, "c");
        shelf.Release("a");
        Touch(shelf.After(seconds));

        Assert.Equal(isRemembered, shelf.Stock.Find(new ReservationId("a")) is not null);
        Assert.Equal(isRemembered ? ReserveStatus.ReservationClosed : ReserveStatus.Reserved, shelf.Reserve("a", 2));
    }

    [Theory]
    [InlineData("m", Limits.RememberedSeconds - 1, true)]
    [InlineData("m", Limits.RememberedSeconds, false)]
    [InlineData("transfer/t/in", Limits.RememberedSeconds, true)]
    [InlineData("transfer/t/in", Limits.StepRememberedSeconds - 1, true)]
    [InlineData("transfer/t/in", Limits.StepRememberedSeconds, false)]
    public void Movement_WhenItIsThatLongAgo_IsRemembered(string id, int seconds, bool isRemembered)
    {
        var shelf = Shelf.Holding(0);
        shelf.Move(MovementType.TransferIn, 5, id);
        shelf = shelf.Restored().After(seconds);
        Touch(shelf);

        Assert.Equal(isRemembered, shelf.Stock.Find(new CommandId(id)) is not null);
        Assert.Equal(isRemembered ? MoveStatus.Exists : MoveStatus.Moved, shelf.Move(MovementType.TransferIn, 5, id));
    }

    [Fact]
    public void Reservation_WhileItIsOpen_IsNeverForgotten()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 2);
        shelf.Confirm("a");
        Touch(shelf.After(10.0 * Limits.StepRememberedSeconds));
        Assert.Equal(ReserveStatus.Exists, shelf.Reserve("a", 2));
    }

    [Fact]
    public void Count_WhenEverythingIsForgotten_IsZero()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 2);
        shelf.Release("a", 1, "c1");
        shelf.Release("a", 1, "c2");
        shelf.Move(MovementType.TransferOut, 1, "transfer/t/out");
        Assert.Equal(1 + 2 + 2, shelf.Stock.RememberedCount);
        Assert.Equal(5, shelf.Restored().Stock.RememberedCount);

        Touch(shelf.After(Limits.StepRememberedSeconds));
        Assert.Equal(0, shelf.Stock.RememberedCount);
    }

    // An entity that only forgets when an event is applied must not refuse the very event that would make it forget.
    [Fact]
    public void Full_WhenWhatItRemembersIsOldEnough_TakesNewIdsAgain()
    {
        var shelf = FullStock.OfRememberedIds();
        Assert.Equal(ReserveStatus.TooManyReservations, shelf.After(Limits.RememberedSeconds - 1).Reserve("a"));
        Assert.Equal(MoveStatus.TooManyMovements, shelf.Move(MovementType.Sell, 1, "m"));
        Assert.Equal(ReservationStatus.TooManyCommands, shelf.Fulfill("open", 1, "c"));

        Assert.Equal(ReserveStatus.Reserved, shelf.After(1).Reserve("a"));
        Assert.Equal(2, shelf.Stock.RememberedCount);
    }

    [Fact]
    public void Full_WhenOneIdIsLeft_TakesOneMore()
    {
        var shelf = FullStock.OfRememberedIds(Limits.RememberedIdsMax - 1);
        Assert.Equal(ReservationStatus.Done, shelf.Fulfill("open", 1, "c"));
        Assert.Equal(ReserveStatus.TooManyReservations, shelf.Reserve("a"));
        Assert.Equal(ReservationStatus.Done, shelf.Fulfill("open"));
    }

    // The clock once held ids: the entry of the first life of "a" made its second life expire twice, and the entity stopped.
    [Fact]
    public void Reservation_WhenItsIdIsUsedAgain_ExpiresOnce()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("earlier", 1, Limits.HoldSecondsMax - 1);
        shelf.Reserve("a", 1, Limits.HoldSecondsMax);
        shelf.Release("a");
        Touch(shelf.After(Limits.RememberedSeconds));
        Assert.Equal(ReserveStatus.Reserved, shelf.Reserve("a", 1, Limits.HoldSecondsMax));

        Touch(shelf.After(2.0 * Limits.HoldSecondsMax));
        Assert.Equal(2, shelf.Events.OfType<ReservationExpired>().Count());
        Assert.Equal(0, shelf.Stock.Reserved);
    }

    private static void Touch(Shelf shelf) => shelf.Run(new SetSafetyStock(shelf.Stock.SafetyStock == 0 ? 1 : 0), StockDecider.Decide);
}
