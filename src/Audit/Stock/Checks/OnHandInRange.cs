namespace Omnichannel.Audit.Stock.Checks;

internal sealed class OnHandInRange : IStockCheck
{
    public AuditCheck Number => AuditCheck.OnHandInRange;

    public string? After(StockState state, StockFact fact) => state.OnHand is < 0 or > Promises.OnHandMax ? $"on hand is {state.OnHand}." : null;
}
