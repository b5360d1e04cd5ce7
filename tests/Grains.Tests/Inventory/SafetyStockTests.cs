namespace Omnichannel.Inventory;

public sealed class SafetyStockTests : ITruthTable
{
    private static readonly Row<Shelf, SafetyStockStatus>[] Table =
    [
        new("more", () => Shelf.Holding(10), shelf => Set(shelf, 3), SafetyStockStatus.Set),
        new("more than on hand", () => Shelf.Holding(10), shelf => Set(shelf, Limits.QuantityMax), SafetyStockStatus.Set),
        new("none", () => Shelf.Holding(10, 3), shelf => Set(shelf, 0), SafetyStockStatus.Set),
        new("the same", () => Shelf.Holding(10, 3), shelf => Set(shelf, 3), SafetyStockStatus.AlreadySet),
        new("none where none was", () => Shelf.Holding(10), shelf => Set(shelf, 0), SafetyStockStatus.AlreadySet),
        new("negative", () => Shelf.Holding(10), shelf => Set(shelf, -1), SafetyStockStatus.QuantityOutOfRange),
        new("above the limit", () => Shelf.Holding(10), shelf => Set(shelf, Limits.QuantityMax + 1), SafetyStockStatus.QuantityOutOfRange),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => row.Name)];

    static IEnumerable<Enum> ITruthTable.Outcomes => Table.Select(row => (Enum)row.Then);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Set_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => Table.Single(candidate => candidate.Name == row).Check();

    [Fact]
    public void Set_WhenMoreThanIsLeft_MakesNothingAvailableAndKeepsWhatIsHeld()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 6);
        Set(shelf, 5);
        Assert.Equal((6, 0), (shelf.Stock.Reserved, shelf.Stock.Available));
    }

    private static SafetyStockStatus Set(Shelf shelf, long quantity) => shelf.Run(new SetSafetyStock(quantity), StockDecider.Decide);
}
