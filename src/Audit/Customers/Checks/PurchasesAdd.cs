namespace Omnichannel.Audit.Customers.Checks;

/// <summary>Sums of purchases are never negative, and within their limits.</summary>
internal sealed class PurchasesAdd : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.PurchasesAdd;

    public string? Before(CustomerState state, CustomerFact fact) => fact is CustomerFact.Purchased purchased && (purchased.Total.Amount < 0 || purchased.Units < 0)
        ? $"purchase {purchased.CommandId} is of {purchased.Units} units for {purchased.Total.Amount}."
        : null;

    public string? After(CustomerState state, CustomerFact fact) => fact is CustomerFact.Purchased purchased
        && state.Spent.GetValueOrDefault(purchased.Total.Currency) > Promises.PurchaseSumMax
            ? $"purchases in {purchased.Total.Currency} come to {state.Spent[purchased.Total.Currency]}."
            : null;
}
