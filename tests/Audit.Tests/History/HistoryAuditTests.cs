namespace Omnichannel.Audit.History;

/// <summary>What clients were told against what the journal holds: good ones pass, and each kind of lie is caught by its check.</summary>
public sealed class HistoryAuditTests
{
    private readonly ClientHistory _history = new();

    [Fact]
    public void Check_WhenEveryAnswerIsTrue_FindsNothing()
    {
        _history.Received("d-1", 10).Reserved("r-1", 5).Confirmed("r-1").Part("reservation-fulfilled", "r-1", 2, "c-1");
        _history.Part("reservation-released", "r-1", 1, "c-2")
            .Part("reservation-fulfilled", "r-1", 2).Movement("stock-sold", "t-1", 3, -3);
        _history.Asked(OperationKind.Receive, "d-1", Outcome.Info, 10).Asked(OperationKind.Receive, "d-1", Outcome.Ok, 10, version: 1);
        _history.Asked(OperationKind.Reserve, "r-1", Outcome.Ok, 5, body: "b", result: "x");
        _history.Asked(OperationKind.Reserve, "r-1", Outcome.Ok, 5, body: "b", result: "x");
        _history.Asked(OperationKind.Confirm, "r-1", Outcome.Ok).Asked(OperationKind.Fulfill, "r-1", Outcome.Ok, 2, "c-1");
        _history.Asked(OperationKind.Release, "r-1", Outcome.Ok, 1, "c-2");
        _history.Asked(OperationKind.Fulfill, "r-1", Outcome.None);
        _history.Asked(OperationKind.Reserve, "r-1", Outcome.Fail, 5, body: "b");
        _history.Asked(OperationKind.Sell, "t-1", Outcome.Ok, 3);
        _history.Asked(OperationKind.Reserve, "r-2", Outcome.Fail, 50).Asked(OperationKind.Reserve, "r-3", Outcome.Info, 1);
        _history.IsGood();
    }

    [Fact]
    public void Check_WhenTheGridActsByItself_FindsNothing()
    {
        _history.Received("transfer/t-1/in", 10).Reserved("r-1", 5).Asked(OperationKind.Reserve, "r-1", Outcome.Ok, 5);
        _history.Row($$"""{"type":"reservation-displaced","at":"{{ClientHistory.At}}","reservationId":"r-1","quantity":5,"movementId":"t-1"}""");
        _history.Movement("stock-sold", "t-1", 6, -6).Asked(OperationKind.Sell, "t-1", Outcome.Ok, 6);
        _history.IsGood();
    }

    [Fact]
    public void Check_WhenAllThatIsOpenWasDoneInParts_FindsNothing()
    {
        _history.Received("d-1", 10).Asked(OperationKind.Receive, "d-1", Outcome.Ok, 10).Reserved("r-1", 2);
        _history.Asked(OperationKind.Reserve, "r-1", Outcome.Ok, 2);
        _history.Part("reservation-released", "r-1", 2, "c-1").Asked(OperationKind.Release, "r-1", Outcome.Ok, 2, "c-1");
        _history.Asked(OperationKind.Release, "r-1", Outcome.Ok);
        _history.IsGood();
    }

    [Theory]
    [InlineData(OperationKind.Receive)]
    [InlineData(OperationKind.Reserve)]
    [InlineData(OperationKind.Confirm)]
    [InlineData(OperationKind.Fulfill)]
    [InlineData(OperationKind.Release)]
    [InlineData(OperationKind.Sell)]
    [InlineData(OperationKind.Adjust)]
    [InlineData(OperationKind.Count)]
    public void Check_WhenAnAcknowledgedOperationIsNotInTheJournal_SaysSo(OperationKind kind)
    {
        _history.Asked(kind, "x-1", Outcome.Ok, 1);
        _history.Breaks(AuditCheck.AcknowledgedIsKept);
    }

