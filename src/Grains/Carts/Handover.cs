using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Journal;

namespace Omnichannel.Carts;

/// <summary>What can happen to a hand-over code. The tags are frozen; new members must be optional.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(HandoverRegistered), "handover-registered")]
public abstract record HandoverEvent(DateTimeOffset At) : MachineEvent(At);

public sealed record HandoverRegistered(DateTimeOffset At, CartId CartId, HandoverId HandoverId) : HandoverEvent(At);

/// <summary>The way from a code to its cart, and nothing else: the cart decides what the code is still good for.</summary>
public sealed class Handover : Machine<HandoverEvent>
{
    public HandoverRegistered? Registered { get; private set; }

    public override DateTimeOffset? DueAt => null;

    public override int EntriesCount => 1;

    protected override void On(HandoverEvent @event)
    {
        Invariant.Holds(48, Registered is null, "a code leads to one cart");
        Registered = @event as HandoverRegistered ?? throw new ArgumentException($"{@event.GetType().Name} is not an event of a hand-over.", nameof(@event));
    }

    protected override void CheckInvariants() => Invariant.Holds(48, Registered is not null, "a code that exists leads to a cart");

    public HandoverSnapshot Capture() => new(Version, LastEventAt, Registered!);

    public static Handover Restore(HandoverSnapshot snapshot)
    {
        var handover = new Handover { Registered = snapshot.Registered };
        handover.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        return handover;
    }
}

/// <summary>The frozen form of <see cref="Handover"/>.</summary>
public sealed record HandoverSnapshot(long Version, DateTimeOffset LastEventAt, HandoverRegistered Registered);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(HandoverEvent[]))]
[JsonSerializable(typeof(HandoverSnapshot))]
internal sealed partial class HandoverJson : JsonSerializerContext;

/// <summary>Hand-over codes in the journal.</summary>
public sealed class HandoverCodec() : MachineCodec<Handover, HandoverEvent>(HandoverJson.Default.HandoverEventArray)
{
    public static HandoverCodec Instance { get; } = new();

    public override Handover Empty() => new();

    public override Func<byte[]> BeginSnapshot(Handover state)
    {
        var captured = state.Capture();
        return () => JsonSerializer.SerializeToUtf8Bytes(captured, HandoverJson.Default.HandoverSnapshot);
    }

    public override Handover DecodeSnapshot(ReadOnlySpan<byte> payload) =>
        Handover.Restore(JsonSerializer.Deserialize(payload, HandoverJson.Default.HandoverSnapshot) ?? throw new JsonException("An empty snapshot."));
}
