namespace Omnichannel.Audit.Customers.Checks;

/// <summary>Only an open issue is resolved.</summary>
internal sealed class IssueResolvedOnce : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.IssueResolvedOnce;

    public string? Before(CustomerState state, CustomerFact fact) => fact is CustomerFact.Resolved { Customer: null, CommandId: var id } && !state.HasIssue(id)
        ? $"issue {id} was resolved, and was not open."
        : null;
}
