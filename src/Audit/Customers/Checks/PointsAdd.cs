namespace Omnichannel.Audit.Customers.Checks;

/// <summary>The balance is the sum of the ledger, and what is left in the lots; no more is spent or carried away than there is.</summary>
internal sealed class PointsAdd : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.PointsAdd;

    public string? Before(CustomerState state, CustomerFact fact) => fact switch
    {
        CustomerFact.Earned { Points: < 1 and var points, CommandId: var id } => $"{id} earned {points} points.",
        CustomerFact.Spent { Points: < 1 and var points, CommandId: var id } => $"{id} spent {points} points.",
        CustomerFact.Spent spent when spent.Points > state.Points.Balance => $"{spent.CommandId} spent {spent.Points} of {state.Points.Balance} points.",
        CustomerFact.Returned returned => NotThere(state, returned.Estate.Lots),
        _ => null,
    };

    public string? After(CustomerState state, CustomerFact fact)
    {
        var balance = state.Points.Balance;
        if (balance is < 0 or > Promises.PointsBalanceMax) return $"the balance is {balance}.";
        return balance == state.Points.Sum ? null : $"the lots hold {balance} points, the ledger adds up to {state.Points.Sum}.";
    }

    private static string? NotThere(CustomerState state, LotFact[] lots)
    {
        var odd = Array.Find(lots, lot => state.Points.Find(lot.Id, lot.Owner)?.Points != lot.Points);
        return odd is null ? null : $"{odd.Points} points of lot {odd.Id} were given back, {state.Points.Find(odd.Id, odd.Owner)?.Points ?? 0} were there.";
    }
}
