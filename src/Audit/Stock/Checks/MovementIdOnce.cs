namespace Omnichannel.Audit.Stock.Checks;

/// <summary>A movement takes place once; a step of a coordinator that was refused for good never does.</summary>
internal sealed class MovementIdOnce : IStockCheck
{
    public AuditCheck Number => AuditCheck.MovementIdOnce;

    public string? Before(StockState state, StockFact fact) =>
        (fact.IsMovement || fact.Kind == StockFactKind.StepRefused) && state.Remembers(fact.MovementId, fact.At)
            ? $"movement {fact.MovementId} was {fact.Kind} although its id had been used."
            : null;
}
