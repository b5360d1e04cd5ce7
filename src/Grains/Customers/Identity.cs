using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>Who asked for an identity once: what was asked for up to this sequence does not count any more, however late it comes.</summary>
public sealed record FormerOwner(CustomerId Customer, long Sequence);

/// <summary>One identity: at any time at most one customer has it.</summary>
public sealed class Identity : Machine<IdentityEvent>
{
    private readonly List<FormerOwner> _former = [];

    public CustomerId? Owner { get; private set; }

    public long OwnerSequence { get; private set; }

    public bool IsVerified { get; private set; }

    public override DateTimeOffset? DueAt => null;

    public override int EntriesCount => 1 + _former.Count;

    /// <summary>Up to which of its own requests this customer is no longer heard; 0 for none.</summary>
    public long ClosedFor(CustomerId customer) => _former.Find(former => former.Customer == customer)?.Sequence ?? 0;

    protected override void On(IdentityEvent @event)
    {
        switch (@event)
        {
            case IdentityClaimed claimed:
                Invariant.Holds(68, Owner is null && claimed.Sequence > ClosedFor(claimed.Customer), "an identity has one owner");
                (Owner, OwnerSequence, IsVerified) = (claimed.Customer, claimed.Sequence, claimed.IsVerified);
                break;
            case IdentityRefused refused: Close(refused.Customer, refused.Sequence); break;
            case IdentityVerified: IsVerified = true; break;
            case IdentityReleased released:
                if (Owner == released.Customer) (Owner, OwnerSequence, IsVerified) = (null, 0, false);
                Close(released.Customer, released.Sequence);
                break;
            case IdentityMoved moved:
                Invariant.Holds(68, Owner == moved.Source, "only who has an identity can hand it on");
                (Owner, OwnerSequence) = (moved.Target, moved.Sequence);
                Close(moved.Source, moved.SourceSequence);
                break;
            default: throw new ArgumentException($"{@event.GetType().Name} is not an event of an identity.", nameof(@event));
        }
    }

    protected override void CheckInvariants() => Invariant.Holds(68, Owner is not null || !IsVerified, "only an identity that somebody has is verified");

    private void Close(CustomerId customer, long sequence)
    {
        var closed = Math.Max(sequence, ClosedFor(customer));
        _former.RemoveAll(former => former.Customer == customer);
        _former.Add(new(customer, closed));
        if (_former.Count > Limits.FormerOwnersMax) _former.RemoveAt(0);
    }

    public IdentitySnapshot Capture() => new(Version, LastEventAt, OwnerSequence, IsVerified, [.. _former], Owner);

    public static Identity Restore(IdentitySnapshot snapshot)
    {
        var identity = new Identity { Owner = snapshot.Owner, OwnerSequence = snapshot.OwnerSequence, IsVerified = snapshot.IsVerified };
        identity._former.AddRange(snapshot.Former);
        identity.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        return identity;
    }
}

/// <summary>The frozen form of <see cref="Identity"/>.</summary>
public sealed record IdentitySnapshot(long Version, DateTimeOffset LastEventAt, long OwnerSequence, bool IsVerified, FormerOwner[] Former, CustomerId? Owner = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(IdentityEvent[]))]
[JsonSerializable(typeof(IdentitySnapshot))]
internal sealed partial class IdentityJson : JsonSerializerContext;

/// <summary>Identities in the journal.</summary>
public sealed class IdentityCodec() : MachineCodec<Identity, IdentityEvent>(IdentityJson.Default.IdentityEventArray)
{
    public static IdentityCodec Instance { get; } = new();

    public override Identity Empty() => new();

    public override Func<byte[]> BeginSnapshot(Identity state)
    {
        var captured = state.Capture();
        return () => JsonSerializer.SerializeToUtf8Bytes(captured, IdentityJson.Default.IdentitySnapshot);
    }

    public override Identity DecodeSnapshot(ReadOnlySpan<byte> payload) =>
        Identity.Restore(JsonSerializer.Deserialize(payload, IdentityJson.Default.IdentitySnapshot) ?? throw new JsonException("An empty snapshot."));
}
