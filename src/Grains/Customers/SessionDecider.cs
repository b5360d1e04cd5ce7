using Omnichannel.Carts;
using Omnichannel.Ids;
using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>What the session to go on with answered.</summary>
/// <param name="Event">What that leads to.</param>
public sealed record ResumeAnswered(Func<DateTimeOffset, SessionEvent> Event);

/// <summary>A sign-in, and the customer who answers for the id that it names.</summary>
public sealed record SignInOf(SignInSession Command, CustomerId Customer);

/// <summary>How a sign-in went.</summary>
public sealed record SignInAnswered(CommandId Id, SessionStatus Status, CartStatus CartStatus, CartId? CartId);

/// <summary>Everybody who had to know knows.</summary>
/// <param name="Version">Of the session, when they were told.</param>
public sealed record SessionTold(long Version);

/// <summary>The key of the session is gone, and with it the id of its device.</summary>
public sealed record DeviceKeyDestroyed;

/// <summary>The rules of sessions. Pure.</summary>
public static class SessionDecider
{
    public static Decision<SessionStatus, SessionEvent> Decide(Session session, StartSession command, DateTimeOffset now)
    {
        if (command.IdleFor.TotalSeconds is < Limits.SessionIdleSecondsMin or > Limits.SessionIdleSecondsMax) return Reject(SessionStatus.IdleOutOfRange);
        if (session.IsStarted)
        {
            var isSame = (session.Channel, session.IdleFor, session.Resumes) == (command.Channel, command.IdleFor, command.Resumes) && session.IsOn(command.DeviceId);
            return Reject(isSame ? SessionStatus.AlreadyDone : SessionStatus.ExistsWithDifferentBody);
        }

        return new(SessionStatus.Done, [new SessionStarted(now, command.Channel, command.IdleFor, DeviceText.Of(command.DeviceId), command.Resumes)]);
    }

    public static Decision<SessionStatus, SessionEvent> Decide(Session session, TouchSession command, DateTimeOffset now)
    {
        if (command.Step is not null && !Identifier.IsValid(command.Step)) return Reject(SessionStatus.StepOutOfRange);
        var status = CheckLive(session);
        if (status != SessionStatus.None) return Reject(status);
        var isOtherCart = command.CartId is not null && command.CartId != session.CartId;
        if (isOtherCart && session.Customer is not null) return Reject(SessionStatus.CartIsCustomers);

        var isChange = isOtherCart || (command.Step is not null && command.Step != session.Step);
        var isLong = now >= session.LastSeenAt.AddSeconds(Limits.SessionSeenSeconds);
        return isChange || isLong ? new(SessionStatus.Done, [new SessionSeen(now, command.Step, command.CartId)]) : Reject(SessionStatus.AlreadyDone);
    }

    public static Decision<SessionStatus, SessionEvent> Decide(Session session, SignInOf signIn, DateTimeOffset now)
    {
        var command = signIn.Command;
        if (command.Strategy == CartMergeStrategy.None || !Enum.IsDefined(command.Strategy)) return Reject(SessionStatus.StrategyOutOfRange);
        if (!session.IsStarted) return Reject(SessionStatus.NotFound);
        if (IsRepeat(session, command) is { } isSame) return Reject(isSame ? SessionStatus.AlreadyDone : SessionStatus.ExistsWithDifferentBody);
        if (!session.IsLive) return Reject(SessionStatus.Closed);
        if (session.IsPending || session.IsUnsettled) return Reject(SessionStatus.UnderWay);
        if (session.Customer is { } customer && customer != signIn.Customer) return Reject(SessionStatus.SignedInAsAnother);
        if (session.IsFull(now)) return Reject(SessionStatus.TooManyCommands);
        if (session.Customer is not null) return new(SessionStatus.AlreadyDone, [new SignInRepeated(now, command.Id, command.Customer, command.Strategy)]);

        // After this point the sign-in has begun, and will be driven to an answer.
        var asked = command.Customer == signIn.Customer ? (CustomerId?)null : command.Customer;
        return new(SessionStatus.Done, [new SignInBegun(now, command.Id, signIn.Customer, command.Strategy, command.CartActor?.Token, asked)]);
    }

