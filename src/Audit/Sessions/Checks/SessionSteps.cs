namespace Omnichannel.Audit.Sessions.Checks;

/// <summary>A session begins once, is signed in on by one at a time, ends once, and after its end only others are told.</summary>
internal sealed class SessionSteps : ICheck<SessionState, SessionFact>
{
    public AuditCheck Number => AuditCheck.SessionSteps;

    public string? Before(SessionState state, SessionFact fact)
    {
        if (fact is SessionFact.Started) return state.IsStarted ? "it began a second time." : null;
        if (!state.IsStarted) return $"{fact.GetType().Name} comes before the session began.";
        if (fact is SessionFact.Settled) return state.IsUnsettled ? null : "it was settled, and nothing was open.";
        if (fact is SessionFact.DeviceForgotten) return state.HasDevice ? null : "it forgot a device that it did not have.";
        if (state.HasEnded) return $"{fact.GetType().Name} comes after the end.";
        return fact switch
        {
            SessionFact.TakenOver when !state.IsResuming => "it took over what it had not asked for.",
            SessionFact.SignInBegun begun when state.Customer is { } customer => $"{begun.Customer} signs in while {customer} is signed in.",
            SessionFact.SignInBegun begun when state.SigningIn is { } other => $"{begun.Customer} signs in while {other} does.",
            SessionFact.SignedIn or SessionFact.SignInRefused when state.SigningIn is null => "a sign-in was answered that nobody had begun.",
            SessionFact.SignedOut when state.Customer is null => "nobody signed out.",
            SessionFact.Ended ended when (ended.End == "Resumed") != (ended.Successor is not null) => $"it ended as {ended.End}, and goes on in {ended.Successor ?? "none"}.",
            _ => null,
        };
    }
}
