using Omnichannel.Audit.History;

namespace Omnichannel.Audit.Order;

/// <summary>A8: two owners of one stock; the one that was overtaken must not acknowledge what it did on what it remembers.</summary>
public sealed class OwnersFencedTests
{
    private readonly TimedHistory _history = new(OrderPromise.PerTarget);

    public OwnersFencedTests() =>
        _history.Received("d-1", 10).Told(OperationKind.Receive, "d-1", (1, 2), "old", Verdict.Done, version: 1, quantity: 10);

    [Fact]
    public void Check_WhenTheOldOwnerDecidesAgainOnTheTruth_FindsNothing()
    {
        _history.Reserved("r-1", 1).Told(OperationKind.Reserve, "r-1", (3, 4), "new", Verdict.Done, version: 2, quantity: 1, available: 9);
        _history.Reserved("r-2", 1).Told(OperationKind.Reserve, "r-2", (5, 6), "old", Verdict.Done, version: 3, quantity: 1, available: 8);
        _history.IsGood();
    }

    [Fact]
    public void Check_WhenTheOldOwnerAnswersWhatWasSentBeforeItWasOvertaken_FindsNothing()
    {
        // Both were on their way at once: nobody can say who came first.
        _history.Reserved("r-2", 1).Told(OperationKind.Reserve, "r-2", (3, 9), "old", Verdict.Done, version: 2, quantity: 1, available: 9);
        _history.Reserved("r-1", 1).Told(OperationKind.Reserve, "r-1", (3, 4), "new", Verdict.Done, version: 3, quantity: 1, available: 8);
        _history.IsGood();
    }

    [Fact]
    public void Check_WhenTheOldOwnerRepeatsWhatWasKeptLongAgo_FindsNothing()
    {
        _history.Reserved("r-1", 1).Told(OperationKind.Reserve, "r-1", (3, 4), "old", Verdict.Done, version: 2, quantity: 1, available: 9);
        _history.Reserved("r-2", 1).Told(OperationKind.Reserve, "r-2", (5, 6), "new", Verdict.Done, version: 3, quantity: 1, available: 8);

        // A reading, and an outdated one at that; the promise is about effects.
        _history.Told(OperationKind.Reserve, "r-1", (7, 8), "old", Verdict.Repeat, version: 2, quantity: 1, available: 9);
        _history.IsGood();
    }

    [Fact]
    public void Check_WhenAZombieAcknowledgesAnEffectOfAnOlderVersion_SaysSo()
    {
        _history.Reserved("r-1", 1).Told(OperationKind.Reserve, "r-1", (3, 4), "new", Verdict.Done, version: 2, quantity: 1, available: 9);

        // Its effect was written behind that of the other owner, but decided and told for the version before it.
        _history.Reserved("r-2", 1).Told(OperationKind.Reserve, "r-2", (5, 6), "old", Verdict.Done, version: 2, quantity: 1, available: 9);
        _history.Breaks(AuditCheck.OwnersFenced, AuditCheck.AnswersInOrder, AuditCheck.AcknowledgedIsKept);
    }

    [Fact]
    public void Check_WhenTheJournalHasTheEffectOfAZombieBeforeThatOfItsSuccessor_SaysSo()
    {
        // Asked for after r-1 was acknowledged, and yet before it in the journal: no version in any answer gives it away.
        _history.Reserved("r-2", 1).Told(OperationKind.Reserve, "r-2", (5, 6), "old", Verdict.None, version: null, quantity: 1);
        _history.Reserved("r-1", 1).Told(OperationKind.Reserve, "r-1", (3, 4), "new", Verdict.None, version: null, quantity: 1);
        _history.Breaks(AuditCheck.OwnersFenced);
    }

    [Fact]
    public void Check_WhenOneOwnerAloneTurnsTheOrderAround_LeavesItToOthers()
    {
        _history.Reserved("r-2", 1).Told(OperationKind.Reserve, "r-2", (5, 6), "old", Verdict.None, version: null, quantity: 1);
        _history.Reserved("r-1", 1).Told(OperationKind.Reserve, "r-1", (3, 4), "old", Verdict.None, version: null, quantity: 1);
        _history.IsGood();
    }

    [Fact]
    public void Check_WhenARetryAtTheOtherOwnerIsAnswered_FindsNothing()
    {
        // The first try had the effect and no answer; nobody can tell that from the one that is told of it.
        _history.Reserved("r-1", 1).Told(OperationKind.Reserve, "r-1", (3, 3), "old", Verdict.None, version: null, quantity: 1);
        _history.Reserved("r-2", 1).Told(OperationKind.Reserve, "r-2", (4, 5), "new", Verdict.None, version: null, quantity: 1);
        _history.Told(OperationKind.Reserve, "r-1", (6, 7), "old", Verdict.None, version: null, quantity: 1);
        _history.IsGood();
    }
}
