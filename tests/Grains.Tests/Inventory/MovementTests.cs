namespace Omnichannel.Inventory;

/// <summary>The truth table of movements, in the order of <see cref="MoveStatus"/>.</summary>
public sealed class MovementTests : ITruthTable
{
    private static readonly string TooLong = new('t', Limits.TextLengthMax + 1);

    private static readonly Row<Shelf, MoveStatus>[] Table =
    [
        new("receive", Ten, shelf => shelf.Move(MovementType.Receive, 1, "m"), MoveStatus.Moved),
        new("receive without a reason", Ten, shelf => shelf.Move(MovementType.Receive, 1, "m", null), MoveStatus.Moved),
        new("receive the most", Ten, shelf => shelf.Move(MovementType.Receive, Limits.QuantityMax, "m"), MoveStatus.Moved),
        new("adjust up", Ten, shelf => shelf.Move(MovementType.Adjust, 1, "m"), MoveStatus.Moved),
        new("adjust down to nothing", Ten, shelf => shelf.Move(MovementType.Adjust, -10, "m"), MoveStatus.Moved),
        new("count the same", Ten, shelf => shelf.Move(MovementType.Count, 10, "m"), MoveStatus.Moved),
        new("count nothing", Ten, shelf => shelf.Move(MovementType.Count, 0, "m"), MoveStatus.Moved),
        new("count the most", Ten, shelf => shelf.Move(MovementType.Count, Limits.QuantityMax, "m"), MoveStatus.Moved),
        new("sell more than the book has", Ten, shelf => shelf.Move(MovementType.Sell, Limits.QuantityMax, "m"), MoveStatus.Moved),
        new("sell where nothing ever was", () => Shelf.Holding(0), shelf => shelf.Move(MovementType.Sell, 1, "m"), MoveStatus.Moved),
        new("transfer all that is available out", () => Shelf.Holding(10, 3), shelf => shelf.Move(MovementType.TransferOut, 7, "m"), MoveStatus.Moved),
        new("transfer in", Ten, shelf => shelf.Move(MovementType.TransferIn, 1, "m"), MoveStatus.Moved),
        new("at the version that was seen", Ten, shelf => shelf.Move(MovementType.Count, 4, "m", expectedVersion: 1), MoveStatus.Moved),
        new("longest texts", Ten, shelf => shelf.Move(MovementType.Receive, 1, "m", TooLong[1..], TooLong[1..]), MoveStatus.Moved),
        new("up to the most on hand", AlmostFull, shelf => shelf.Move(MovementType.Receive, 1, "m"), MoveStatus.Moved),

        new("again", Moved, shelf => shelf.Move(MovementType.TransferOut, 6, "m", "why", "ref", 1, "web"), MoveStatus.Exists),
        new("again, restored", () => Moved().Restored(), shelf => shelf.Move(MovementType.TransferOut, 6, "m", "why", "ref", 1, "web"), MoveStatus.Exists),
        new("again, stock ran out", () => Emptied(Moved()), shelf => shelf.Move(MovementType.TransferOut, 6, "m", "why", "ref", 1, "web"), MoveStatus.Exists),

        new("no type", Ten, shelf => shelf.Move(MovementType.None, 1, "m"), MoveStatus.TypeOutOfRange),
        new("unknown type", Ten, shelf => shelf.Move((MovementType)7, 1, "m"), MoveStatus.TypeOutOfRange),
        new("type before quantity", Ten, shelf => shelf.Move(MovementType.None, 0, "m"), MoveStatus.TypeOutOfRange),
        new("receive 0", Ten, shelf => shelf.Move(MovementType.Receive, 0, "m"), MoveStatus.QuantityOutOfRange),
        new("receive above the limit", Ten, shelf => shelf.Move(MovementType.Receive, Limits.QuantityMax + 1, "m"), MoveStatus.QuantityOutOfRange),
        new("sell less than nothing", Ten, shelf => shelf.Move(MovementType.Sell, -1, "m"), MoveStatus.QuantityOutOfRange),
        new("adjust by 0", Ten, shelf => shelf.Move(MovementType.Adjust, 0, "m"), MoveStatus.QuantityOutOfRange),
        new("adjust down below the limit", Ten, shelf => shelf.Move(MovementType.Adjust, -Limits.QuantityMax - 1, "m"), MoveStatus.QuantityOutOfRange),
        new("count negative", Ten, shelf => shelf.Move(MovementType.Count, -1, "m"), MoveStatus.QuantityOutOfRange),
        new("count above the limit", Ten, shelf => shelf.Move(MovementType.Count, Limits.QuantityMax + 1, "m"), MoveStatus.QuantityOutOfRange),
        new("quantity before text", Ten, shelf => shelf.Move(MovementType.Receive, 0, "m", TooLong), MoveStatus.QuantityOutOfRange),
        new("reason too long", Ten, shelf => shelf.Move(MovementType.Receive, 1, "m", TooLong), MoveStatus.TextOutOfRange),
        new("reference too long", Ten, shelf => shelf.Move(MovementType.Receive, 1, "m", "why", TooLong), MoveStatus.TextOutOfRange),
        new("text before missing reason", Ten, shelf => shelf.Move(MovementType.Adjust, 1, "m", null, TooLong), MoveStatus.TextOutOfRange),
        new("adjust without a reason", Ten, shelf => shelf.Move(MovementType.Adjust, 1, "m", null), MoveStatus.ReasonMissing),
        new("adjust for a blank reason", Ten, shelf => shelf.Move(MovementType.Adjust, 1, "m", " "), MoveStatus.ReasonMissing),
        new("missing reason before id", Moved, shelf => shelf.Move(MovementType.Adjust, 1, "m", null), MoveStatus.ReasonMissing),

        new("same id, another type", Moved, shelf => shelf.Move(MovementType.Sell, 6, "m", "why", "ref", 1, "web"), MoveStatus.ExistsWithDifferentBody),
        new("same id, another quantity", Moved, shelf => shelf.Move(MovementType.TransferOut, 5, "m", "why", "ref", 1, "web"), MoveStatus.ExistsWithDifferentBody),
        new("same id, another reason", Moved, shelf => shelf.Move(MovementType.TransferOut, 6, "m", "because", "ref", 1, "web"), MoveStatus.ExistsWithDifferentBody),
        new("same id, another reference", Moved, shelf => shelf.Move(MovementType.TransferOut, 6, "m", "why", null, 1, "web"), MoveStatus.ExistsWithDifferentBody),
        new("same id, another version", Moved, shelf => shelf.Move(MovementType.TransferOut, 6, "m", "why", "ref", 2, "web"), MoveStatus.ExistsWithDifferentBody),
        new("same id, another channel", Moved, shelf => shelf.Move(MovementType.TransferOut, 6, "m", "why", "ref", 1), MoveStatus.ExistsWithDifferentBody),
        new("different body before version", Moved, shelf => shelf.Move(MovementType.TransferOut, 6, "m", "why", "ref", 9, "web"), MoveStatus.ExistsWithDifferentBody),
        new("another version than seen", Ten, shelf => shelf.Move(MovementType.Count, 4, "m", expectedVersion: 0), MoveStatus.VersionMismatch),
        new("an expiry came between", () => Held().After(900), shelf => shelf.Move(MovementType.Count, 4, "m", expectedVersion: 2), MoveStatus.VersionMismatch),
        new("version before insufficient", Ten, shelf => shelf.Move(MovementType.TransferOut, 11, "m", expectedVersion: 9), MoveStatus.VersionMismatch),
        new("version before too many", () => FullStock.OfRememberedIds(), shelf => shelf.Move(MovementType.Receive, 1, "m", expectedVersion: 9), MoveStatus.VersionMismatch),
        new("too many before out of range", () => FullStock.OfRememberedIds(), shelf => shelf.Move(MovementType.Receive, 1, "m"), MoveStatus.TooManyMovements),

        new("transfer one more than available out", () => Shelf.Holding(10, 3), shelf => shelf.Move(MovementType.TransferOut, 8, "m"), MoveStatus.InsufficientStock),
        new("transfer held units out", Held, shelf => shelf.Move(MovementType.TransferOut, 6, "m"), MoveStatus.InsufficientStock),
        new("insufficient before out of range", Ten, shelf => shelf.Move(MovementType.TransferOut, 11, "m"), MoveStatus.InsufficientStock),
        new("adjust below nothing", Ten, shelf => shelf.Move(MovementType.Adjust, -11, "m"), MoveStatus.OnHandOutOfRange),
        new("receive above the most on hand", AlmostFull, shelf => shelf.Move(MovementType.Receive, 2, "m"), MoveStatus.OnHandOutOfRange),
        new("transfer in above the most on hand", AlmostFull, shelf => shelf.Move(MovementType.TransferIn, 2, "m"), MoveStatus.OnHandOutOfRange),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => row.Name)];

    static IEnumerable<Enum> ITruthTable.Outcomes => Table.Select(row => (Enum)row.Then);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Move_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => Table.Single(candidate => candidate.Name == row).Check();

    [Theory]
    [InlineData(MovementType.Receive, 4, 14)]
    [InlineData(MovementType.Adjust, 4, 14)]
    [InlineData(MovementType.Adjust, -4, 6)]
    [InlineData(MovementType.Count, 4, 4)]
    [InlineData(MovementType.Sell, 4, 6)]
    [InlineData(MovementType.Sell, 14, 0)]
    [InlineData(MovementType.TransferOut, 4, 6)]
    [InlineData(MovementType.TransferIn, 4, 14)]
    public void Move_WhenAccepted_ChangesOnHandByItsDelta(MovementType type, long quantity, long onHand)
    {
        var shelf = Ten();
        shelf.Move(type, quantity, "m");

        Assert.Equal(onHand, shelf.Stock.OnHand);
        var moved = Assert.IsAssignableFrom<StockMovement>(shelf.Told[^1]);
        Assert.Equal((quantity, onHand - 10), (moved.Quantity, moved.OnHandDelta));
    }

    [Fact]
    public void Move_WhenSentAgain_IsToldTheStockOfItsFirstAnswer()
    {
        var shelf = Moved();
        Emptied(shelf);
        var moved = shelf.Stock.Find(new Ids.CommandId("m"))!;
        Assert.Equal((4L, 0L, 0L, 2L), (moved.OnHand, moved.Reserved, moved.SafetyStock, moved.Version));
    }

    private static Shelf Ten() => Shelf.Holding(10);

    // 6 of 10 units went out as "m".
    private static Shelf Moved()
    {
        var shelf = Ten();
        Assert.Equal(MoveStatus.Moved, shelf.Move(MovementType.TransferOut, 6, "m", "why", "ref", 1, "web"));
        return shelf;
    }

    private static Shelf Emptied(Shelf shelf)
    {
        shelf.Move(MovementType.Count, 0, "empty");
        return shelf;
    }

    private static Shelf Held()
    {
        var shelf = Ten();
        shelf.Reserve("a", 5);
        return shelf;
    }

    private static Shelf AlmostFull() => new(Stock.Restore(FullStock.Empty with { OnHand = Limits.OnHandMax - 1 }));
}
