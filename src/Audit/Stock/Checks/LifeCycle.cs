namespace Omnichannel.Audit.Stock.Checks;

/// <summary>reserved, confirmed, fulfilled; released while open; expired or displaced only while nobody had confirmed. Nothing after the
/// end.</summary>
internal sealed class LifeCycle : IStockCheck
{
    public AuditCheck Number => AuditCheck.LifeCycle;

    public string? Before(StockState state, StockFact fact)
    {
        if (!fact.IsOfReservation) return null;
        if (state.Find(fact.ReservationId) is not { } hold) return $"reservation {fact.ReservationId} was {fact.Kind}, but never made.";
        var isAllowed = fact.Kind switch
        {
            StockFactKind.Fulfilled => hold.State == HoldState.Confirmed,
            StockFactKind.Released or StockFactKind.Kept => hold.IsOpen,
            _ => hold.State == HoldState.Reserved,
        };
        return isAllowed ? null : $"reservation {hold.Id} was {fact.Kind} when it was {hold.State}.";
    }
}
