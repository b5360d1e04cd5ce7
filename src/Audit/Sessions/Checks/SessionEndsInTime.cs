namespace Omnichannel.Audit.Sessions.Checks;

/// <summary>A session runs out not before nobody has been seen for as long as was agreed.</summary>
internal sealed class SessionEndsInTime : ICheck<SessionState, SessionFact>
{
    public AuditCheck Number => AuditCheck.SessionEndsInTime;

    public string? Before(SessionState state, SessionFact fact)
    {
        if (fact is SessionFact.Started { IdleFor: var idle } && idle <= TimeSpan.Zero) return $"it was begun for {idle}.";
        if (fact is not SessionFact.Ended { End: "Expired" }) return null;
        var end = state.SeenAt + state.IdleFor + TimeSpan.FromSeconds(Promises.SessionSeenSeconds);
        return fact.At >= end ? null : $"it ran out at {fact.At:O}, it was good until {end:O}.";
    }
}
