namespace Omnichannel.Audit.Stock.Checks;

internal sealed class ExpectedVersionHeld : IStockCheck
{
    public AuditCheck Number => AuditCheck.ExpectedVersionHeld;

    public string? Before(StockState state, StockFact fact)
    {
        if (fact.ExpectedVersion is not { } expected || !fact.IsMovement) return null;
        var decidedOn = state.Version - (state.Announced?.EventsCount ?? 0);
        return expected == decidedOn ? null : $"movement {fact.MovementId} wanted version {expected} and was made on version {decidedOn}.";
    }
}
