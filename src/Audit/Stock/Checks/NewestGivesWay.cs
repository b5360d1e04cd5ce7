namespace Omnichannel.Audit.Stock.Checks;

/// <summary>When goods that were promised are gone, unconfirmed holds give way before confirmed ones, the newest first, and no more of them than
/// needed.</summary>
internal sealed class NewestGivesWay : IStockCheck
{
    public AuditCheck Number => AuditCheck.NewestGivesWay;

    public string? Before(StockState state, StockFact fact)
    {
        if (fact.Kind == StockFactKind.Displaced)
        {
            var newest = state.NewestUnconfirmed();
            return newest is not null && newest.Id != fact.ReservationId
                ? $"reservation {fact.ReservationId} gave way before the newer {newest.Id}."
                : null;
        }

        if (!fact.IsMovement) return null;
        var onHand = state.OnHand + fact.OnHandDelta;
        if (fact.OnHandDelta < 0 && state.Reserved > onHand && state.Unconfirmed > 0)
            return $"movement {fact.MovementId} left {onHand} for {state.Reserved} reserved; {state.Unconfirmed} unconfirmed did not give way.";
        return state.Announced is { ReservedBeforeLastDisplacement: > 0 and var before } && before <= onHand
            ? $"a hold gave way to movement {fact.MovementId} although {before} reserved units had {onHand} on hand."
            : null;
    }
}
