namespace Omnichannel.Inventory;

/// <summary>The truth tables of transfers: how one begins, and how it goes on (I12).</summary>
public sealed class TransferDeciderTests : ITruthTable
{
    private static readonly TransferStock Order = new(new("SKU-1"), new("source"), new("target"), 5, "rebalance");
    private static readonly string TooLong = new('t', Limits.TextLengthMax + 1);

    // None: it has begun, and its end is not known yet.
    private static readonly Row<Transfer, TransferStatus>[] Begin =
    [
        new("new", () => new(), transfer => Take(transfer, Order), TransferStatus.None),
        new("largest, longest reason", () => new(), transfer => Take(transfer, Order with { Quantity = Limits.QuantityMax, Reason = TooLong[1..] }), TransferStatus.None),
        new("again", Begun, transfer => Take(transfer, Order), TransferStatus.Transferred),
        new("quantity 0", () => new(), transfer => Take(transfer, Order with { Quantity = 0 }), TransferStatus.QuantityOutOfRange),
        new("quantity above the limit", () => new(), transfer => Take(transfer, Order with { Quantity = Limits.QuantityMax + 1 }), TransferStatus.QuantityOutOfRange),
        new("quantity before location", () => new(), transfer => Take(transfer, Order with { Quantity = 0, Target = Order.Source }), TransferStatus.QuantityOutOfRange),
        new("to where it is", () => new(), transfer => Take(transfer, Order with { Target = Order.Source }), TransferStatus.SameLocation),
        new("location before text", () => new(), transfer => Take(transfer, Order with { Target = Order.Source, Reason = TooLong }), TransferStatus.SameLocation),
        new("reason too long", () => new(), transfer => Take(transfer, Order with { Reason = TooLong }), TransferStatus.TextOutOfRange),
        new("text before body", Begun, transfer => Take(transfer, Order with { Reason = TooLong }), TransferStatus.TextOutOfRange),
        new("another SKU", Begun, transfer => Take(transfer, Order with { Sku = new("SKU-2") }), TransferStatus.ExistsWithDifferentBody),
        new("another source", Begun, transfer => Take(transfer, Order with { Source = new("other") }), TransferStatus.ExistsWithDifferentBody),
        new("another target", Begun, transfer => Take(transfer, Order with { Target = new("other") }), TransferStatus.ExistsWithDifferentBody),
        new("another quantity", Begun, transfer => Take(transfer, Order with { Quantity = 6 }), TransferStatus.ExistsWithDifferentBody),
        new("no reason", Begun, transfer => Take(transfer, Order with { Reason = null }), TransferStatus.ExistsWithDifferentBody),
    ];

    private static readonly Row<Transfer, TransferStep>[] GoOn =
    [
        new("out", Begun, transfer => Take(transfer, TransferStep.Started, MoveStatus.Moved), TransferStep.Dispatched),
        new("out, already", Begun, transfer => Take(transfer, TransferStep.Started, MoveStatus.Exists), TransferStep.Dispatched),
        new("source has too little", Begun, transfer => Take(transfer, TransferStep.Started, MoveStatus.InsufficientStock), TransferStep.Refused),
        new("source remembers too much", Begun, transfer => Take(transfer, TransferStep.Started, MoveStatus.TooManyMovements), TransferStep.Started),
        new("in", Dispatched, transfer => Take(transfer, TransferStep.Dispatched, MoveStatus.Moved), TransferStep.Received),
        new("in, already", Dispatched, transfer => Take(transfer, TransferStep.Dispatched, MoveStatus.Exists), TransferStep.Received),
        new("target has no room", Dispatched, transfer => Take(transfer, TransferStep.Dispatched, MoveStatus.OnHandOutOfRange), TransferStep.TurnedBack),
        new("target remembers too much", Dispatched, transfer => Take(transfer, TransferStep.Dispatched, MoveStatus.TooManyMovements), TransferStep.Dispatched),
        new("back", TurnedBack, transfer => Take(transfer, TransferStep.TurnedBack, MoveStatus.Moved), TransferStep.Returned),
        new("source has no room", TurnedBack, transfer => Take(transfer, TransferStep.TurnedBack, MoveStatus.OnHandOutOfRange), TransferStep.TurnedBack),
        new("a late answer to the first step", Dispatched, transfer => Take(transfer, TransferStep.Started, MoveStatus.InsufficientStock), TransferStep.Dispatched),
        new("a late answer to the second step", TurnedBack, transfer => Take(transfer, TransferStep.Dispatched, MoveStatus.OnHandOutOfRange), TransferStep.TurnedBack),
        new("an early answer", Begun, transfer => Take(transfer, TransferStep.Dispatched, MoveStatus.Moved), TransferStep.Started),
    ];

    public static TheoryData<string> BeginRows => [.. Begin.Select(row => row.Name)];

    public static TheoryData<string> GoOnRows => [.. GoOn.Select(row => row.Name)];

    static IEnumerable<Enum> ITruthTable.Outcomes => Begin.Select(row => (Enum)row.Then);

    [Theory]
    [MemberData(nameof(BeginRows))]
    public void Begin_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => Begin.Single(candidate => candidate.Name == row).Check();

    [Theory]
    [MemberData(nameof(GoOnRows))]
    public void GoOn_ForEachRow_TakesTheNextStepOnce(string row) => GoOn.Single(candidate => candidate.Name == row).Check();

    [Fact]
    public void DueAt_WhileUnderWay_IsSetAndThenIsNot()
    {
        Assert.Null(new Transfer().DueAt);
        Assert.Equal(Shelf.Start.AddSeconds(Limits.CoordinatorRetrySeconds), Begun().DueAt);
        Assert.NotNull(TurnedBack().DueAt);
        var ended = Dispatched();
        Take(ended, TransferStep.Dispatched, MoveStatus.Moved);
        Assert.Null(ended.DueAt);
    }

    private static TransferStatus Take(Transfer transfer, TransferStock command)
    {
        var decision = TransferDecider.Decide(transfer, command, Shelf.Start);
        foreach (var @event in decision.Events) transfer.Apply(@event);
        Assert.Equal(decision.Status == TransferStatus.None, decision.Events.Length > 0);
        return decision.Status;
    }

    private static TransferStep Take(Transfer transfer, TransferStep step, MoveStatus status)
    {
        var before = transfer.Step;
        var decision = TransferDecider.Decide(transfer, new TransferStepTaken(step, status, 3), Shelf.Start);
        foreach (var @event in decision.Events) transfer.Apply(@event);
        Assert.Equal(before == transfer.Step, decision.Events.Length == 0);
        Assert.Equal(decision.Status, transfer.Step);
        return transfer.Step;
    }

    private static Transfer Begun()
    {
        var transfer = new Transfer();
        Take(transfer, Order);
        return transfer;
    }

    private static Transfer Dispatched()
    {
        var transfer = Begun();
        Take(transfer, TransferStep.Started, MoveStatus.Moved);
        return transfer;
    }

    private static Transfer TurnedBack()
    {
        var transfer = Dispatched();
        Take(transfer, TransferStep.Dispatched, MoveStatus.OnHandOutOfRange);
        return transfer;
    }
}
