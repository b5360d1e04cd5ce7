namespace Omnichannel.Audit.Carts.Checks;

/// <summary>What a line no longer holds is given back, unless it has ended by itself; and nothing else is given back.</summary>
internal sealed class HoldGivenBack : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.HoldGivenBack;

    public string? Before(CartState state, CartFact fact)
    {
        if (fact is not CartFact.Lapsed lapsed) return null;
        var hold = Array.Find(state.Find(lapsed.LineId)?.Holds ?? [], hold => hold.Id == lapsed.ReservationId);
        return hold?.ExpiresAt <= lapsed.At ? null : $"reservation {lapsed.ReservationId} is let go, and ends at {hold?.ExpiresAt:O} only.";
    }

    public string? After(CartState state, CartFact fact)
    {
        foreach (var (reservation, units) in state.Moved.Where(static moved => moved.Value < 0))
        {
            var given = Array.Find(fact.Given, release => release.ReservationId == reservation);
            if (given is null && !HasEnded(state, fact, reservation)) return $"{-units} units of reservation {reservation} left the cart and are not given back.";
            if (given is { Quantity: { } part } && part != -units) return $"{-units} units of reservation {reservation} left the cart, {part} are given back.";
            if (given is { Quantity: null } && IsHeld(state, reservation)) return $"reservation {reservation} is given back as a whole and held on.";
        }

        var odd = Array.Find(fact.Given, release => !(state.Moved.GetValueOrDefault(release.ReservationId) < 0) && !IsAskedFor(state, fact, release.ReservationId));
        return odd is null ? null : $"reservation {odd.ReservationId} is given back, and no line held it.";
    }

    // It had run out, was found gone when it was to be extended, or is behind a line of the cart that took this one over.
    private static bool HasEnded(CartState state, CartFact fact, string reservation) => fact switch
    {
        CartFact.Lapsed lapsed => lapsed.ReservationId == reservation,
        CartFact.Held or CartFact.CheckoutFrozen or CartFact.CheckoutRefused => Array.Exists(state.Answered?.Asks ?? [], ask => ask.Existing == reservation),
        CartFact.Closed => true,
        _ => false,
    };

    // Held for a checkout that was refused.
    private static bool IsAskedFor(CartState state, CartFact fact, string reservation) =>
        fact is CartFact.CheckoutRefused && Array.Exists(state.Answered?.Asks ?? [], ask => ask.ReservationId == reservation);

    private static bool IsHeld(CartState state, string reservation) =>
        state.Lines.Any(line => Array.Exists(line.Holds, hold => hold.Id == reservation));
}
