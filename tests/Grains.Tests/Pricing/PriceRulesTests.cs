using Omnichannel.Inventory;

namespace Omnichannel.Pricing;

/// <summary>The truth tables of prices, in the order in which their rules are asked.</summary>
public sealed class PriceRulesTests : ITruthTable
{
    private static readonly string TooLong = new('t', Limits.TextLengthMax + 1);

    private static readonly Row<PriceList, PriceStatus>[] Base =
    [
        new("a price", () => new(), prices => prices.Set(1_999), PriceStatus.Done),
        new("nothing", () => new(), prices => prices.Set(0), PriceStatus.Done),
        new("the dearest", () => new(), prices => prices.Set(Limits.PriceAmountMax), PriceStatus.Done),
        new("the same price again", () => PriceList.Of(5), prices => prices.Set(5, "other"), PriceStatus.Done),
        new("again", () => PriceList.Of(5), prices => prices.Set(5), PriceStatus.Exists),
        new("again, with another version", () => PriceList.Of(5), prices => prices.Set(5, expectedVersion: 9), PriceStatus.Exists),
        new("an unknown currency", () => new(), prices => prices.Set(5, currency: "ZZZ"), PriceStatus.CurrencyUnknown),
        new("a currency before an amount", () => new(), prices => prices.Set(-1, currency: "ZZZ"), PriceStatus.CurrencyUnknown),
        new("less than nothing", () => new(), prices => prices.Set(-1), PriceStatus.AmountOutOfRange),
        new("too dear", () => new(), prices => prices.Set(Limits.PriceAmountMax + 1), PriceStatus.AmountOutOfRange),
        new("an amount before a text", () => new(), prices => prices.Set(-1, reason: TooLong), PriceStatus.AmountOutOfRange),
        new("a reason too long", () => new(), prices => prices.Set(5, reason: TooLong), PriceStatus.TextOutOfRange),
        new("another amount", () => PriceList.Of(5), prices => prices.Set(6), PriceStatus.ExistsWithDifferentBody),
        new("another reason", () => PriceList.Of(5), prices => prices.Set(5, reason: "why"), PriceStatus.ExistsWithDifferentBody),
        new("another version", () => PriceList.Of(5), prices => prices.Set(6, "other", expectedVersion: 2), PriceStatus.VersionMismatch),
        new("the version that is", () => PriceList.Of(5), prices => prices.Set(6, "other", expectedVersion: 1), PriceStatus.Done),
        new("all ids remembered", Exhausted, prices => prices.Set(6, "one-more"), PriceStatus.TooManyCommands),
        new("all ids remembered for a day", () => Exhausted().After(Limits.RememberedSeconds), prices => prices.Set(6, "one-more"), PriceStatus.Done),
        new("clear", () => PriceList.Of(5), prices => prices.Clear(), PriceStatus.Done),
        new("clear again", Cleared, prices => prices.Clear(), PriceStatus.Exists),
        new("clear what is not there", () => new(), prices => prices.Clear(), PriceStatus.NotFound),
        new("clear another version", () => PriceList.Of(5), prices => prices.Clear(expectedVersion: 7), PriceStatus.VersionMismatch),
        new("a version before what is not there", () => new(), prices => prices.Clear(expectedVersion: 7), PriceStatus.VersionMismatch),
        new("clear for too long a reason", () => PriceList.Of(5), prices => prices.Clear(reason: TooLong), PriceStatus.TextOutOfRange),
    ];

