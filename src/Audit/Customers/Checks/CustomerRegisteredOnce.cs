namespace Omnichannel.Audit.Customers.Checks;

/// <summary>A customer is registered once, before anything else happens to it.</summary>
internal sealed class CustomerRegisteredOnce : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.CustomerRegisteredOnce;

    public string? Before(CustomerState state, CustomerFact fact) => (state.Id, fact) switch
    {
        (null, not CustomerFact.Registered) => $"{fact.GetType().Name} comes before the customer was registered.",
        (not null, CustomerFact.Registered) => "it was registered a second time.",
        _ => null,
    };
}
