namespace Omnichannel.Audit.Stock.Checks;

/// <summary>The promise that stock is never oversold: what is reserved is there, or was declared missing.</summary>
internal sealed class ReservedCovered : IStockCheck
{
    public AuditCheck Number => AuditCheck.ReservedCovered;

    public string? After(StockState state, StockFact fact)
    {
        if (state.Reserved < 0) return $"reserved is {state.Reserved}.";
        if (state.SafetyStock < 0) return $"safety stock is {state.SafetyStock}.";
        return state.Reserved > state.OnHand + state.Shortfall
            ? $"{state.Reserved} are reserved, {state.OnHand} are on hand and {state.Shortfall} are declared missing."
            : null;
    }
}
