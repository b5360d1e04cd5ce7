namespace Omnichannel.Audit.Carts.Checks;

/// <summary>No line holds what stock was not asked for.</summary>
internal sealed class HoldAskedFor : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.HoldAskedFor;

    public string? After(CartState state, CartFact fact)
    {
        // What a merge took comes back with its undoing; the other cart had asked for it.
        if (fact is CartFact.Reopened) return null;
        foreach (var (reservation, units) in state.Moved.Where(static moved => moved.Value > 0))
        {
            var ask = Array.Find(state.Answered?.Asks ?? [], ask => ask.ReservationId == reservation);
            if (ask is null) return $"reservation {reservation} holds {units} for a line, and was never asked for.";
            if (units > ask.Quantity) return $"reservation {reservation} holds {units} for a line, and {ask.Quantity} were asked for.";
        }

        return null;
    }
}
