using Omnichannel.Journal;

namespace Omnichannel.Pricing;

internal sealed class PriceSamples() : JournalSamples<Price, PriceEvent>(PriceCodec.Instance)
{
    private static readonly Currency Euro = new("EUR");

    private static readonly PriceOverrideSet Sale = new(
        At, Command("sale-1"), new("sale"), Euro, 1_999, new("web"), new("gold"), At.AddHours(-1), At.AddHours(1), "spring sale");

    public override string Kind => PriceGrain.Kind;

    public override IEnumerable<MachineEvent> Events =>
    [
        new BasePriceSet(At, Command("set-1"), Euro, 2_499, "opening"),
        new BasePriceSet(At, Command("set-1"), Euro, 0, null),
        new BasePriceCleared(At, Command("clear-1"), Euro, "not sold any more"),
        new BasePriceCleared(At, Command("clear-1"), Euro, null),
        Sale,
        Sale with { Channel = null, From = null, Until = null },
        Sale with { Group = null },
        new PriceOverrideCleared(At, Command("clear-2"), new("sale"), "sold out"),
        new PriceOverrideCleared(At, Command("clear-2"), new("sale"), null),
    ];

    protected override Price State
    {
        get
        {
            var price = new Price();
            price.Apply(new BasePriceSet(At, Command("set-1"), Euro, 2_499, "opening"));
            price.Apply(new BasePriceSet(At, Command("set-2"), new("JPY"), 400, null));
            price.Apply(Sale with { At = At.AddSeconds(1) });
            return price;
        }
    }

    private static RememberedCommand Command(string id) => RememberedCommand.Of(new(id), "golden", id);
}
