using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>The one owner of a session; its key is a <see cref="SessionId"/>.</summary>
/// <remarks>Durability, repeating and errors as for <see cref="Inventory.IStockGrain"/>. A sign of life is written at most once in
/// <see cref="Limits.SessionSeenSeconds"/>; a session never ends earlier than it said for that, but up to that much later.</remarks>
[Alias("session-grain")]
public interface ISessionGrain : IGrainWithStringKey, IWakeable
{
    [Alias("start")]
    Task<SessionReply> Start(StartSession command);

    [Alias("touch")]
    Task<SessionReply> Touch(TouchSession command);

    [Alias("sign-in")]
    Task<SessionReply> SignIn(SignInSession command);

    [Alias("sign-out")]
    Task<SessionReply> SignOut(SignOutSession command);

    [Alias("end")]
    Task<SessionReply> End(EndSession command);

    /// <summary>For the session that goes on with this one; nobody else calls it.</summary>
    [Alias("continue")]
    Task<SessionReply> Continue(ContinueSession command);

    /// <summary>For a customer who is erased, and was signed in here: which device it is on can never be read again. Repeating is harmless.</summary>
    [Alias("forget-device")]
    Task ForgetDevice();

    [Alias("find")]
    Task<SessionReply> Find();

    /// <summary>The events after a version, as they were before anything was sealed, oldest first, at most <paramref name="limit"/> (1 to <see cref="Limits.EventsPageMax"/>).</summary>
    [Alias("events")]
    Task<EventPage> Events(long afterVersion, int limit);
}

/// <summary>Counts the live sessions of one channel; its key is the channel.</summary>
/// <remarks>Eventually exact: a session that starts or ends is counted in the same call; when the process dies in between, the count is off by that
/// session until its next written sign of life or, at the latest, until it is due to be asked whether it still lives.</remarks>
[Alias("presence-grain")]
public interface IPresenceGrain : IGrainWithStringKey, IWakeable
{
    [Alias("presence")]
    Task<PresenceView> Presence();

    /// <summary>For sessions; nobody else calls it.</summary>
    [Alias("enter")]
    Task Enter(SessionId id, DateTimeOffset askAt);

    /// <summary>For sessions; nobody else calls it.</summary>
    [Alias("leave")]
    Task Leave(SessionId id);
}
