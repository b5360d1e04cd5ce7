using System.Text.Json.Serialization;
using Omnichannel.Carts;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>What can happen to a session. The tags are frozen; new members must be optional. Nothing personal is in here but ids, and that of the device is sealed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(SessionStarted), "session-started")]
[JsonDerivedType(typeof(SessionTakenOver), "session-taken-over")]
[JsonDerivedType(typeof(SessionSeen), "session-seen")]
[JsonDerivedType(typeof(SignInBegun), "sign-in-begun")]
[JsonDerivedType(typeof(SignInRefused), "sign-in-refused")]
[JsonDerivedType(typeof(SignedIn), "signed-in")]
[JsonDerivedType(typeof(SignedOut), "signed-out")]
[JsonDerivedType(typeof(SessionEnded), "session-ended")]
[JsonDerivedType(typeof(SessionSettled), "session-settled")]
[JsonDerivedType(typeof(SignInRepeated), "sign-in-repeated")]
[JsonDerivedType(typeof(SessionDeviceForgotten), "session-device-forgotten")]
public abstract record SessionEvent(DateTimeOffset At) : MachineEvent(At);

public sealed record SessionStarted(
    DateTimeOffset At,
    Channel Channel,
    TimeSpan IdleFor,
    [property: JsonConverter(typeof(OnceClearTextConverter))] PersonalText? DeviceId = null,
    SessionId? Resumes = null) : SessionEvent(At);

/// <summary>Goes on with what the session before it had.</summary>
public sealed record SessionTakenOver(DateTimeOffset At, CustomerId? Customer = null, CartId? CartId = null, string? Step = null) : SessionEvent(At);

public sealed record SessionSeen(DateTimeOffset At, string? Step = null, CartId? CartId = null) : SessionEvent(At);

/// <summary>From here on the sign-in is driven to an answer, whoever dies.</summary>
/// <param name="CartToken">The hash of the token that owns the cart of the visit.</param>
/// <param name="Asked">The id that was sent, when it had been merged into the customer's before.</param>
public sealed record SignInBegun(
    DateTimeOffset At, CommandId CommandId, CustomerId Customer, CartMergeStrategy Strategy, CartTokenHash? CartToken = null, CustomerId? Asked = null) : SessionEvent(At);

/// <summary>Who is signed in was signed in again under another id. It is remembered: sent once more after a sign-out it must not sign anybody in.</summary>
public sealed record SignInRepeated(DateTimeOffset At, CommandId CommandId, CustomerId Customer, CartMergeStrategy Strategy) : SessionEvent(At);

public sealed record SignInRefused(DateTimeOffset At, SessionStatus Status) : SessionEvent(At);

/// <param name="CartStatus">What the carts said; None when they were not asked.</param>
public sealed record SignedIn(DateTimeOffset At, CartStatus CartStatus, CartId? CartId = null) : SessionEvent(At);

public sealed record SignedOut(DateTimeOffset At) : SessionEvent(At);

public sealed record SessionEnded(DateTimeOffset At, SessionEnd End, SessionId? Successor = null) : SessionEvent(At);

/// <summary>The customer who had left, and the count of the channel, know it.</summary>
public sealed record SessionSettled(DateTimeOffset At) : SessionEvent(At);

/// <summary>Somebody who was signed in here is erased: the key that the id of the device was sealed with is gone.</summary>
public sealed record SessionDeviceForgotten(DateTimeOffset At) : SessionEvent(At);
