namespace Omnichannel.Inventory;

/// <summary>I11: one effect per id, however often and however late it is sent.</summary>
public sealed class RetryTests
{
    public static TheoryData<string> Moments => ["at once", "stock ran out", "confirmed", "partly fulfilled", "snapshot"];

    [Theory]
    [MemberData(nameof(Moments))]
    public void Reserve_WhenSentAgain_IsToldThatItExists(string moment)
    {
        var shelf = Shelf.Holding(10);
        Assert.Equal(ReserveStatus.Reserved, shelf.Reserve("a", 6, reference: "cart"));
        shelf = At(moment, shelf);

        Assert.Equal(ReserveStatus.Exists, shelf.Reserve("a", 6, reference: "cart"));
        Assert.Equal(ReserveStatus.ExistsWithDifferentQuantity, shelf.Reserve("a", 5, reference: "cart"));
        Assert.Equal(ReserveStatus.ExistsWithDifferentReference, shelf.Reserve("a", 6));
    }

    [Fact]
    public void Fulfill_WhenPartsAreSentAgain_TakesEachOnce()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 6);
        shelf.Confirm("a");
        for (var time = 0; time < 3; time++)
        {
            shelf.Fulfill("a", 2, "first");
            shelf.Fulfill("a", 3, "second");
            shelf = shelf.Restored();
        }

        Assert.Equal((5, 1), (shelf.Stock.OnHand, shelf.Stock.Reserved));
        Assert.Equal((5L, 0L, ReservationState.Confirmed), (shelf.Find("a").Fulfilled, shelf.Find("a").Released, shelf.Find("a").State));
    }

    [Fact]
    public void Release_WhenPartsAreSentAgain_GivesEachBackOnce()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 6);
        for (var time = 0; time < 3; time++)
        {
            shelf.Release("a", 2, "first");
            shelf.Release("a", 3, "second");
            shelf = shelf.Restored();
        }

        Assert.Equal((10, 1, 9), (shelf.Stock.OnHand, shelf.Stock.Reserved, shelf.Stock.Available));
    }

    [Fact]
    public void Command_WhenItsIdWasUsedOnAnotherReservation_IsNew()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 3);
        shelf.Reserve("b", 3);
        Assert.Equal(ReservationStatus.Done, shelf.Release("a", 1, "c"));
        Assert.Equal(ReservationStatus.Done, shelf.Release("b", 1, "c"));
    }

    [Fact]
    public void Close_WhenPartWasFulfilledAndTheRestReleased_IsFulfilled()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 6);
        shelf.Confirm("a");
        shelf.Fulfill("a", 2, "c");
        shelf.Release("a");

        var reservation = shelf.Find("a");
        Assert.Equal((ReservationState.Fulfilled, 2L, 4L, 0L), (reservation.State, reservation.Fulfilled, reservation.Released, reservation.Open));
        Assert.Equal((8, 0), (shelf.Stock.OnHand, shelf.Stock.Reserved));
        Assert.Null(reservation.View().ExpiresAt);
    }

    [Fact]
    public void Extend_WhenSentAgainLater_OnlyEverMovesTheEndToALaterTime()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 1, holdForSeconds: 100);
        Assert.Equal(ReservationStatus.Done, shelf.After(50).Extend("a", 100));
        Assert.Equal(ReservationStatus.AlreadyDone, shelf.Extend("a", 100));
        Assert.Equal(ReservationStatus.AlreadyDone, shelf.Extend("a", 20));
        Assert.Equal(Shelf.Start.AddSeconds(150), shelf.Find("a").ExpiresAt);
        Assert.Equal(Shelf.Start.AddSeconds(150), shelf.Stock.DueAt);
        Assert.Equal(Shelf.Start.AddSeconds(150), shelf.Restored().Stock.DueAt);
    }

    // I21: whoever asks for the step later, the coordinator may rely on it never happening.
    [Fact]
    public void Step_WhenRefused_StaysRefusedWhateverComesLater()
    {
        const string Step = "transfer/t/out";
        var shelf = Shelf.Holding(3);
        Assert.Equal(MoveStatus.InsufficientStock, shelf.Move(MovementType.TransferOut, 5, Step));
        Assert.IsType<StepRefused>(Assert.Single(shelf.Told));
        shelf.Move(MovementType.Receive, 10, "more");

        shelf = shelf.Restored();
        Assert.Equal(MoveStatus.InsufficientStock, shelf.Move(MovementType.TransferOut, 5, Step));
        Assert.Empty(shelf.Told);
        Assert.Equal(MoveStatus.ExistsWithDifferentBody, shelf.Move(MovementType.TransferOut, 4, Step));
        Assert.Equal(13, shelf.Stock.OnHand);
    }

    [Fact]
    public void Movement_WhenACallersWasRefused_MayBeTriedAgainUnderTheSameId()
    {
        var shelf = Shelf.Holding(3);
        Assert.Equal(MoveStatus.InsufficientStock, shelf.Move(MovementType.TransferOut, 5, "t"));
        shelf.Move(MovementType.Receive, 10, "more");
        Assert.Equal(MoveStatus.Moved, shelf.Move(MovementType.TransferOut, 5, "t"));
    }

    private static Shelf At(string moment, Shelf shelf)
    {
        switch (moment)
        {
            case "stock ran out": shelf.Move(MovementType.Sell, 4, "sale"); break;
            case "confirmed": shelf.Confirm("a"); break;
            case "partly fulfilled": shelf.Confirm("a"); shelf.Fulfill("a", 1, "c"); break;
            case "snapshot": return shelf.Restored();
            default: break;
        }

        return shelf;
    }
}
