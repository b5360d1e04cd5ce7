using Omnichannel.Inventory;
using Omnichannel.Journal;

namespace Omnichannel.Pricing;

/// <summary>I40: what prices never are. I41: of several overrides that apply, exactly one wins.</summary>
public sealed class PriceInvariantTests
{
    private static readonly DateTimeOffset At = Shelf.Start;
    private static readonly Currency Euro = new("EUR");
    private static readonly PriceOverrideSet Sale = new(At, Command("s"), new("sale"), Euro, 5, new("web"), null, null, null, "sale");

    private static readonly Dictionary<string, PriceEvent> Broken = new()
    {
        ["an override below 0"] = Sale with { Amount = -1 },
        ["an override above the limit"] = Sale with { Amount = Limits.PriceAmountMax + 1 },
        ["a price cleared that is not there"] = new BasePriceCleared(At, Command("c"), Euro, null),
        ["an override cleared that is not there"] = new PriceOverrideCleared(At, Command("c"), new("sale"), null),
    };

    public static TheoryData<string> Rows => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Apply_WhenAPromiseWouldBeBroken_Stops(string row)
    {
        var broken = Assert.Throws<InvariantBrokenException>(() => new Price().Apply(Broken[row]));
        Assert.StartsWith("I40:", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CompareTo_ForAnyTwoOverrides_LeavesNoTie()
    {
        PriceOverride[] overrides =
        [
            Standing("group in channel", "web", "gold", null, 1),
            Standing("group", null, "gold", null, 2),
            Standing("channel, begun later", "web", null, At, 3),
            Standing("channel, begun earlier, set later", "web", null, At.AddHours(-1), 5),
            Standing("channel, begun earlier", "web", null, At.AddHours(-1), 4),
            Standing("channel, always", "web", null, null, 6),
        ];
        Assert.Equal(overrides, overrides.Reverse().Order());
        foreach (var left in overrides)
        {
            foreach (var right in overrides) Assert.Equal(Array.IndexOf(overrides, left).CompareTo(Array.IndexOf(overrides, right)), Math.Sign(left.CompareTo(right)));
        }
    }

    private static PriceOverride Standing(string id, string? channel, string? group, DateTimeOffset? from, long version) => new(
        new(id.Replace(' ', '-').Replace(",", "")), Euro, 5, channel is null ? null : new Channel(channel), group is null ? null : new PriceGroup(group), from, null, "why", At, version);

    private static RememberedCommand Command(string id) => RememberedCommand.Of(new(id), "test", id);
}
