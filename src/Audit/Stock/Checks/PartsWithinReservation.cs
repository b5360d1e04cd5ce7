namespace Omnichannel.Audit.Stock.Checks;

internal sealed class PartsWithinReservation : IStockCheck
{
    public AuditCheck Number => AuditCheck.PartsWithinReservation;

    public string? Before(StockState state, StockFact fact)
    {
        if (fact.Kind is not (StockFactKind.Fulfilled or StockFactKind.Released or StockFactKind.Displaced or StockFactKind.Expired)) return null;
        if (state.Find(fact.ReservationId) is not { IsOpen: true } hold) return null;
        if (fact.Quantity < 1 || fact.Quantity > hold.Open)
            return $"{fact.Quantity} of reservation {hold.Id} were {fact.Kind}, {hold.Open} of {hold.Quantity} were open.";
        return fact.Kind is StockFactKind.Displaced or StockFactKind.Expired && fact.Quantity != hold.Open
            ? $"reservation {hold.Id} was {fact.Kind} with {fact.Quantity}, it had {hold.Open} open."
            : null;
    }
}
