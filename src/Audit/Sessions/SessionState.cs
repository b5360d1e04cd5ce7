namespace Omnichannel.Audit.Sessions;

/// <summary>The auditor's own fold of one session.</summary>
internal sealed class SessionState
{
    public bool IsStarted { get; private set; }

    public string Channel { get; private set; } = "";

    public TimeSpan IdleFor { get; private set; }

    public bool IsResuming { get; private set; }

    /// <summary>Who is signing in.</summary>
    public string? SigningIn { get; private set; }

    public string? Customer { get; private set; }

    public DateTimeOffset SeenAt { get; private set; }

    public bool HasEnded { get; private set; }

    public string? Successor { get; private set; }

    /// <summary>Something has ended, and not everybody knows it.</summary>
    public bool IsUnsettled { get; private set; }

    /// <summary>Something is written of its device that was not forgotten.</summary>
    public bool HasDevice { get; private set; }

    public bool IsPending => IsUnsettled || IsResuming || SigningIn is not null;

    public void Apply(SessionFact fact)
    {
        switch (fact)
        {
            case SessionFact.Started started:
                (IsStarted, Channel, IdleFor, IsResuming) = (true, string.Intern(started.Channel), started.IdleFor, started.Resumes is not null);
                HasDevice = started.DeviceId is not null;
                break;
            case SessionFact.TakenOver taken: (IsResuming, Customer) = (false, taken.Customer); break;
            case SessionFact.SignInBegun begun: SigningIn = begun.Customer; break;
            case SessionFact.SignInRefused: (SigningIn, IsUnsettled) = (null, true); break;
            case SessionFact.SignedIn: (Customer, SigningIn) = (SigningIn, null); break;
            case SessionFact.SignedOut: (Customer, IsUnsettled) = (null, true); break;
            case SessionFact.Ended ended: (HasEnded, Successor, IsUnsettled, IsResuming, SigningIn) = (true, ended.Successor, true, false, null); break;
            case SessionFact.Settled: IsUnsettled = false; break;
            case SessionFact.DeviceForgotten: HasDevice = false; break;
        }

        if (fact is not (SessionFact.Ended or SessionFact.Settled or SessionFact.SignInRefused or SessionFact.DeviceForgotten)) SeenAt = fact.At;
    }
}
