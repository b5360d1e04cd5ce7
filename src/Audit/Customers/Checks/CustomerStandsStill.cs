namespace Omnichannel.Audit.Customers.Checks;

/// <summary>Nothing of its own happens to a customer who is being merged, was merged, or is being erased.</summary>
internal sealed class CustomerStandsStill : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.CustomerStandsStill;

    public string? Before(CustomerState state, CustomerFact fact)
    {
        if (state.IsErased) return IsOfMerge(fact) ? null : $"{fact.GetType().Name} comes after the erasure.";
        if (state.IsErasing) return fact is CustomerFact.Erased || IsOfMerge(fact) || IsAnswerOfIdentity(fact) ? null : $"{fact.GetType().Name} comes while the customer is being erased.";
        if (fact is CustomerFact.Erased) return "it was erased, and the erasure had not begun.";
        if (state.Lock is not { } held || IsOfMerge(fact)) return null;
        if (fact is CustomerFact.ErasureBegun or CustomerFact.CartKept && held.IsMerged) return null;
        return $"{fact.GetType().Name} comes while merge {held.MergeId} has the customer.";
    }

    // What was asked of an identity before may be answered until the erasure has ended.
    private static bool IsAnswerOfIdentity(CustomerFact fact) => fact is CustomerFact.ClaimDone or CustomerFact.ClaimRefused or CustomerFact.ReleaseDone;

    private static bool IsOfMerge(CustomerFact fact) => fact is CustomerFact.MergeClosed or CustomerFact.Merged or CustomerFact.Reopened or CustomerFact.Settled
        or CustomerFact.ReturnRefused;
}