    private static readonly Row<PriceList, PriceStatus>[] Overriding =
    [
        new("for a channel", () => PriceList.Of(5), prices => prices.Override("a", 4), PriceStatus.Done),
        new("for a group", () => PriceList.Of(5), prices => prices.Override("a", 4, null, "gold"), PriceStatus.Done),
        new("without a base price", () => new(), prices => prices.Override("a", 4), PriceStatus.Done),
        new("again", () => Sale(), prices => prices.Override("a", 4), PriceStatus.Exists),
        new("again after its end", () => Sale(until: 60).After(61), prices => prices.Override("a", 4, until: -1), PriceStatus.Exists),
        new("in another currency", () => Sale(), prices => prices.Override("a", 4, currency: "JPY", command: "other"), PriceStatus.Done),
        new("an unknown currency", () => new(), prices => prices.Override("a", 4, currency: "EUx"[..2] + "Q"), PriceStatus.CurrencyUnknown),
        new("less than nothing", () => new(), prices => prices.Override("a", -1), PriceStatus.AmountOutOfRange),
        new("a reason too long", () => new(), prices => prices.Override("a", 4, reason: TooLong), PriceStatus.TextOutOfRange),
        new("no reason", () => new(), prices => prices.Override("a", 4, reason: " "), PriceStatus.ReasonMissing),
        new("a reason before an audience", () => new(), prices => prices.Override("a", 4, null, reason: ""), PriceStatus.ReasonMissing),
        new("for everybody", () => new(), prices => prices.Override("a", 4, null), PriceStatus.AudienceMissing),
        new("an audience before a validity", () => new(), prices => prices.Override("a", 4, null, from: 2, until: 1), PriceStatus.AudienceMissing),
        new("to end before it begins", () => new(), prices => prices.Override("a", 4, from: 2, until: 1), PriceStatus.ValidityOutOfRange),
        new("to end when it begins", () => new(), prices => prices.Override("a", 4, from: 2, until: 2), PriceStatus.ValidityOutOfRange),
        new("that has ended", () => new(), prices => prices.Override("a", 4, until: 0), PriceStatus.ValidityOutOfRange),
        new("body before end", () => Sale(), prices => prices.Override("a", 4, "app", until: 0), PriceStatus.ExistsWithDifferentBody),
        new("another version", () => Sale(), prices => prices.Override("b", 4, expectedVersion: 7), PriceStatus.VersionMismatch),
        new("one too many", Full, prices => prices.Override("one-more", 4), PriceStatus.TooManyOverrides),
        new("one that is there", Full, prices => prices.Override("o-1", 3), PriceStatus.Done),
        new("one in the place of one that has ended", () => Full().After(100), prices => prices.Override("one-more", 4), PriceStatus.Done),
        new("clear", () => Sale(), prices => prices.ClearOverride("a"), PriceStatus.Done),
        new("clear again", () => Over(), prices => prices.ClearOverride("a"), PriceStatus.Exists),
        new("clear another", () => Over(), prices => prices.ClearOverride("b"), PriceStatus.ExistsWithDifferentBody),
        new("clear what is not there", () => Sale(), prices => prices.ClearOverride("b"), PriceStatus.NotFound),
        new("clear for too long a reason", () => Sale(), prices => prices.ClearOverride("a", reason: TooLong), PriceStatus.TextOutOfRange),
    ];

    public static TheoryData<string> BaseRows => [.. Base.Select(static row => row.Name)];

    public static TheoryData<string> OverrideRows => [.. Overriding.Select(static row => row.Name)];

    static IEnumerable<Enum> ITruthTable.Outcomes => Base.Concat(Overriding).Select(static row => (Enum)row.Then);

    [Theory]
    [MemberData(nameof(BaseRows))]
    public void SetBase_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => Base.Single(candidate => candidate.Name == row).Check();

    [Theory]
    [MemberData(nameof(OverrideRows))]
    public void SetOverride_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => Overriding.Single(candidate => candidate.Name == row).Check();

    private static PriceList Cleared()
    {
        var prices = PriceList.Of(5);
        prices.Clear();
        return prices;
    }

    private static PriceList Exhausted()
    {
        var prices = PriceList.Of(5);
        for (var command = 1; command < Limits.PriceCommandsMax; command++) prices.Set(5, $"c-{command}");
        return prices;
    }

    private static PriceList Sale(double? until = null)
    {
        var prices = PriceList.Of(5);
        prices.Override("a", 4, until: until);
        return prices;
    }

    private static PriceList Over()
    {
        var prices = Sale();
        prices.ClearOverride("a");
        return prices;
    }

    private static PriceList Full()
    {
        var prices = new PriceList();
        for (var each = 1; each <= Limits.PriceOverridesMax; each++) prices.Override($"o-{each}", 4, until: each == 1 ? 100 : null);
        return prices;
    }
}
