namespace Omnichannel.Audit.Identities.Checks;

/// <summary>An identity has one owner, and only its owner proves it or hands it on.</summary>
internal sealed class IdentityOneOwner : ICheck<IdentityState, IdentityFact>
{
    public AuditCheck Number => AuditCheck.IdentityOneOwner;

    public string? Before(IdentityState state, IdentityFact fact) => fact switch
    {
        IdentityFact.Claimed claimed when state.Owner is { } owner => $"{claimed.Customer} claimed it while it was {owner}'s.",
        IdentityFact.Verified verified when state.Owner != verified.Customer => $"{verified.Customer} proved it, and it was {state.Owner ?? "nobody"}'s.",
        IdentityFact.Moved moved when state.Owner != moved.Source => $"it went from {moved.Source} to {moved.Target}, and was {state.Owner ?? "nobody"}'s.",
        IdentityFact.Refused refused when state.Owner is null || state.Owner == refused.Customer => $"{refused.Customer} was refused what was {state.Owner ?? "nobody"}'s.",
        _ => null,
    };
}
