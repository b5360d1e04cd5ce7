namespace Omnichannel.Audit.Carts;

/// <summary>The rules of merges, as the auditor knows them: what must become of the lines of two carts.</summary>
public sealed class MergeRulesTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Sum", 2, 3, "Combined", 5, "None")]
    [InlineData("Sum", 999, 3, "Capped", 1_000, "LineLimit")]
    [InlineData("KeepNewest", 2, 3, "Combined", 3, "None")]
    [InlineData("KeepNewest", 9, 3, "Combined", 3, "None")]
    [InlineData("KeepCustomer", 2, 3, "Kept", 2, "Strategy")]
    [InlineData("Sum", 2, 0, "Kept", 2, "None")]
    [InlineData("Sum", 0, 3, "Added", 3, "None")]
    [InlineData("KeepNewest", 0, 3, "Added", 3, "None")]
    [InlineData("KeepCustomer", 0, 3, "Dropped", 0, "Strategy")]
    public void Expected_ForOneLine_IsWhatTheStrategySays(string strategy, long target, long source, string outcome, long quantity, string reason)
    {
        CartLine[] ours = target == 0 ? [] : [Line("a", "MUG", target)];
        CartLine[] theirs = source == 0 ? [] : [Line("b", "MUG", source, changedAfter: 1)];

        var (_, fate) = Assert.Single(MergeRules.Expected(strategy, ours, theirs));

        Assert.Equal((outcome, quantity, reason), (fate.Outcome, fate.Quantity, fate.Reason));
    }

    [Fact]
    public void Expected_WhenTheOtherLineIsOlder_KeepsOurs()
    {
        var (_, fate) = Assert.Single(MergeRules.Expected("KeepNewest", [Line("a", "MUG", 2, changedAfter: 1)], [Line("b", "MUG", 3)]));

        Assert.Equal(("Combined", 2L), (fate.Outcome, fate.Quantity));
    }

    [Fact]
    public void Expected_WhenTheCartIsFull_CapsAndDropsInOrder()
    {
        var ours = Enumerable.Range(0, 4).Select(number => Line($"a-{number}", $"S-{number}", 1_000)).Append(Line("a-4", "S-4", 900));

        var expected = MergeRules.Expected("Sum", ours, [Line("b-4", "S-4", 60), Line("b-5", "S-5", 50), Line("b-6", "S-6", 1)]).Select(static one => one.Fate);

        Assert.Equal([("Combined", 960L, "None"), ("Capped", 40L, "UnitsLimit"), ("Dropped", 0L, "UnitsLimit")], expected.Skip(4).Select(static fate => (fate.Outcome, fate.Quantity, fate.Reason)));
    }

    [Fact]
    public void Expected_WhenThereIsNoRoomForALine_DropsIt()
    {
        var ours = Enumerable.Range(0, Promises.CartLinesMax).Select(number => Line($"a-{number}", $"S-{number}", 1));

        var (_, fate) = MergeRules.Expected("Sum", ours, [Line("b", "NEW", 1)])[^1];

        Assert.Equal(("Dropped", "LinesLimit"), (fate.Outcome, fate.Reason));
    }

    [Fact]
    public void Expected_WhenGoodsAreShippedAnotherWay_AreTwoLines() =>
        Assert.Equal(["Kept", "Added"], MergeRules.Expected("Sum", [Line("a", "MUG", 1)], [Line("b", "MUG", 1) with { Kind = "PickUp" }]).Select(static one => one.Fate.Outcome));

    private static CartLine Line(string id, string sku, long quantity, int changedAfter = 0) =>
        new(id, sku, "Ship", "shop", quantity, 250, _start.AddSeconds(changedAfter), []);
}
