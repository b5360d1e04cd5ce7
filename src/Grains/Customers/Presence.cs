using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>What can happen to the count of a channel. The tags are frozen; new members must be optional.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(SessionEntered), "session-entered")]
[JsonDerivedType(typeof(SessionLeft), "session-left")]
public abstract record PresenceEvent(DateTimeOffset At) : MachineEvent(At);

/// <param name="AskAt">When the session is asked whether it still lives, if nobody has said that it has ended.</param>
public sealed record SessionEntered(DateTimeOffset At, SessionId SessionId, DateTimeOffset AskAt) : PresenceEvent(At);

public sealed record SessionLeft(DateTimeOffset At, SessionId SessionId) : PresenceEvent(At);

public sealed record EnterPresence(SessionId SessionId, DateTimeOffset AskAt);

/// <summary>A session was asked and lives on.</summary>
public sealed record ConfirmPresence(SessionId SessionId, DateTimeOffset AskAt);

public sealed record LeavePresence(SessionId SessionId);

/// <summary>The live sessions of one channel.</summary>
public sealed class Presence : Machine<PresenceEvent>
{
    private readonly Dictionary<SessionId, DateTimeOffset> _sessions = [];
    private readonly SortedSet<(DateTimeOffset AskAt, string Id)> _questions = new(Comparer<(DateTimeOffset AskAt, string Id)>.Create(Compare));

    public int Count => _sessions.Count;

    public override DateTimeOffset? DueAt => _questions.Count == 0 ? null : _questions.Min.AskAt;

    public override int EntriesCount => _sessions.Count;

    public bool Has(SessionId id) => _sessions.ContainsKey(id);

    /// <summary>Sessions to be asked by now, the longest overdue first.</summary>
    public SessionId[] Overdue(DateTimeOffset now, int max) =>
        [.. _questions.TakeWhile(question => question.AskAt <= now).Take(max).Select(static question => new SessionId(question.Id))];

    public static Decision<bool, PresenceEvent> Decide(Presence presence, EnterPresence command, DateTimeOffset now) =>
        presence.Has(command.SessionId) || presence.Count >= Limits.PresenceSessionsMax
            ? Decision<bool, PresenceEvent>.Nothing(false)
            : new(true, [new SessionEntered(now, command.SessionId, command.AskAt)]);

    public static Decision<bool, PresenceEvent> Decide(Presence presence, ConfirmPresence command, DateTimeOffset now) =>
        presence.Has(command.SessionId) ? new(true, [new SessionEntered(now, command.SessionId, command.AskAt)]) : Decision<bool, PresenceEvent>.Nothing(false);

    public static Decision<bool, PresenceEvent> Decide(Presence presence, LeavePresence command, DateTimeOffset now) =>
        presence.Has(command.SessionId) ? new(true, [new SessionLeft(now, command.SessionId)]) : Decision<bool, PresenceEvent>.Nothing(false);

    protected override void On(PresenceEvent @event)
    {
        switch (@event)
        {
            case SessionEntered entered:
                Remove(entered.SessionId);
                Add(entered.SessionId, entered.AskAt);
                break;
            case SessionLeft left: Remove(left.SessionId); break;
            default: throw new ArgumentException($"{@event.GetType().Name} is not an event of presence.", nameof(@event));
        }
    }

    protected override void CheckInvariants() => Invariant.Holds(71, _sessions.Count == _questions.Count, "every session that is counted will be asked");

    private void Add(SessionId id, DateTimeOffset askAt)
    {
        _sessions.Add(id, askAt);
        _questions.Add((askAt, id.Value));
    }

    private void Remove(SessionId id)
    {
        if (_sessions.Remove(id, out var askAt)) _questions.Remove((askAt, id.Value));
    }

    private static int Compare((DateTimeOffset AskAt, string Id) left, (DateTimeOffset AskAt, string Id) right)
    {
        var order = left.AskAt.CompareTo(right.AskAt);
        return order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
    }

    public PresenceSnapshot Capture() => new(Version, LastEventAt, [.. _questions.Select(static question => new PresentSession(new(question.Id), question.AskAt))]);

    public static Presence Restore(PresenceSnapshot snapshot)
    {
        var presence = new Presence();
        foreach (var session in snapshot.Sessions) presence.Add(session.Id, session.AskAt);
        presence.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        return presence;
    }
}

/// <summary>The frozen form of <see cref="Presence"/>.</summary>
public sealed record PresenceSnapshot(long Version, DateTimeOffset LastEventAt, PresentSession[] Sessions);

public sealed record PresentSession(SessionId Id, DateTimeOffset AskAt);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PresenceEvent[]))]
[JsonSerializable(typeof(PresenceSnapshot))]
internal sealed partial class PresenceJson : JsonSerializerContext;

/// <summary>Presence in the journal.</summary>
public sealed class PresenceCodec() : MachineCodec<Presence, PresenceEvent>(PresenceJson.Default.PresenceEventArray)
{
    public static PresenceCodec Instance { get; } = new();

    public override Presence Empty() => new();

    public override Func<byte[]> BeginSnapshot(Presence state)
    {
        var captured = state.Capture();
        return () => JsonSerializer.SerializeToUtf8Bytes(captured, PresenceJson.Default.PresenceSnapshot);
    }

    public override Presence DecodeSnapshot(ReadOnlySpan<byte> payload) =>
        Presence.Restore(JsonSerializer.Deserialize(payload, PresenceJson.Default.PresenceSnapshot) ?? throw new JsonException("An empty snapshot."));
}
