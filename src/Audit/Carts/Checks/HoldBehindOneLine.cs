namespace Omnichannel.Audit.Carts.Checks;

/// <summary>No reservation is behind two lines, or behind a line and on its way back as a whole.</summary>
internal sealed class HoldBehindOneLine : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.HoldBehindOneLine;

    public string? After(CartState state, CartFact fact)
    {
        if (!state.Moved.Values.Any(static units => units > 0)) return null;
        var seen = state.Releases.Where(static release => release.Quantity is null).Select(static release => release.ReservationId).ToHashSet(StringComparer.Ordinal);
        var twice = state.Lines.SelectMany(static line => line.Holds).FirstOrDefault(hold => !seen.Add(hold.Id));
        return twice is null ? null : $"reservation {twice.Id} is in the cart twice.";
    }
}
