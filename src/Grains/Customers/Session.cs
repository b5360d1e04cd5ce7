using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Carts;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>One visit on one channel and device.</summary>
public sealed class Session : Machine<SessionEvent>
{
    private SessionSnapshot _facts = new(0, default, default, default, default, default, SessionEnd.None, IsResuming: false, IsUnsettled: false);

    public bool IsStarted => Version > 0;

    public Channel Channel => _facts.Channel;

    /// <summary>Null where it began without one, and where it was forgotten.</summary>
    public DeviceId? DeviceId => DeviceText.Read(_facts.DeviceId);

    /// <summary>Something is written of its device that has not been forgotten.</summary>
    public bool HasDevice => _facts.DeviceId is not null;

    public SessionId? Resumes => _facts.Resumes;

    public TimeSpan IdleFor => _facts.IdleFor;

    public CustomerId? Customer => _facts.Customer;

    public CartId? CartId => _facts.CartId;

    public string? Step => _facts.Step;

    public DateTimeOffset StartedAt => _facts.StartedAt;

    public DateTimeOffset LastSeenAt => _facts.LastSeenAt;

    public SessionEnd End => _facts.End;

    public SessionId? Successor => _facts.Successor;

    public bool IsLive => IsStarted && End == SessionEnd.None;

    /// <summary>The session before it has not answered yet; of one that has ended, had not when it did: its customer may have been told by then, and is to be told of the end.</summary>
    public bool IsResuming => _facts.IsResuming;

    /// <summary>A sign-in that has not been answered yet.</summary>
    public PendingSignIn? SignIn => _facts.SignIn;

    /// <summary>How the last sign-in went; None before there was one.</summary>
    public LastSignIn? LastSignIn => _facts.LastSignIn;

    /// <summary>Sign-ins that had their effect, oldest first.</summary>
    public IReadOnlyList<RememberedSignIn> SignIns => _facts.SignIns ?? [];

    /// <summary>Customers who have to be told that the visitor has left.</summary>
    public CustomerId? Left => _facts.Left;

    /// <summary>Something has ended, and not everybody knows it.</summary>
    public bool IsUnsettled => _facts.IsUnsettled;

    /// <summary>When it ends without another sign of life. Signs of life in quick succession are not written down: that much longer it lives.</summary>
    public DateTimeOffset? ExpiresAt => IsLive ? LastSeenAt + IdleFor + TimeSpan.FromSeconds(Limits.SessionSeenSeconds) : null;

    public bool IsPending => IsLive && (IsResuming || SignIn is not null);

    public override DateTimeOffset? DueAt => IsPending || IsUnsettled ? Earlier(LastEventAt.AddSeconds(Limits.CoordinatorRetrySeconds), ExpiresAt) : ExpiresAt;

    public override int EntriesCount => 1 + SignIns.Count;

    /// <summary>Whether it began on that device. Which one it was nobody can say once it was forgotten: then any will do, but not none.</summary>
    public bool IsOn(DeviceId? device) =>
        _facts.IsDeviceForgotten is true || _facts.DeviceId is { Value: null } ? device is not null : DeviceId == device;

    public RememberedSignIn? FindSignIn(CommandId id) => SignIns.FirstOrDefault(signIn => signIn.Command.Id == id);

    /// <summary>Whether no other sign-in can be remembered now.</summary>
    public bool IsFull(DateTimeOffset now) => SignIns.Count >= Limits.SessionSignInsMax && SignIns[0].At > now.AddSeconds(-Limits.RememberedSeconds);

    protected override void On(SessionEvent @event) => _facts = @event switch
    {
        SessionStarted started => Begin(started),
        SessionTakenOver taken => _facts with { IsResuming = false, Customer = taken.Customer, CartId = taken.CartId, Step = taken.Step, LastSeenAt = taken.At },
        SessionSeen seen => _facts with { Step = seen.Step ?? Step, CartId = seen.CartId ?? CartId, LastSeenAt = seen.At },
        SignInBegun begun => _facts with { SignIn = new(begun.CommandId, begun.Customer, begun.Strategy, begun.CartToken, begun.Asked), LastSeenAt = begun.At },
        SignInRefused refused => Answered(refused.Status, CartStatus.None) with { Left = SignIn!.Customer, IsUnsettled = true },
        SignedIn signedIn => Answered(SessionStatus.Done, signedIn.CartStatus) with
        {
            Customer = SignIn!.Customer,
            CartId = signedIn.CartId,
            LastSeenAt = signedIn.At,
            SignIns = Remembered(new(signedIn.At, SignIn.Body(), signedIn.CartStatus)),
        },
        SignInRepeated repeated => _facts with
        {
            LastSeenAt = repeated.At,
            SignIns = Remembered(new(repeated.At, PendingSignIn.BodyOf(repeated.CommandId, repeated.Customer, repeated.Strategy), CartStatus.None)),
        },
        SignedOut signedOut => _facts with { Customer = null, CartId = null, Left = Customer, IsUnsettled = true, LastSeenAt = signedOut.At },
        SessionEnded ended => _facts with
        {
            End = ended.End,
            Successor = ended.Successor,
            Left = SignIn?.Customer ?? Customer ?? Left,
            IsUnsettled = true,
            IsResuming = IsResuming && ended.End != SessionEnd.ResumeRefused,
            SignIn = null,
        },
        SessionDeviceForgotten => _facts with { DeviceId = null, IsDeviceForgotten = true },
        SessionSettled => _facts with { IsUnsettled = false, IsResuming = IsLive && IsResuming, Left = null },
        _ => throw new ArgumentException($"{@event.GetType().Name} is not an event of a session.", nameof(@event)),
    };

