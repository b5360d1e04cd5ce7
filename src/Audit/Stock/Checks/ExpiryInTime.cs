namespace Omnichannel.Audit.Stock.Checks;

/// <summary>A hold ends by itself not before its time, and is worth nothing after it.</summary>
internal sealed class ExpiryInTime : IStockCheck
{
    public AuditCheck Number => AuditCheck.ExpiryInTime;

    public string? Before(StockState state, StockFact fact)
    {
        if (fact.Kind == StockFactKind.Reserved)
        {
            var isInRange = fact.ExpiresAt > fact.At && fact.ExpiresAt - fact.At <= TimeSpan.FromSeconds(Promises.HoldSecondsMax);
            return isInRange ? null : $"reservation {fact.ReservationId} was made at {fact.At:O} and is held until {fact.ExpiresAt:O}.";
        }

        if (!fact.IsOfReservation || state.Find(fact.ReservationId) is not { State: HoldState.Reserved } hold) return null;
        return fact.Kind switch
        {
            StockFactKind.Expired when fact.At < hold.ExpiresAt =>
                $"reservation {hold.Id} expired at {fact.At:O}, it was held until {hold.ExpiresAt:O}.",
            StockFactKind.Confirmed or StockFactKind.Extended or StockFactKind.Released when fact.At >= hold.ExpiresAt =>
                $"reservation {hold.Id} was {fact.Kind} at {fact.At:O}, it had run out at {hold.ExpiresAt:O}.",
            StockFactKind.Extended when fact.ExpiresAt <= hold.ExpiresAt =>
                $"reservation {hold.Id} was extended from {hold.ExpiresAt:O} to {fact.ExpiresAt:O}.",
            _ => null,
        };
    }
}
