namespace Omnichannel.Audit.Stock;

/// <summary>One corrupt history for every promise about stock: the auditor is audited here. Each of them breaks that one promise where it can be
/// broken alone.</summary>
public sealed class CorruptHistoryTests
{
    private readonly StockHistory _history = new();

    [Theory]
    [InlineData("""{"type":"stock-stolen","at":"2026-11-22T10:00:00+00:00","quantity":1}""")]
    [InlineData("""{"type":7,"at":"2026-11-22T10:00:00+00:00"}""")]
    [InlineData("""{"at":"2026-11-22T10:00:00+00:00","quantity":1}""")]
    [InlineData("""{"type":"stock-received","at":"2026-11-22T10:00:00+00:00","movementId":"d-2","quantity":1}""")]
    [InlineData("""{"type":"stock-received","at":"2026-11-22T10:00:00+00:00","movementId":"d-2","quantity":1.5,"onHandDelta":1}""")]
    [InlineData("""{"type":"stock-received","at":"2026-11-22T10:00:00+00:00","movementId":"d-2","quantity":1,"quantity":2,"onHandDelta":1}""")]
    [InlineData("""{"type":"stock-received","at":"2026-11-22T10:00:00+00:00","movementId":null,"quantity":1,"onHandDelta":1}""")]
    [InlineData("""{"type":"stock-received","at":"2026-11-22T10:00:00+00:00","movementId":"d-2","quantity":9000000000000000000,"onHandDelta":1}""")]
    [InlineData("""{"type":"stock-reserved","at":"2026-11-22T10:00:00+00:00","reservationId":"r-1","quantity":1}""")]
    [InlineData("""{"type":"reservation-refused","at":"2026-11-22T10:00:00+00:00","status":"InsufficientStock"}""")]
    [InlineData("""{"type":"step-refused","at":"2026-11-22T10:00:00+00:00","step":{"quantity":1},"status":"InsufficientStock"}""")]
    public void Fold_WhenAnEventCannotBeRead_SaysSo(string json)
    {
        _history.Receive("d-1", 5).Row(json);
        _history.Breaks(AuditCheck.EventsReadable);
    }

    [Fact]
    public void Fold_WhenAnEventIsNotAnObject_SaysSo()
    {
        _history.Receive("d-1", 5).Row("null");
        _history.BreaksAtLeast(AuditCheck.EventsReadable);
    }

    [Fact]
    public void Fold_WhenAnEventCannotBeRead_JudgesNothingAfterIt()
    {
        _history.Receive("d-1", 5).Row("""{"type":"stock-stolen","at":"2026-11-22T10:00:00+00:00"}""").Reserve("r-1", 50);
        Assert.Single(_history.Findings.Kept);
    }

    [Fact]
    public void Fold_WhenAVersionIsMissing_SaysSo()
    {
        _history.Receive("d-1", 5).Row(2, 3, _history.Reserved("r-1", 1));
        _history.Breaks(AuditCheck.VersionsGapless);
    }

    [Fact]
    public void Fold_WhenAVersionComesTwice_SaysSo()
    {
        _history.Receive("d-1", 5).Row(0, 1, _history.Reserved("r-1", 1));
        _history.Breaks(AuditCheck.VersionsGapless);
    }

    [Fact]
    public void Fold_WhenARowSaysAnotherEndThanItsEvents_SaysSo()
    {
        _history.Receive("d-1", 5).Row(1, 4, _history.Reserved("r-1", 1));
        _history.Breaks(AuditCheck.VersionsGapless);
    }

    [Fact]
    public void Fold_WhenARowIsEmpty_SaysSo()
    {
        _history.Receive("d-1", 5).Row();
        _history.BreaksAtLeast(AuditCheck.VersionsGapless);
    }

    [Fact]
    public void Fold_WhenTimeGoesBack_SaysSo()
    {
        _history.After(10).Receive("d-1", 5).After(-1).Reserve("r-1", 1);
        _history.Breaks(AuditCheck.TimeForward);
    }

