namespace Omnichannel.Audit.Pricing.Checks;

/// <summary>A price is whole minor units within its limits; another price for some has an audience, a reason and a span of time that is still to come.</summary>
internal sealed class PriceInRange : ICheck<PriceState, PriceFact>
{
    public AuditCheck Number => AuditCheck.PriceInRange;

    public string? Before(PriceState state, PriceFact fact) => fact switch
    {
        PriceFact.BaseSet { Amount: < 0 or > Promises.PriceAmountMax } set => $"the price was set to {set.Amount}.",
        PriceFact.OverrideSet { Amount: < 0 or > Promises.PriceAmountMax } set => $"override {set.OverrideId} was set to {set.Amount}.",
        PriceFact.OverrideSet { Channel: null, Group: null, OverrideId: var id } => $"override {id} is for everybody.",
        PriceFact.OverrideSet set when string.IsNullOrWhiteSpace(set.Reason) => $"override {set.OverrideId} has no reason.",
        PriceFact.OverrideSet set when set.Until <= set.At || set.Until <= set.From => $"override {set.OverrideId} holds from {set.From:O} until {set.Until:O}.",
        _ => null,
    };

    public string? After(PriceState state, PriceFact fact) =>
        state.StandingCount > Promises.PriceOverridesMax ? $"{state.StandingCount} overrides stand beside each other." : null;
}
