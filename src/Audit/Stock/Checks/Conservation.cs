namespace Omnichannel.Audit.Stock.Checks;

/// <summary>Nothing appears and nothing vanishes: the quantities that callers gave add up to what is on hand.</summary>
internal sealed class Conservation : IStockCheck
{
    public AuditCheck Number => AuditCheck.Conservation;

    // What a shortfall declares counts only together with its movement.
    public string? After(StockState state, StockFact fact) => state.Announced is null && state.Totals.OnHand != state.OnHand
        ? $"on hand is {state.OnHand}, all that came in and went out adds up to {state.Totals.OnHand}."
        : null;
}
