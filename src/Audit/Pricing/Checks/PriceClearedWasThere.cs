namespace Omnichannel.Audit.Pricing.Checks;

internal sealed class PriceClearedWasThere : ICheck<PriceState, PriceFact>
{
    public AuditCheck Number => AuditCheck.PriceClearedWasThere;

    public string? Before(PriceState state, PriceFact fact) => fact switch
    {
        PriceFact.BaseCleared cleared when !state.HasBase(cleared.Currency) => $"the price in {cleared.Currency} was cleared, and there was none.",
        PriceFact.OverrideCleared cleared when !state.HasOverride(cleared.OverrideId) => $"override {cleared.OverrideId} was cleared, and there was none.",
        _ => null,
    };
}
