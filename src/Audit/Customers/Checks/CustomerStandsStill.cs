namespace Omnichannel.Audit.Customers.Checks;

/// <summary>Nothing of its own happens to a customer who is being merged, was merged, or is being erased.</summary>
internal sealed class CustomerStandsStill : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.CustomerStandsStill;

    public string? Before(CustomerState state, CustomerFact fact)
    {
        if (state.IsErased) return IsOfMerge(fact) ? null : $"{fact.GetType().Name} comes after the erasure.";
        if (state.IsErasing) return fact is CustomerFact.Erased || IsOfMerge(fact) ? null : $"{fact.GetType().Name} comes while the customer is being erased.";
        if (fact is CustomerFact.Erased) return "it was erased, and the erasure had not begun.";
        if (state.Lock is not { } held || IsOfMerge(fact)) return null;
        if (fact is CustomerFact.ErasureBegun && held.IsMerged) return null;
        return $"{fact.GetType().Name} comes while merge {held.MergeId} has the customer.";
    }

    private static bool IsOfMerge(CustomerFact fact) => fact is CustomerFact.MergeClosed or CustomerFact.Merged or CustomerFact.Reopened or CustomerFact.Settled
        or CustomerFact.ReturnRefused;
}
