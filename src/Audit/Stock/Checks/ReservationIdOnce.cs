namespace Omnichannel.Audit.Stock.Checks;

internal sealed class ReservationIdOnce : IStockCheck
{
    public AuditCheck Number => AuditCheck.ReservationIdOnce;

    public string? Before(StockState state, StockFact fact)
    {
        if (fact.Kind != StockFactKind.Reserved || state.Find(fact.ReservationId) is not { } earlier) return null;
        return StockState.IsRemembered(earlier.EndedAt, fact.At)
            ? $"reservation {fact.ReservationId} was made a second time; the first one is {earlier.State}."
            : null;
    }
}
