using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>Where a transfer stands. The names are frozen: snapshots hold them.</summary>
public enum TransferStep
{
    None = 0,
    Started = 1,
    Dispatched = 2,
    Received = 3,
    Refused = 4,
    TurnedBack = 5,
    Returned = 6,
}

/// <summary>One transfer of stock between two locations.</summary>
public sealed class Transfer : Machine<TransferEvent>
{
    public TransferStep Step { get; private set; }

    public TransferStock? Order { get; private set; }

    /// <summary>Why it was refused; else <see cref="TransferStatus.None"/>.</summary>
    public TransferStatus Refusal { get; private set; }

    public long Available { get; private set; }

    public bool IsUnderWay => Step is TransferStep.Started or TransferStep.Dispatched or TransferStep.TurnedBack;

    // Until it has ended, somebody must come back to it, also when everybody who waited is gone.
    public override DateTimeOffset? DueAt => IsUnderWay ? LastEventAt.AddSeconds(Limits.CoordinatorRetrySeconds) : null;

    public override int EntriesCount => 1;

    protected override void On(TransferEvent @event)
    {
        switch (@event)
        {
            case TransferStarted started:
                Advance(TransferStep.None, TransferStep.Started);
                Order = new(started.Sku, started.Source, started.Target, started.Quantity, started.Reason);
                break;
            case TransferDispatched: Advance(TransferStep.Started, TransferStep.Dispatched); break;
            case TransferReceived: Advance(TransferStep.Dispatched, TransferStep.Received); break;
            case TransferRefused refused:
                Advance(TransferStep.Started, TransferStep.Refused);
                (Refusal, Available) = (refused.Status, refused.Available);
                break;
            case TransferTurnedBack turned:
                Advance(TransferStep.Dispatched, TransferStep.TurnedBack);
                Refusal = turned.Status;
                break;
            case TransferReturned: Advance(TransferStep.TurnedBack, TransferStep.Returned); break;
            default: throw new ArgumentException($"{@event.GetType().Name} is not an event of a transfer.", nameof(@event));
        }
    }

    protected override void CheckInvariants() => Invariant.Holds(12, Order is not null, "a transfer that has begun knows what it moves");

    private void Advance(TransferStep from, TransferStep to)
    {
        Invariant.Holds(12, Step == from, "a transfer takes its steps in order, each once");
        Step = to;
    }

    public TransferSnapshot Capture() => new(Version, LastEventAt, Step, Order!, Refusal, Available);

    public static Transfer Restore(TransferSnapshot snapshot)
    {
        var transfer = new Transfer { Step = snapshot.Step, Order = snapshot.Order, Refusal = snapshot.Refusal, Available = snapshot.Available };
        transfer.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        return transfer;
    }
}

/// <summary>The frozen form of <see cref="Transfer"/>.</summary>
public sealed record TransferSnapshot(long Version, DateTimeOffset LastEventAt, TransferStep Step, TransferStock Order, TransferStatus Refusal, long Available);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(TransferEvent[]))]
[JsonSerializable(typeof(TransferSnapshot))]
internal sealed partial class TransferJson : JsonSerializerContext;

/// <summary>Transfers in the journal.</summary>
public sealed class TransferCodec() : MachineCodec<Transfer, TransferEvent>(TransferJson.Default.TransferEventArray)
{
    public static TransferCodec Instance { get; } = new();

    public override Transfer Empty() => new();

    public override Func<byte[]> BeginSnapshot(Transfer state)
    {
        var captured = state.Capture();
        return () => JsonSerializer.SerializeToUtf8Bytes(captured, TransferJson.Default.TransferSnapshot);
    }

    public override Transfer DecodeSnapshot(ReadOnlySpan<byte> payload) =>
        Transfer.Restore(JsonSerializer.Deserialize(payload, TransferJson.Default.TransferSnapshot) ?? throw new JsonException("An empty snapshot."));
}
