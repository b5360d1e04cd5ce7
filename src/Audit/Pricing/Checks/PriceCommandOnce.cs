namespace Omnichannel.Audit.Pricing.Checks;

internal sealed class PriceCommandOnce : ICheck<PriceState, PriceFact>
{
    public AuditCheck Number => AuditCheck.CommandIdOnce;

    public string? Before(PriceState state, PriceFact fact) =>
        state.Commands.Has(fact.Command.Id, fact.At) ? $"command {fact.Command.Id} had its effect a second time." : null;
}