    protected override void CheckInvariants()
    {
        Invariant.Holds(70, _facts.IdleFor > TimeSpan.Zero, "a session has begun before anything happens to it");
        Invariant.Holds(70, SignIn is null || (Customer is null && IsLive), "nobody signs in who is signed in, or has left");
        Invariant.Holds(70, End == SessionEnd.Resumed == (Successor is not null), "a session that goes on elsewhere knows where");
    }

    public SessionSnapshot Capture() => _facts with { Version = Version, LastEventAt = LastEventAt };

    public static Session Restore(SessionSnapshot snapshot)
    {
        var session = new Session { _facts = snapshot };
        session.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        return session;
    }

    private SessionSnapshot Begin(SessionStarted started)
    {
        Invariant.Holds(70, !IsStarted, "a session begins once");
        return _facts with
        {
            Channel = started.Channel,
            IdleFor = started.IdleFor,
            DeviceId = started.DeviceId,
            Resumes = started.Resumes,
            IsResuming = started.Resumes is not null,
            StartedAt = started.At,
            LastSeenAt = started.At,
        };
    }

    private SessionSnapshot Answered(SessionStatus status, CartStatus cartStatus)
    {
        Invariant.Holds(70, SignIn is not null, "a sign-in is answered once");
        return _facts with { SignIn = null, LastSignIn = new(SignIn!.Id, SignIn.Customer, status, cartStatus) };
    }

    // I18: nothing is forgotten before its time.
    private RememberedSignIn[] Remembered(RememberedSignIn signIn) => [.. SignIns.Where(earlier => earlier.At > signIn.At.AddSeconds(-Limits.RememberedSeconds)), signIn];

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset? right) => right < left ? right.Value : left;
}

/// <summary>The frozen form of <see cref="Session"/>.</summary>
public sealed record SessionSnapshot(
    long Version,
    DateTimeOffset LastEventAt,
    Channel Channel,
    TimeSpan IdleFor,
    DateTimeOffset StartedAt,
    DateTimeOffset LastSeenAt,
    SessionEnd End,
    bool IsResuming,
    bool IsUnsettled,
    [property: JsonConverter(typeof(OnceClearTextConverter))] PersonalText? DeviceId = null,
    SessionId? Resumes = null,
    CustomerId? Customer = null,
    CartId? CartId = null,
    string? Step = null,
    SessionId? Successor = null,
    PendingSignIn? SignIn = null,
    LastSignIn? LastSignIn = null,
    CustomerId? Left = null,
    RememberedSignIn[]? SignIns = null,
    bool? IsDeviceForgotten = null);

/// <param name="Asked">The id that was sent, when it is another one than that of the customer who answered.</param>
public sealed record PendingSignIn(CommandId Id, CustomerId Customer, CartMergeStrategy Strategy, CartTokenHash? CartToken = null, CustomerId? Asked = null)
{
    /// <summary>What a repeat must say again. Who acts is no part of it, as with carts.</summary>
    public RememberedCommand Body() => BodyOf(Id, Asked ?? Customer, Strategy);

    public static RememberedCommand BodyOf(CommandId id, CustomerId asked, CartMergeStrategy strategy) => RememberedCommand.Of(id, "sign-in", asked.Value, strategy.ToString());
}

/// <summary>A sign-in that had its effect, and what the carts said then.</summary>
public sealed record RememberedSignIn(DateTimeOffset At, RememberedCommand Command, CartStatus CartStatus);

public sealed record LastSignIn(CommandId Id, CustomerId Customer, SessionStatus Status, CartStatus CartStatus);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SessionEvent[]))]
[JsonSerializable(typeof(SessionSnapshot))]
internal sealed partial class SessionJson : JsonSerializerContext;

/// <summary>Sessions in the journal: one codec per session, because each has a key of its own when it began on a device that was named.</summary>
public sealed class SessionCodec(KeyRing keys) : MachineCodec<Session, SessionEvent>(SessionJson.Default.SessionEventArray)
{
    public override Session Empty() => new();

    public override byte[] EncodeEvents(SessionEvent[] decided)
    {
        using var scope = SealScope.Enter(keys);
        return base.EncodeEvents(decided);
    }

    public override SessionEvent[] DecodeEvents(ReadOnlySpan<byte> payload)
    {
        using var scope = SealScope.Enter(keys);
        return base.DecodeEvents(payload);
    }

    public override Func<byte[]> BeginSnapshot(Session state)
    {
        var (captured, ring) = (state.Capture(), keys.Copy());
        return () =>
        {
            using var scope = SealScope.Enter(ring);
            return JsonSerializer.SerializeToUtf8Bytes(captured, SessionJson.Default.SessionSnapshot);
        };
    }

    public override Session DecodeSnapshot(ReadOnlySpan<byte> payload)
    {
        using var scope = SealScope.Enter(keys);
        return Session.Restore(JsonSerializer.Deserialize(payload, SessionJson.Default.SessionSnapshot) ?? throw new JsonException("An empty snapshot."));
    }

    /// <summary>An event as whoever may see the session is told it: a device that was forgotten is left out, as if there had been none.</summary>
    public static string InClear(KeyRing keys, string @event) => @event.HasSealedText()
        ? keys.InClear(@event, SessionJson.Default.SessionEvent, static told => told is SessionStarted { DeviceId.Value: null } started ? started with { DeviceId = null } : told)
        : @event;
}
