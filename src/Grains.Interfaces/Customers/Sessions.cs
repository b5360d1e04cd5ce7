using Omnichannel.Carts;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Customers;

/// <summary>Begins a visit. The same body again is a repeat.</summary>
/// <param name="IdleFor">How long it lives without a sign of life, <see cref="Limits.SessionIdleSecondsMin"/> to <see cref="Limits.SessionIdleSecondsMax"/> seconds.</param>
/// <param name="Resumes">A live session that this one goes on with, elsewhere: that one ends, and this one has its customer, cart and step.</param>
[GenerateSerializer, Immutable, Alias("start-session")]
public sealed record StartSession(
    [property: Id(0)] Channel Channel,
    [property: Id(1)] TimeSpan IdleFor,
    [property: Id(2)] DeviceId? DeviceId = null,
    [property: Id(3)] SessionId? Resumes = null);

/// <summary>A sign of life.</summary>
/// <param name="Step">Where the visitor is on the way, for instance <c>checkout</c>: an identifier. Null for no change.</param>
/// <param name="CartId">The cart of an anonymous visitor. Null for no change.</param>
[GenerateSerializer, Immutable, Alias("touch-session")]
public sealed record TouchSession([property: Id(0)] string? Step = null, [property: Id(1)] CartId? CartId = null);

/// <summary>The visitor is this customer. A cart of the visit becomes the customer's, merged into the one that is open already.</summary>
/// <param name="Id">Names this sign-in, and the merge of carts it may bring.</param>
/// <param name="CartActor">Who owns the cart of the visit: the device's token. Needed when there is one.</param>
[GenerateSerializer, Immutable, Alias("sign-in-session")]
public sealed record SignInSession(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] CustomerId Customer,
    [property: Id(2)] CartMergeStrategy Strategy,
    [property: Id(3)] CartActor? CartActor = null);

/// <summary>The visit goes on without a name, and without the cart: the next one at this device does not inherit it.</summary>
[GenerateSerializer, Immutable, Alias("sign-out-session")]
public sealed record SignOutSession;

/// <summary>How a session ended. The numbers are frozen.</summary>
[GenerateSerializer, Alias("session-end")]
public enum SessionEnd
{
    None = 0,
    Ended = 1,
    Expired = 2,
    Revoked = 3,
    /// <summary>It goes on as another session.</summary>
    Resumed = 4,
    /// <summary>The session it was to go on with had ended.</summary>
    ResumeRefused = 5,
}

[GenerateSerializer, Immutable, Alias("end-session")]
public sealed record EndSession([property: Id(0)] SessionEnd End);

/// <summary>For the session that goes on with this one.</summary>
[GenerateSerializer, Immutable, Alias("continue-session")]
public sealed record ContinueSession([property: Id(0)] SessionId Successor);

/// <summary>The outcome of what is asked of a session. Ordered by precedence. Never renumber.</summary>
[GenerateSerializer, Alias("session-status")]
public enum SessionStatus
{
    None = 0,
    Done = 1,
    AlreadyDone = 2,
    IdleOutOfRange = 3,
    StepOutOfRange = 4,
    StrategyOutOfRange = 5,
    SameSession = 6,
    NotFound = 7,
    ExistsWithDifferentBody = 8,
    /// <summary>Ended, expired, revoked or gone on elsewhere.</summary>
    Closed = 9,
    /// <summary>A sign-in or a resumption has begun and has not ended. Ask again.</summary>
    UnderWay = 10,
    /// <summary>The session to go on with is not there or has ended.</summary>
    ResumeRefused = 11,
    SignedInAsAnother = 12,
    /// <summary>The cart of a signed-in visitor is the customer's: it is not set by the visit.</summary>
    CartIsCustomers = 13,
    CustomerNotFound = 14,
    CustomerErased = 15,
    TooManySessions = 16,
    /// <summary>The session remembers as many sign-ins as it may. They are forgotten after a day.</summary>
    TooManyCommands = 17,
}

/// <param name="LastSeenAt">Up to <see cref="Limits.SessionSeenSeconds"/> older than the last sign of life.</param>
/// <param name="Version">How many events this entity has had.</param>
[GenerateSerializer, Immutable, Alias("session-view")]
public sealed record SessionView(
    [property: Id(0)] SessionId Id,
    [property: Id(1)] long Version,
    [property: Id(2)] Channel Channel,
    [property: Id(3)] DeviceId? DeviceId,
    [property: Id(4)] CustomerId? Customer,
    [property: Id(5)] CartId? CartId,
    [property: Id(6)] string? Step,
    [property: Id(7)] DateTimeOffset StartedAt,
    [property: Id(8)] DateTimeOffset LastSeenAt,
    [property: Id(9)] DateTimeOffset? ExpiresAt,
    [property: Id(10)] SessionEnd End,
    [property: Id(11)] SessionId? Successor);

/// <param name="CartStatus">What the carts said at sign-in, when they were asked.</param>
/// <param name="CartMerge">The name that a merge of carts at this sign-in has, if there was one: the customer's cart has its report.</param>
[GenerateSerializer, Immutable, Alias("session-reply")]
public sealed record SessionReply(
    [property: Id(0)] SessionStatus Status,
    [property: Id(1)] SessionView? Session,
    [property: Id(2)] CartStatus CartStatus = CartStatus.None,
    [property: Id(3)] CartMergeId? CartMerge = null);

/// <summary>How many sessions of a channel are live.</summary>
/// <param name="IsFull">The count has reached its limit: there may be more.</param>
[GenerateSerializer, Immutable, Alias("presence-view")]
public sealed record PresenceView([property: Id(0)] Channel Channel, [property: Id(1)] int Sessions, [property: Id(2)] bool IsFull, [property: Id(3)] long Version);
