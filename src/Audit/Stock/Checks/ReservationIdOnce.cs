namespace Omnichannel.Audit.Stock.Checks;

/// <summary>A reservation is made once; one that a coordinator was refused never is.</summary>
internal sealed class ReservationIdOnce : IStockCheck
{
    public AuditCheck Number => AuditCheck.ReservationIdOnce;

    public string? Before(StockState state, StockFact fact)
    {
        if (fact.Kind is not (StockFactKind.Reserved or StockFactKind.ReservationRefused)) return null;
        if (state.IsRefused(fact.ReservationId, fact.At)) return $"reservation {fact.ReservationId} was {fact.Kind} although it had been refused for good.";
        if (state.Find(fact.ReservationId) is not { } earlier || !StockState.IsRemembered(earlier.EndedAt, fact.At)) return null;
        return fact.Kind == StockFactKind.Reserved
            ? $"reservation {fact.ReservationId} was made a second time; the first one is {earlier.State}."
            : $"reservation {fact.ReservationId} was refused for good although it had been made; it is {earlier.State}.";
    }
}
