using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>Where a reservation of many lines stands. The names are frozen: snapshots hold them.</summary>
public enum GroupStep
{
    None = 0,
    Started = 1,
    Reserved = 2,
    Rejected = 3,
    Cleared = 4,
}

/// <summary>One reservation of many lines.</summary>
public sealed class ReservationGroup : Machine<ReservationGroupEvent>
{
    public GroupStep Step { get; private set; }

    public GroupStarted? Order { get; private set; }

    public LineOutcome[] Outcomes { get; private set; } = [];

    public bool IsUnderWay => Step is GroupStep.Started or GroupStep.Rejected;

    // Until it has ended, somebody must come back to it, also when everybody who waited is gone.
    public override DateTimeOffset? DueAt => IsUnderWay ? LastEventAt.AddSeconds(Limits.CoordinatorRetrySeconds) : null;

    public override int EntriesCount => 1;

    protected override void On(ReservationGroupEvent @event)
    {
        switch (@event)
        {
            case GroupStarted started: Order = started; Advance(GroupStep.None, GroupStep.Started); break;
            case GroupReserved reserved: Outcomes = reserved.Outcomes; Advance(GroupStep.Started, GroupStep.Reserved); break;
            case GroupRejected rejected: Outcomes = rejected.Outcomes; Advance(GroupStep.Started, GroupStep.Rejected); break;
            case GroupCleared: Advance(GroupStep.Rejected, GroupStep.Cleared); break;
            default: throw new ArgumentException($"{@event.GetType().Name} is not an event of a reservation group.", nameof(@event));
        }
    }

    protected override void CheckInvariants()
    {
        Invariant.Holds(13, Order is not null, "a reservation group that has begun knows its lines");
        Invariant.Holds(13, Step == GroupStep.Started || Outcomes.Length == Order!.Lines.Length, "a decided reservation group has one outcome per line");
        Invariant.Holds(13, Step != GroupStep.Reserved || IsKept(Order!.Policy, Outcomes), "a group keeps all of its lines, or those that fit when the caller said so");
    }

    /// <summary>Whether these outcomes satisfy what the caller asked for.</summary>
    public static bool IsKept(GroupPolicy policy, LineOutcome[] outcomes) =>
        policy == GroupPolicy.AllowPartial ? outcomes.Any(outcome => outcome.IsHeld) : outcomes.All(outcome => outcome.IsHeld);

    private void Advance(GroupStep from, GroupStep to)
    {
        Invariant.Holds(13, Step == from, "a reservation group takes its steps in order, each once");
        Step = to;
    }

    public ReservationGroupSnapshot Capture() => new(Version, LastEventAt, Step, Order!, Outcomes);

    public static ReservationGroup Restore(ReservationGroupSnapshot snapshot)
    {
        var group = new ReservationGroup { Step = snapshot.Step, Order = snapshot.Order, Outcomes = snapshot.Outcomes };
        group.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        return group;
    }
}

/// <summary>The frozen form of <see cref="ReservationGroup"/>.</summary>
public sealed record ReservationGroupSnapshot(long Version, DateTimeOffset LastEventAt, GroupStep Step, GroupStarted Order, LineOutcome[] Outcomes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ReservationGroupEvent[]))]
[JsonSerializable(typeof(ReservationGroupSnapshot))]
internal sealed partial class ReservationGroupJson : JsonSerializerContext;

/// <summary>Reservation groups in the journal.</summary>
public sealed class ReservationGroupCodec() : MachineCodec<ReservationGroup, ReservationGroupEvent>(ReservationGroupJson.Default.ReservationGroupEventArray)
{
    public static ReservationGroupCodec Instance { get; } = new();

    public override ReservationGroup Empty() => new();

    public override Func<byte[]> BeginSnapshot(ReservationGroup state)
    {
        var captured = state.Capture();
        return () => JsonSerializer.SerializeToUtf8Bytes(captured, ReservationGroupJson.Default.ReservationGroupSnapshot);
    }

    public override ReservationGroup DecodeSnapshot(ReadOnlySpan<byte> payload) => ReservationGroup.Restore(
        JsonSerializer.Deserialize(payload, ReservationGroupJson.Default.ReservationGroupSnapshot) ?? throw new JsonException("An empty snapshot."));
}
