namespace Omnichannel.Audit.Stock;

/// <summary>Histories that keep every promise: an auditor that complains about them is worth nothing.</summary>
public sealed class GoodHistoryTests
{
    private readonly StockHistory _history = new();

    [Fact]
    public void Fold_WhenAReservationRunsItsCourse_FindsNothing()
    {
        _history.Receive("d-1", 10).SafetyStock(2).Reserve("r-1", 5).After(10).Confirm("r-1");
        _history.Fulfill("r-1", 2, "c-1").Release("r-1", 1, "c-2").Fulfill("r-1", 2);

        _history.IsGood();
        Assert.Equal(new StockLevel(OnHand: 6, Reserved: 0, SafetyStock: 2, Available: 4, Version: 7), _history.State);
    }

    [Fact]
    public void Fold_WhenAHoldIsExtendedAndExpires_FindsNothing()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 5, holdFor: 60).After(59).Extend("r-1", 60).After(60).Expire("r-1", 5).Reserve("r-2", 5);

        _history.IsGood();
        Assert.Equal(new StockLevel(5, 5, 0, 0, 5), _history.State);
    }

    [Fact]
    public void Fold_WhenATillSellsWhatIsReserved_FindsNothing()
    {
        _history.Receive("d-1", 10).Reserve("r-1", 4).Confirm("r-1").Reserve("r-2", 3).Reserve("r-3", 3);
        _history.Row(
            _history.Displaced("r-3", 3, "t-1"),
            _history.Displaced("r-2", 3, "t-1"),
            _history.Shortfall("t-1", unrecorded: 2, uncovered: 4),
            _history.Movement("stock-sold", "t-1", 12, -10));

        _history.IsGood();
        Assert.Equal(new StockLevel(0, 4, 0, 0, 9), _history.State);

        // What comes in covers the shortfall; then the confirmed goods can leave.
        _history.Receive("d-2", 6).Fulfill("r-1", 4);
        _history.IsGood();
        Assert.Equal(2, _history.State.OnHand);
    }

    [Fact]
    public void Fold_WhenOneRowHoldsManyEvents_FindsNothing()
    {
        _history.Row(
            _history.Movement("stock-received", "d-1", 10, 10, expectedVersion: 0),
            _history.Reserved("r-1", 2),
            _history.OfReservation("reservation-kept", "r-1"),
            _history.OfReservation("reservation-confirmed", "r-1"),
            _history.Movement("stock-counted", "n-1", 8, -2, expectedVersion: 4),
            _history.Movement("stock-adjusted", "a-1", -1, -1, "damaged"),
            _history.Movement("stock-transferred-out", "transfer/t-1/out", 5, -5),
            _history.Movement("stock-transferred-in", "transfer/t-2/in", 1, 1),
            _history.StepRefused("transfer/t-3/out"),
            _history.ReservationRefused("r-2"));

        _history.IsGood();
        Assert.Equal(new StockLevel(3, 2, 0, 1, 10), _history.State);
    }

    [Fact]
    public void Fold_WhenAnIdComesAgainADayAfterItsEnd_FindsNothing()
    {
        _history.Receive("d-1", 10).Reserve("r-1", 1).Release("r-1", 1).Row(_history.ReservationRefused("r-2"));
        _history.After(Promises.RememberedSeconds).Receive("d-1", 10).Reserve("r-1", 1).Reserve("r-2", 1);

        _history.IsGood();
        Assert.Equal(20, _history.State.OnHand);
    }

    [Fact]
    public void Fold_WhenAnEventHasAMemberThatIsNew_FindsNothing()
    {
        const string received = """{"at":"2026-11-22T10:00:00+00:00","type":"stock-received","movementId":"d-1","quantity":1,"onHandDelta":1""";
        _history.Row(received + ""","operator":{"name":"Ann"}}""");

        _history.IsGood();
    }

    [Fact]
    public void Fold_WhenManyHoldsComeAndGo_KnowsTheNewestWithoutKeepingTheOld()
    {
        _history.Receive("d-1", 10).Reserve("first", 2);
        for (var i = 0; i < 5_000; i++) _history.Reserve($"r-{i}", 1).Release($"r-{i}", 1);
        _history.Reserve("last", 1);
        _history.Row(_history.Displaced("last", 1, "t-1"), _history.Movement("stock-sold", "t-1", 8, -8));

        _history.IsGood();
    }
}