    /// <summary>I11: null for a sign-in that is new here, or was refused and left no trace; else whether it says the same again.</summary>
    public static bool? IsRepeat(Session session, SignInSession command)
    {
        var body = PendingSignIn.BodyOf(command.Id, command.Customer, command.Strategy).Body;
        if (session.FindSignIn(command.Id) is { } earlier) return earlier.Command.Body == body;
        if (session.SignIn is { } pending && pending.Id == command.Id) return pending.Body().Body == body;

        // One that an earlier version kept without its strategy.
        return session.LastSignIn is { Status: SessionStatus.Done } last && last.Id == command.Id ? last.Customer == command.Customer : null;
    }

    public static Decision<SessionStatus, SessionEvent> Decide(Session session, SignInAnswered answered, DateTimeOffset now)
    {
        if (session.SignIn?.Id != answered.Id) return Reject(SessionStatus.AlreadyDone);
        return answered.Status == SessionStatus.Done
            ? new(SessionStatus.Done, [new SignedIn(now, answered.CartStatus, answered.CartId)])
            : new(answered.Status, [new SignInRefused(now, answered.Status)]);
    }

    public static Decision<SessionStatus, SessionEvent> Decide(Session session, SignOutSession command, DateTimeOffset now)
    {
        var status = CheckLive(session);
        if (status != SessionStatus.None) return Reject(status);
        return session.Customer is null ? Reject(SessionStatus.AlreadyDone) : new(SessionStatus.Done, [new SignedOut(now)]);
    }

    public static Decision<SessionStatus, SessionEvent> Decide(Session session, EndSession command, DateTimeOffset now)
    {
        if (!session.IsStarted) return Reject(SessionStatus.NotFound);
        return session.IsLive ? new(SessionStatus.Done, [new SessionEnded(now, command.End)]) : Reject(SessionStatus.AlreadyDone);
    }

    public static Decision<SessionStatus, SessionEvent> Decide(Session session, ContinueSession command, DateTimeOffset now)
    {
        if (session.Successor is { } successor) return Reject(successor == command.Successor ? SessionStatus.AlreadyDone : SessionStatus.Closed);
        var status = CheckLive(session);
        return status != SessionStatus.None ? Reject(status) : new(SessionStatus.Done, [new SessionEnded(now, SessionEnd.Resumed, command.Successor)]);
    }

    public static Decision<SessionStatus, SessionEvent> Decide(Session session, ResumeAnswered answered, DateTimeOffset now) =>
        session.IsLive && session.IsResuming ? new(SessionStatus.Done, [answered.Event(now)]) : Reject(SessionStatus.AlreadyDone);

    // What has happened since somebody was told may have to be told as well.
    public static Decision<SessionStatus, SessionEvent> Decide(Session session, SessionTold told, DateTimeOffset now) =>
        session.IsUnsettled && session.Version == told.Version ? new(SessionStatus.Done, [new SessionSettled(now)]) : Reject(SessionStatus.AlreadyDone);

    public static Decision<SessionStatus, SessionEvent> Decide(Session session, DeviceKeyDestroyed destroyed, DateTimeOffset now) =>
        session.HasDevice ? new(SessionStatus.Done, [new SessionDeviceForgotten(now)]) : Reject(SessionStatus.AlreadyDone);

    public static SessionEvent[] DecideExpired(Session session, DateTimeOffset now) => session.ExpiresAt <= now ? [new SessionEnded(now, SessionEnd.Expired)] : [];

    private static SessionStatus CheckLive(Session session) =>
        !session.IsStarted ? SessionStatus.NotFound
        : !session.IsLive ? SessionStatus.Closed
        : session.IsPending ? SessionStatus.UnderWay
        : SessionStatus.None;

    private static Decision<SessionStatus, SessionEvent> Reject(SessionStatus status) => Decision<SessionStatus, SessionEvent>.Nothing(status);
}
