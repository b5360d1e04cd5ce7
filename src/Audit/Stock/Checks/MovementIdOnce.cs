namespace Omnichannel.Audit.Stock.Checks;

internal sealed class MovementIdOnce : IStockCheck
{
    public AuditCheck Number => AuditCheck.MovementIdOnce;

    public string? Before(StockState state, StockFact fact) =>
        fact.IsMovement && state.Remembers(fact.MovementId, fact.At) ? $"movement {fact.MovementId} took place a second time." : null;
}
