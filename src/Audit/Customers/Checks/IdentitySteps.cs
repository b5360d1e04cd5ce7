namespace Omnichannel.Audit.Customers.Checks;

/// <summary>An identity of a customer takes its steps in order, each once.</summary>
internal sealed class IdentitySteps : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.IdentitySteps;

    public string? Before(CustomerState state, CustomerFact fact)
    {
        var (identity, from) = fact switch
        {
            CustomerFact.ClaimBegun begun => (begun.IdentityId, ClaimStep.None),
            CustomerFact.ClaimDone done => (done.IdentityId, ClaimStep.Claiming),
            CustomerFact.ClaimRefused refused => (refused.IdentityId, ClaimStep.Claiming),
            CustomerFact.Proven proven => (proven.IdentityId, ClaimStep.Owned),
            CustomerFact.ReleaseBegun begun => (begun.IdentityId, ClaimStep.Owned),
            CustomerFact.ReleaseDone done => (done.IdentityId, ClaimStep.Releasing),
            CustomerFact.Absorbed absorbed => (Array.Find(absorbed.Identities, own => state.StepOf(own.Id) != ClaimStep.None)?.Id, ClaimStep.None),
            CustomerFact.Returned returned => (Array.Find(returned.Estate.Identities, own => state.StepOf(own.Id) != ClaimStep.Owned)?.Id, ClaimStep.Owned),
            _ => (null, ClaimStep.None),
        };
        return identity is null || state.StepOf(identity) == from ? null : $"{fact.GetType().Name} of identity {identity} comes when it is {state.StepOf(identity)}.";
    }

    public string? After(CustomerState state, CustomerFact fact) =>
        state.Identities.Count > Promises.IdentitiesMax ? $"it has {state.Identities.Count} identities." : null;
}
