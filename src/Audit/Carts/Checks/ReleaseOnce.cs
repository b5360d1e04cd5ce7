namespace Omnichannel.Audit.Carts.Checks;

/// <summary>Only what is to be given back is given back, and once.</summary>
internal sealed class ReleaseOnce : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.ReleaseOnce;

    public string? Before(CartState state, CartFact fact) =>
        fact is CartFact.Released { Release: var release } && !state.Releases.Contains(release)
            ? $"reservation {release.ReservationId} was given back, and was not to be."
            : null;
}
