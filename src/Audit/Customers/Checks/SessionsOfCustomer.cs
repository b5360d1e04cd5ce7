namespace Omnichannel.Audit.Customers.Checks;

/// <summary>A session is attached once, by this customer or by one who is merged into it, and only an attached one is detached.</summary>
internal sealed class SessionsOfCustomer : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.SessionsOfCustomer;

    public string? Before(CustomerState state, CustomerFact fact) => fact switch
    {
        CustomerFact.SessionAttached { SessionId: var id } when state.Sessions.Contains(id) => $"session {id} was attached a second time.",
        CustomerFact.SessionAttached when state.Sessions.Count >= Promises.LiveSessionsMax => $"it has {state.Sessions.Count} sessions, and took another.",
        CustomerFact.SessionAttached { Through: { } other } attached when state.FindPresent(other) is null =>
            $"session {attached.SessionId} came by {other}, who is not one with it.",
        CustomerFact.SessionDetached { SessionId: var id } when !state.Sessions.Contains(id) => $"session {id} was detached, and was not attached.",
        _ => null,
    };
}
