namespace Omnichannel.Audit.Identities.Checks;

/// <summary>What a customer has given up, or was refused, does not come about by a late request.</summary>
internal sealed class IdentityInSequence : ICheck<IdentityState, IdentityFact>
{
    public AuditCheck Number => AuditCheck.IdentityInSequence;

    public string? Before(IdentityState state, IdentityFact fact)
    {
        var (customer, sequence) = fact switch
        {
            IdentityFact.Claimed claimed => (claimed.Customer, claimed.Sequence),
            IdentityFact.Moved moved => (moved.Target, moved.Sequence),
            _ => ("", long.MaxValue),
        };
        return sequence > state.ClosedFor(customer) ? null : $"request {sequence} of {customer} came about, those up to {state.ClosedFor(customer)} were closed.";
    }
}