    [Fact]
    public void Check_WhenAPartOfAnotherCommandIsMissing_SaysSo()
    {
        _history.Received("d-1", 10).Asked(OperationKind.Receive, "d-1", Outcome.Ok, 10).Reserved("r-1", 5);
        _history.Asked(OperationKind.Reserve, "r-1", Outcome.Ok, 5);
        _history.Part("reservation-released", "r-1", 2, "c-1").Asked(OperationKind.Release, "r-1", Outcome.Ok, 2, "c-1");
        _history.Asked(OperationKind.Release, "r-1", Outcome.Ok, 2, "c-2");
        _history.Breaks(AuditCheck.AcknowledgedIsKept);
    }

    [Fact]
    public void Check_WhenTheJournalHasAnotherQuantity_SaysSo()
    {
        _history.Received("d-1", 9).Asked(OperationKind.Receive, "d-1", Outcome.Ok, 10);
        _history.Asked(OperationKind.Receive, "d-1", Outcome.Info, 9);
        _history.Breaks(AuditCheck.AcknowledgedIsKept);
    }

    [Fact]
    public void Check_WhenAnAnswerCameBeforeItsEvent_SaysSo()
    {
        _history.Received("d-1", 10).Received("d-2", 10).Asked(OperationKind.Receive, "d-1", Outcome.Ok, 10, version: 1);
        _history.Asked(OperationKind.Receive, "d-2", Outcome.Ok, 10, version: 1);
        _history.Breaks(AuditCheck.AcknowledgedIsKept);
    }

    [Fact]
    public void Check_WhenNobodyAskedForAnEffect_SaysSo()
    {
        _history.Received("d-1", 10);
        _history.Breaks(AuditCheck.EveryEffectWasAsked);
    }

    [Fact]
    public void Check_WhenARefusedOperationHadItsEffect_SaysSo()
    {
        _history.Received("d-1", 10).Asked(OperationKind.Receive, "d-1", Outcome.Fail, 10);
        _history.Asked(OperationKind.Receive, "d-1", Outcome.Fail, 10);
        _history.Breaks(AuditCheck.EveryEffectWasAsked);
    }

    [Fact]
    public void Check_WhenTheEffectHasAQuantityThatOnlyARefusedTryAskedFor_SaysSo()
    {
        _history.Received("d-1", 10).Asked(OperationKind.Receive, "d-1", Outcome.Fail, 10);
        _history.Asked(OperationKind.Receive, "d-1", Outcome.Info, 9);
        _history.Breaks(AuditCheck.EveryEffectWasAsked);
    }

    [Fact]
    public void Check_WhenARetryHadASecondEffect_SaysSo()
    {
        _history.Received("d-1", 10).Received("d-1", 10).Asked(OperationKind.Receive, "d-1", Outcome.Info, 10);
        _history.Asked(OperationKind.Receive, "d-1", Outcome.Ok, 10);
        _history.Breaks(AuditCheck.OneEffectPerId);
    }

    [Fact]
    public void Check_WhenARetryWasToldSomethingElse_SaysSo()
    {
        _history.Received("d-1", 10).Asked(OperationKind.Receive, "d-1", Outcome.Ok, 10, result: "x");
        _history.Asked(OperationKind.Receive, "d-1", Outcome.Ok, 10, result: "y");
        _history.Breaks(AuditCheck.OneEffectPerId);
    }

    [Fact]
    public void Check_WhenTwoBodiesWereAcceptedForOneId_SaysSo()
    {
        _history.Received("d-1", 10).Asked(OperationKind.Receive, "d-1", Outcome.Ok, 10, body: "a");
        _history.Asked(OperationKind.Receive, "d-1", Outcome.Ok, 10, body: "b");
        _history.Breaks(AuditCheck.OneEffectPerId);
    }

    [Fact]
    public void Check_WhenCustomersWerePromisedMoreThanCameIn_SaysSo()
    {
        _history.Received("d-1", 5).Asked(OperationKind.Receive, "d-1", Outcome.Ok, 5);
        foreach (var id in new[] { "r-1", "r-2" })
            _history.Reserved(id, 3).Confirmed(id).Asked(OperationKind.Reserve, id, Outcome.Ok, 3).Asked(OperationKind.Confirm, id, Outcome.Ok);
        _history.Breaks(AuditCheck.NoOversell);
    }
}
