using Omnichannel.Audit.History;

namespace Omnichannel.Audit.Order;

/// <summary>Histories that are in order pass; each kind of disorder is found by its check.</summary>
public sealed class OrderAuditTests
{
    private readonly TimedHistory _strict = new(OrderPromise.Strict);
    private readonly TimedHistory _perTarget = new(OrderPromise.PerTarget);

    public OrderAuditTests()
    {
        foreach (var history in new[] { _strict, _perTarget })
        {
            history.Received("d-1", 10).Told(OperationKind.Receive, "d-1", (1, 2), "n1", Verdict.Done, version: 1, quantity: 10, available: 10);
            history.Reserved("r-1", 4).Told(OperationKind.Reserve, "r-1", (3, 4), "n1", Verdict.Done, version: 2, quantity: 4, available: 6);
        }
    }

    [Fact]
    public void Check_WhenEveryAnswerIsThatOfItsVersion_FindsNothing()
    {
        _strict.Reads((5, 6), "n1", version: 2, available: 6);
        _strict.Told(OperationKind.Reserve, "r-2", (5, 6), "n1", Verdict.Refused, version: 2, quantity: 7, available: 6);
        _strict.Told(OperationKind.Receive, "d-1", (7, 8), "n1", Verdict.Repeat, version: 1, quantity: 10, available: 10);
        _strict.IsGood();
    }

    [Fact]
    public void Check_WhenAReadingHasOtherFiguresThanItsVersion_SaysSo()
    {
        _strict.Reads((5, 6), "n1", version: 2, available: 7);
        _strict.Breaks(AuditCheck.AnswersInOrder);
    }

    [Fact]
    public void Check_WhenSomethingWasRefusedThatTheRulesAllow_SaysSo()
    {
        _strict.Told(OperationKind.Reserve, "r-2", (5, 6), "n1", Verdict.Refused, version: 2, quantity: 6, available: 6);
        _strict.Breaks(AuditCheck.AnswersInOrder);
    }

    [Fact]
    public void Check_WhenAnAnswerNamesAVersionThatTheJournalNeverReached_SaysSo()
    {
        _strict.Reads((5, 6), "n1", version: 3, available: 6);
        _strict.Breaks(AuditCheck.AcknowledgedIsKept);
    }

    [Fact]
    public void Check_WhenTheOnlyOwnerReadsThePast_SaysSo()
    {
        _strict.Reads((5, 6), "n1", version: 1, available: 10);
        _strict.Breaks(AuditCheck.RealTimeOrder);
    }

    [Fact]
    public void Check_WhenAnAnswerHoldsWhatWasAskedForLater_SaysSo()
    {
        _strict.Reserved("r-2", 1).Told(OperationKind.Reserve, "r-2", (9, 10), "n1", Verdict.Done, version: 3, quantity: 1, available: 5);
        _strict.Reads((5, 6), "n1", version: 3, available: 5);
        _strict.Breaks(AuditCheck.RealTimeOrder);
    }

    [Fact]
    public void Check_WhenOneOfSeveralOwnersReadsThePast_FindsNothing()
    {
        _perTarget.Reads((5, 6), "n2", version: 1, available: 10);
        _perTarget.IsGood();
    }

    [Fact]
    public void Check_WhenAStrongReadReadsThePast_SaysSo()
    {
        _perTarget.Reads((5, 6), "n2", version: 1, available: 10, OperationKind.ReadStockStrong);
        _perTarget.Breaks(AuditCheck.RealTimeOrder);
    }

    [Fact]
    public void Check_WhenAProcessGoesBackBehindWhatItHasShown_SaysSo()
    {
        _perTarget.Reads((5, 6), "n2", version: 2, available: 6).Reads((7, 8), "n2", version: 1, available: 10);
        _perTarget.Breaks(AuditCheck.SessionsForward);
    }

    [Fact]
    public void Check_WhenAMovementIsToldAgainToSomebodyWhoCannotTell_FindsNothing()
    {
        _perTarget.Told(OperationKind.Receive, "d-1", (5, 6), "n1", Verdict.None, version: 1, quantity: 10, available: 10);
        _perTarget.IsGood();
    }

    [Fact]
    public void Check_WhenClientsSawWhatCanHaveHappened_IsProvedWithoutVersions()
    {
        _strict.Reads((3, 6), "n1", version: 0, available: 10).Reads((5, 6), "n1", version: 0, available: 6);
        _strict.IsBlindlyGood();
    }

    [Fact]
    public void Check_WhenNoOrderExplainsWhatClientsSaw_IsFoundWithoutVersions()
    {
        // The hold may have run out before the second reading, but then it is not there in the third.
        _strict.Reads((5, 6), "n1", version: 2, available: 6).Reads((7, 8), "n1", version: 2, available: 10).Reads((9, 10), "n1", version: 2, available: 6);
        _strict.BreaksBlindly();
    }
}
