namespace Omnichannel.Inventory;

/// <summary>I24: what a coordinator was refused stays refused, whoever asks and whatever comes later; what it was given is told again.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Hold_WhenRefused_StaysRefusedWhateverComesLater()
    {
        var shelf = Shelf.Holding(3);
        Assert.Equal(ReserveStatus.InsufficientStock, shelf.Hold("h", 4));
        Assert.IsType<ReservationRefused>(Assert.Single(shelf.Told));
        shelf.Move(MovementType.Receive, 10, "more");

        shelf = shelf.Restored();
        Assert.Equal(ReserveStatus.InsufficientStock, shelf.Hold("h", 4));
        Assert.Equal(ReserveStatus.InsufficientStock, shelf.Hold("h", 4, holdForSeconds: 0));
        Assert.Equal(ReserveStatus.ReservationClosed, shelf.Reserve("h", 4, reference: "cart:c-1"));
        Assert.Empty(shelf.Told);
        Assert.Equal((13, 0), (shelf.Stock.OnHand, shelf.Stock.Reserved));
    }

    [Fact]
    public void Hold_WhenMade_IsToldAgainHoweverLate()
    {
        var shelf = Shelf.Holding(3);
        Assert.Equal(ReserveStatus.Reserved, shelf.Hold("h", 3, holdForSeconds: 60));
        Assert.Equal(ReserveStatus.Exists, shelf.Hold("h", 3, holdForSeconds: 60));
        Assert.Equal(ReserveStatus.Exists, shelf.After(59.5).Hold("h", 3, holdForSeconds: 0.5));
        Assert.Equal(ReserveStatus.ReservationClosed, shelf.After(0.5).Hold("h", 3, holdForSeconds: 0));
        Assert.Equal(ReserveStatus.ReservationClosed, shelf.After(60).Restored().Hold("h", 3, holdForSeconds: 0));
    }

    [Fact]
    public void Hold_WhenItsTimeIsOver_IsNeverMade()
    {
        var shelf = Shelf.Holding(3);
        Assert.Equal(ReserveStatus.HoldOutOfRange, shelf.Hold("h", holdForSeconds: 0.999));
        Assert.Equal(ReserveStatus.HoldOutOfRange, shelf.Hold("h"));
        Assert.Equal(0, shelf.Stock.Reserved);
    }

    [Fact]
    public void Hold_ThatAllowsLess_TakesWhatThereIsOnce()
    {
        var shelf = Shelf.Holding(3);
        Assert.Equal(ReserveStatus.Reserved, shelf.Hold("h", 5, allowsLess: true));
        shelf.Move(MovementType.Receive, 10, "more");
        Assert.Equal(ReserveStatus.Exists, shelf.Hold("h", 5, allowsLess: true));
        Assert.Equal(3, shelf.Stock.Reserved);
        Assert.Equal(ReserveStatus.ExistsWithDifferentQuantity, shelf.Hold("h", 5));
    }

    [Fact]
    public void Hold_ThatAllowsLess_OfNothing_IsRefused()
    {
        var shelf = Shelf.Holding(3, safetyStock: 3);
        Assert.Equal(ReserveStatus.InsufficientStock, shelf.Hold("h", 5, allowsLess: true));
        shelf.Move(MovementType.Receive, 10, "more");
        Assert.Equal(ReserveStatus.InsufficientStock, shelf.Hold("h", 5, allowsLess: true));
    }

    // Seed 100 of a shop: the second driver of a plan had another clock, and what the first one was told was no longer so.
    [Fact]
    public void Hold_OfWhatWasKeptForItsPlan_EndsWhenTheFirstOneWasTold()
    {
        var shelf = Shelf.Holding(3);
        Assert.Equal(ReserveStatus.Reserved, shelf.Hold("h", 3, holdForSeconds: 60));
        Assert.Equal(ReserveStatus.Exists, shelf.After(10).Hold("new", 3, holdForSeconds: 30, existing: "h"));
        var told = shelf.Stock.Find(new ReservationId("h"))!.ExpiresAt;

        Assert.Equal(ReserveStatus.Exists, shelf.Hold("new", 3, holdForSeconds: 90, existing: "h"));

        Assert.Equal(told, shelf.Restored().Stock.Find(new ReservationId("h"))!.ExpiresAt);
    }

    // Two owners of one cart ask for the same: one before the hold that is there has ended, one after. Only the first of the two answers counts.
    [Fact]
    public void Hold_OfWhatWasKeptForItsPlan_MakesNoneInstead()
    {
        var shelf = Shelf.Holding(3);
        shelf.Hold("first", 2, holdForSeconds: 60);
        var plannedAt = shelf.After(30).Now;
        Assert.Equal(ReserveStatus.Exists, shelf.Hold("second", 2, holdForSeconds: 60, plannedAt, existing: "first"));
        Assert.Equal([new ReservationExtended(plannedAt, new("first"), plannedAt.AddSeconds(60), plannedAt)], shelf.Told);
        shelf.After(60);

        shelf = shelf.Restored();
        Assert.Equal(ReserveStatus.ReservationClosed, shelf.Hold("second", 2, holdForSeconds: 60, plannedAt, existing: "first"));
        Assert.Equal(ReserveStatus.Reserved, shelf.Hold("third", 2, existing: "first"));
        Assert.Equal(2, shelf.Stock.Reserved);
    }

    [Fact]
    public void Hold_OfWhatHadEndedBeforeItsPlanWasAsked_IsMadeAndStays()
    {
        var shelf = Shelf.Holding(3);
        shelf.Hold("first", 2, holdForSeconds: 60);
        var plannedAt = shelf.After(60).Now;
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(time == 0 ? ReserveStatus.Reserved : ReserveStatus.Exists, shelf.Hold("second", 2, holdForSeconds: 60, plannedAt, existing: "first"));
            shelf = shelf.Restored();
        }

        Assert.Equal(2, shelf.Stock.Reserved);
    }

    [Fact]
    public void Hold_OfWhatWasConfirmed_IsToldOfItAndChangesNoEnd()
    {
        var shelf = Shelf.Holding(3);
        shelf.Hold("first", 2);
        shelf.Confirm("first");
        Assert.Equal(ReserveStatus.Exists, shelf.Hold("second", 2, existing: "first"));
        Assert.IsType<ReservationKept>(Assert.Single(shelf.Told));
        Assert.Equal(ReserveStatus.Exists, shelf.Hold("second", 2, plannedAt: Shelf.Start, existing: "first"));
        Assert.Empty(shelf.Told);
    }

    [Theory]
    [InlineData(0, 900, ReserveStatus.QuantityOutOfRange)]
    [InlineData(1, -1, ReserveStatus.HoldOutOfRange)]
    [InlineData(1, Limits.HoldSecondsMax + 1, ReserveStatus.HoldOutOfRange)]
    public void Hold_ThatNobodyMayAsk_LeavesNoTrace(long quantity, double holdForSeconds, ReserveStatus status)
    {
        var shelf = Shelf.Holding(3);
        Assert.Equal(status, shelf.Hold("h", quantity, holdForSeconds));
        Assert.Empty(shelf.Told);
    }

    // What is sold out is asked for without end: not every refusal can be kept, and none may be taken back.
    [Fact]
    public void Refusals_BeyondTheirNumber_AreForgottenButStand()
    {
        var shelf = Shelf.Holding(0);
        var plans = new List<DateTimeOffset>();
        for (var number = 0; number <= Limits.RefusalsRememberedMax; number++)
        {
            plans.Add(shelf.After(0.001).Now);
            Assert.Equal(ReserveStatus.InsufficientStock, shelf.Hold($"h-{number}"));
        }

        Assert.Equal(Limits.RefusalsRememberedMax, shelf.Stock.EntriesCount);
        shelf.Move(MovementType.Receive, 10, "more");

        shelf = shelf.Restored();
        Assert.Equal(ReserveStatus.TooManyReservations, shelf.Hold("h-0", plannedAt: plans[0]));
        Assert.Equal(ReserveStatus.InsufficientStock, shelf.Hold("h-2", plannedAt: plans[2]));
        Assert.Equal(ReserveStatus.Reserved, shelf.Hold("new", plannedAt: plans[2]));
        Assert.Equal(ReserveStatus.Reserved, shelf.Hold("newer"));
    }

    // The auditor takes a second one for a contradiction.
    [Fact]
    public void Refusals_ThatAreForgotten_AreNotWrittenTwice()
    {
        var shelf = Shelf.Holding(0);
        for (var number = 0; number <= Limits.RefusalsRememberedMax; number++) shelf.Hold($"h-{number:D5}");
        Assert.Null(shelf.Stock.FindRefusal(new("h-00000")));
        Assert.Equal(ReserveStatus.TooManyReservations, shelf.Hold("h-00000", holdForSeconds: 0));
        Assert.Empty(shelf.Told);
    }

    // One process whose clock was a day ahead for one call must not close the shelf to everybody for a day.
    [Fact]
    public void Refusals_OfAPlanFarAhead_RaiseTheBarForNobody()
    {
        var shelf = Shelf.Holding(0);
        shelf.Hold("ahead", plannedAt: shelf.Now.AddDays(1));
        for (var number = 0; number < Limits.RefusalsRememberedMax; number++) shelf.After(0.001).Hold($"h-{number}");
        shelf.Move(MovementType.Receive, 10, "delivery");
        Assert.Equal(ReserveStatus.Reserved, shelf.After(1).Hold("healthy"));
    }

    // 500 refusals a second, half of them by a process whose clock is ahead; then goods come.
    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public void Hold_WhenClocksAreApart_IsGivenWhatThereIs(double secondsApart)
    {
        var shelf = Shelf.Holding(0);
        for (var number = 0; number < 15_000; number++) shelf.After(0.002).Hold($"h-{number}", plannedAt: shelf.Now.AddSeconds(number % 2 * secondsApart));
        shelf.Move(MovementType.Receive, 10, "delivery");
        Assert.Equal(ReserveStatus.Reserved, shelf.After(0.002).Hold("behind"));
    }

    [Fact]
    public void Refusals_AfterTheirTime_AreForgottenButStand()
    {
        var shelf = Shelf.Holding(0);
        shelf.Hold("h");
        shelf.After(Limits.RememberedSeconds).Move(MovementType.Receive, 10, "more");
        Assert.Null(shelf.Stock.FindRefusal(new("h")));

        Assert.Equal(ReserveStatus.TooManyReservations, shelf.Hold("h", plannedAt: Shelf.Start));
        Assert.Equal(ReserveStatus.Reserved, shelf.Hold("new", plannedAt: Shelf.Start.AddSeconds(1)));
    }

    [Fact]
    public void Apply_OfWhatWasRefusedAndMade_BreaksThePromise()
    {
        var shelf = Shelf.Holding(3);
        shelf.Hold("refused", 4);
        shelf.Hold("made", 1);

        Assert.Contains("I24", Broken(new StockReserved(shelf.Now, new("refused"), 1, shelf.Now.AddSeconds(9), null, null)), StringComparison.Ordinal);
        Assert.Contains("I24", Broken(new ReservationRefused(shelf.Now, new("made"), ReserveStatus.InsufficientStock, shelf.Now)), StringComparison.Ordinal);
        Assert.Contains("I24", Broken(new ReservationRefused(shelf.Now, new("refused"), ReserveStatus.InsufficientStock, shelf.Now)), StringComparison.Ordinal);
        Assert.Contains("I24", Broken(new ReservationKept(shelf.Now, new("made"), default)), StringComparison.Ordinal);

        string Broken(StockEvent @event) => Assert.Throws<Journal.InvariantBrokenException>(() => shelf.Restored().Stock.Apply(@event)).Message;
    }
}
