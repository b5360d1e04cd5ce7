namespace Omnichannel.Audit.Customers.Checks;

internal sealed class CustomerCommandOnce : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.CommandIdOnce;

    public string? Before(CustomerState state, CustomerFact fact) =>
        fact.Effect is { } command && state.Commands.Has(command, fact.At) ? $"command {command} had its effect a second time." : null;
}
