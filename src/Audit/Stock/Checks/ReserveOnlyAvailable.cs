namespace Omnichannel.Audit.Stock.Checks;

internal sealed class ReserveOnlyAvailable : IStockCheck
{
    public AuditCheck Number => AuditCheck.ReserveOnlyAvailable;

    public string? Before(StockState state, StockFact fact)
    {
        if (fact.Kind is not (StockFactKind.Reserved or StockFactKind.TransferredOut)) return null;
        if (fact.Quantity is < 1 or > Promises.QuantityMax) return $"{fact.Quantity} is not a quantity that can be taken.";
        return fact.Quantity > state.Free
            ? $"{fact.Quantity} taken of {state.Free} available ({state.OnHand} on hand, {state.Reserved} reserved, {state.SafetyStock} safety)."
            : null;
    }
}