    [Fact]
    public void Fold_WhenARowSaysAnotherTimeThanItsLastEvent_SaysSo()
    {
        var early = _history.Movement("stock-received", "d-1", 5, 5);
        _history.After(1).Row(early);
        _history.Breaks(AuditCheck.TimeForward);
    }

    [Fact]
    public void Fold_WhenOnHandFallsBelowZero_SaysSo()
    {
        _history.Receive("d-1", 5).Row(_history.Movement("stock-adjusted", "a-1", -6, -6, "stolen"));
        _history.BreaksAtLeast(AuditCheck.OnHandInRange);
    }

    [Fact]
    public void Fold_WhenMoreIsReservedThanIsThere_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 5).Confirm("r-1").Row(_history.Movement("stock-adjusted", "a-1", -1, -1, "stolen"));
        _history.BreaksAtLeast(AuditCheck.ReservedCovered);
        _history.BreaksAtLeast(AuditCheck.ShortfallDeclared);
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(5, 1)]
    public void Fold_WhenMoreIsReservedThanIsAvailable_SaysSo(long quantity, long safetyStock)
    {
        _history.Receive("d-1", 5).SafetyStock(safetyStock).Reserve("r-1", quantity);
        _history.BreaksAtLeast(AuditCheck.ReserveOnlyAvailable);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Fold_WhenNothingIsReserved_SaysSo(long quantity)
    {
        _history.Receive("d-1", 5).Reserve("r-1", quantity);
        _history.BreaksAtLeast(AuditCheck.ReserveOnlyAvailable);
    }

    [Fact]
    public void Fold_WhenATransferTakesWhatIsHeld_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 3).Row(_history.Movement("stock-transferred-out", "transfer/t/out", 3, -3));
        _history.BreaksAtLeast(AuditCheck.ReserveOnlyAvailable);
    }

    [Fact]
    public void Fold_WhenAReservationIdComesTwice_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1).Reserve("r-1", 1);
        _history.Breaks(AuditCheck.ReservationIdOnce);
    }

    [Fact]
    public void Fold_WhenAReservationIdComesAgainWithinADayOfItsEnd_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1).Release("r-1", 1).After(Promises.RememberedSeconds - 1).Reserve("r-1", 1);
        _history.Breaks(AuditCheck.ReservationIdOnce);
    }

    [Fact]
    public void Fold_WhenMoreIsFulfilledThanIsOpen_SaysSo()
    {
        _history.Receive("d-1", 9).Reserve("r-1", 5).Confirm("r-1").Fulfill("r-1", 3, "c-1").Fulfill("r-1", 3, "c-2");
        _history.BreaksAtLeast(AuditCheck.PartsWithinReservation);
    }

    [Fact]
    public void Fold_WhenMoreIsReleasedThanIsOpen_SaysSo()
    {
        _history.Receive("d-1", 9).Reserve("r-1", 5).Release("r-1", 6);
        _history.BreaksAtLeast(AuditCheck.PartsWithinReservation);
    }

    [Fact]
    public void Fold_WhenAHoldExpiresInPart_SaysSo()
    {
        _history.Receive("d-1", 9).Reserve("r-1", 5, holdFor: 60).After(60).Expire("r-1", 4);
        _history.Breaks(AuditCheck.PartsWithinReservation);
    }

    [Fact]
    public void Fold_WhenAnUnconfirmedHoldIsFulfilled_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1).Fulfill("r-1", 1);
        _history.Breaks(AuditCheck.LifeCycle);
    }

    [Fact]
    public void Fold_WhenAReservationWasNeverMade_SaysSo()
    {
        _history.Receive("d-1", 5).Confirm("r-1");
        _history.Breaks(AuditCheck.LifeCycle);
    }

    [Fact]
    public void Fold_WhenAReservationIsConfirmedAfterItExpired_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1, holdFor: 60).After(60).Expire("r-1", 1).Confirm("r-1");
        _history.BreaksAtLeast(AuditCheck.LifeCycle);
    }

    [Fact]
    public void Fold_WhenAReservationIsReleasedAfterItsEnd_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1).Confirm("r-1").Fulfill("r-1", 1).Release("r-1", 1);
        _history.BreaksAtLeast(AuditCheck.LifeCycle);
    }

    [Fact]
    public void Fold_WhenAConfirmedReservationExpires_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1, holdFor: 60).Confirm("r-1").After(60).Expire("r-1", 1);
        _history.Breaks(AuditCheck.LifeCycle);
    }

    [Fact]
    public void Fold_WhenAHoldExpiresTooEarly_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1, holdFor: 60).After(59).Expire("r-1", 1);
        _history.Breaks(AuditCheck.ExpiryInTime);
    }

    [Fact]
    public void Fold_WhenAHoldIsConfirmedAfterItsTime_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1, holdFor: 60).After(60).Confirm("r-1");
        _history.Breaks(AuditCheck.ExpiryInTime);
    }

    [Fact]
    public void Fold_WhenAHoldIsExtendedToAnEarlierTime_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1, holdFor: 60).Extend("r-1", 30);
        _history.Breaks(AuditCheck.ExpiryInTime);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Promises.HoldSecondsMax + 1)]
    public void Fold_WhenAHoldIsOutOfItsBounds_SaysSo(int holdFor)
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1, holdFor);
        _history.Breaks(AuditCheck.ExpiryInTime);
    }

    [Fact]
    public void Fold_WhenAMovementComesTwice_SaysSo()
    {
        _history.Receive("d-1", 5).Receive("d-1", 5);
        _history.Breaks(AuditCheck.MovementIdOnce);
    }

    [Fact]
    public void Fold_WhenARefusedStepTakesPlace_SaysSo()
    {
        _history.Row(_history.StepRefused("transfer/t/out")).Receive("d-1", 5).After(Promises.RememberedSeconds);
        _history.Row(_history.Movement("stock-transferred-out", "transfer/t/out", 5, -5));
        _history.Breaks(AuditCheck.MovementIdOnce);
    }

    [Fact]
    public void Fold_WhenARefusedReservationIsMade_SaysSo()
    {
        _history.Row(_history.ReservationRefused("r-1")).Receive("d-1", 5).Reserve("r-1", 1);
        _history.Breaks(AuditCheck.ReservationIdOnce);
    }

    [Fact]
    public void Fold_WhenAReservationIsKeptAfterItsEnd_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1).Release("r-1", 1).Row(_history.OfReservation("reservation-kept", "r-1"));
        _history.Breaks(AuditCheck.LifeCycle);
    }

    [Fact]
    public void Fold_WhenAReservationIsRefusedTwice_SaysSo()
    {
        _history.Row(_history.ReservationRefused("r-1")).Row(_history.ReservationRefused("r-1"));
        _history.Breaks(AuditCheck.ReservationIdOnce);
    }

    [Fact]
    public void Fold_WhenAReservationThatWasMadeIsRefused_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 1).Row(_history.ReservationRefused("r-1"));
        _history.Breaks(AuditCheck.ReservationIdOnce);
    }

    [Fact]
    public void Fold_WhenACommandComesTwice_SaysSo()
    {
        _history.Receive("d-1", 9).Reserve("r-1", 5).Confirm("r-1").Fulfill("r-1", 1, "c-1").Fulfill("r-1", 1, "c-1");
        _history.Breaks(AuditCheck.CommandIdOnce);
    }

    [Theory]
    [InlineData("stock-received", 5, 4)]
    [InlineData("stock-received", 0, 0)]
    [InlineData("stock-received", -1, -1)]
    [InlineData("stock-adjusted", 1, 2)]
    [InlineData("stock-adjusted", 0, 0)]
    [InlineData("stock-counted", 7, 7)]
    [InlineData("stock-sold", 2, -3)]
    [InlineData("stock-transferred-out", 2, -1)]
    [InlineData("stock-transferred-in", 2, -2)]
    public void Fold_WhenAMovementChangesTheBookByAnotherFigure_SaysSo(string tag, long quantity, long delta)
    {
        _history.Receive("d-1", 10).Row(_history.Movement(tag, "m-1", quantity, delta, "because"));
        _history.BreaksAtLeast(AuditCheck.MovementDelta);
    }

    [Fact]
    public void Fold_WhenAnAdjustmentHasNoReason_SaysSo()
    {
        _history.Row(_history.Movement("stock-adjusted", "a-1", 1, 1));
        _history.Breaks(AuditCheck.MovementDelta);
    }

    [Fact]
    public void Fold_WhenQuantitiesDoNotAddUp_SaysSo()
    {
        _history.Receive("d-1", 5, delta: 4);
        _history.BreaksAtLeast(AuditCheck.Conservation);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(2, 1)]
    public void Fold_WhenAShortfallIsDeclaredWrongly_SaysSo(long unrecorded, long uncovered)
    {
        _history.Receive("d-1", 5);
        _history.Row(_history.Shortfall("t-1", unrecorded, uncovered), _history.Movement("stock-sold", "t-1", 7, -5));
        _history.BreaksAtLeast(AuditCheck.ShortfallDeclared);
    }

    [Fact]
    public void Fold_WhenAShortfallIsNotDeclared_SaysSo()
    {
        _history.Receive("d-1", 5).Row(_history.Movement("stock-sold", "t-1", 7, -5));
        _history.BreaksAtLeast(AuditCheck.ShortfallDeclared);
    }

    [Fact]
    public void Fold_WhenAnnouncedEventsHaveNoMovement_SaysSo()
    {
        _history.Receive("d-1", 5).Row(_history.Shortfall("t-1", 2, 0), _history.Movement("stock-received", "d-2", 5, 5));
        _history.BreaksAtLeast(AuditCheck.ShortfallDeclared);
    }

    [Fact]
    public void Fold_WhenARowEndsBeforeTheMovementItAnnounced_SaysSo()
    {
        _history.Receive("d-1", 5).Row(_history.Shortfall("t-1", 2, 0));
        _history.Breaks(AuditCheck.ShortfallDeclared);
    }

    [Fact]
    public void Fold_WhenAnOlderHoldGivesWayFirst_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 2).Reserve("r-2", 2);
        _history.Row(_history.Displaced("r-1", 2, "t-1"), _history.Movement("stock-sold", "t-1", 3, -3));
        _history.Breaks(AuditCheck.NewestGivesWay);
    }

    [Fact]
    public void Fold_WhenAHoldGivesWayWithoutNeed_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 2);
        _history.Row(_history.Displaced("r-1", 2, "t-1"), _history.Movement("stock-sold", "t-1", 3, -3));
        _history.Breaks(AuditCheck.NewestGivesWay);
    }

    [Fact]
    public void Fold_WhenAnUnconfirmedHoldStaysWithoutGoods_SaysSo()
    {
        _history.Receive("d-1", 5).Reserve("r-1", 2);
        _history.Row(_history.Shortfall("t-1", 0, 2), _history.Movement("stock-sold", "t-1", 5, -5));
        _history.Breaks(AuditCheck.NewestGivesWay);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Fold_WhenAMovementWasMadeOnAnotherVersion_SaysSo(long expectedVersion)
    {
        _history.Receive("d-1", 5).Row(_history.Movement("stock-received", "d-2", 1, 1, expectedVersion: expectedVersion));
        _history.Breaks(AuditCheck.ExpectedVersionHeld);
    }

    [Fact]
    public void Fold_WhenQuantitiesAddUpBeyond64Bits_SaysSoOnceAndStops()
    {
        const long huge = 1_000_000_000_000_000;
        for (var i = 0; i <= long.MaxValue / huge; i++) _history.Row(_history.Movement("stock-received", $"d-{i}", huge, huge));
        var found = _history.Findings.Count;

        _history.Row(_history.Movement("stock-received", "d-last", huge, huge));
        Assert.Equal(found, _history.Findings.Count);
    }
}
