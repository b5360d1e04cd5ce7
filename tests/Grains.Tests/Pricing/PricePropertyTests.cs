using FsCheck;
using FsCheck.Fluent;
using Omnichannel.Inventory;

namespace Omnichannel.Pricing;

/// <summary>I41 and the fold of prices, for overrides that nobody thought of.</summary>
public sealed class PricePropertyTests
{
    private static readonly string?[] Audiences = [null, "a", "b"];

    private sealed record Change(int Id, int Amount, int Channel, int Group, int? From, int? Until, int Wait);

    private static Arbitrary<Change[]> Changes
    {
        get
        {
            var time = Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(-100, 100).Select(static seconds => (int?)seconds));
            var change =
                from id in Gen.Choose(0, 5)
                from amount in Gen.Choose(0, 9)
                from channel in Gen.Choose(0, 2)
                from @group in Gen.Choose(0, 2)
                from begin in time
                from end in time
                from wait in Gen.Choose(0, 30)
                select new Change(id, amount, channel, @group, begin, end, wait);
            return Arb.From(change.ArrayOf());
        }
    }

    [Fact]
    public void Quote_AfterAnyChanges_IsTheOneThatAPlainSearchFinds() => PropertyChecks.Run(Changes, static changes =>
    {
        var prices = Apply(changes);
        foreach (var channel in Audiences)
        {
            foreach (var group in Audiences)
            {
                var now = prices.Now;
                var plain = prices.Price.View(new("mug"), now).Overrides
                    .Where(each => (each.From ?? DateTimeOffset.MinValue) <= now && !(each.Until <= now))
                    .Where(each => (each.Channel is null || each.Channel?.Value == channel) && (each.Group is null || each.Group?.Value == group))
                    .OrderByDescending(static each => each.Group is not null)
                    .ThenByDescending(static each => each.Channel is not null)
                    .ThenByDescending(static each => each.From ?? DateTimeOffset.MinValue)
                    .ThenByDescending(each => prices.Price.FindOverride(each.Id)!.SetAtVersion)
                    .FirstOrDefault();
                var quote = prices.Quote(channel, group)!;
                Assert.Equal((plain?.Amount ?? 10, plain?.Id), (quote.Amount, quote.OverrideId));
            }
        }
    });

    [Fact]
    public void Snapshot_AfterAnyChanges_GoesOnAsIfNothingHadHappened() => PropertyChecks.Run(Changes, static changes =>
    {
        var prices = Apply(changes);
        var bytes = PriceCodec.Instance.EncodeSnapshot(prices.Price);
        var restored = PriceCodec.Instance.DecodeSnapshot(bytes);
        Assert.Equal(bytes, PriceCodec.Instance.EncodeSnapshot(restored));
        var query = new QuotePrice(PriceList.Euro, new Channel("a"), new PriceGroup("b"));
        Assert.Equal(prices.Price.Quote(query, prices.Now), restored.Quote(query, prices.Now));
    });

    [Fact]
    public void Differences_AfterAnyChanges_ExplainEveryPriceThatIsNotTheBasePrice() => PropertyChecks.Run(Changes, static changes =>
    {
        var prices = Apply(changes);
        var active = prices.Differences().Where(static each => each.State == PriceDifferenceState.Active).Select(static each => each.Override.Id).ToHashSet();
        foreach (var channel in Audiences)
        {
            foreach (var group in Audiences)
            {
                var quote = prices.Quote(channel, group)!;
                Assert.True(quote.Amount == 10 || active.Contains(quote.OverrideId!.Value), $"{channel} {group} pays {quote.Amount} and nobody says why");
            }
        }
    });

    private static PriceList Apply(Change[] changes)
    {
        var prices = PriceList.Of(10);
        var count = 0;
        foreach (var change in changes)
        {
            prices.After(change.Wait);
            var (channel, group) = (Audiences[change.Channel], Audiences[change.Group]);
            prices.Override($"o-{change.Id}", change.Amount, channel, group, change.From, change.Until, command: $"c-{++count}");
        }

        return prices;
    }
}
