using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Omnichannel.Journal;

/// <summary>Between a machine and the bytes of its journal. Tags and member names are frozen (I15); a golden file guards each.</summary>
public abstract class MachineCodec<TState, TEvent>(JsonTypeInfo<TEvent[]> events)
    where TState : Machine<TEvent>
    where TEvent : MachineEvent
{
    public abstract TState Empty();

    public byte[] EncodeSnapshot(TState state) => BeginSnapshot(state)();

    /// <summary>As <see cref="EncodeSnapshot"/>, in two parts: now only what it takes to be independent of the state, which goes on; the rest when the result is called, on any thread.</summary>
    public abstract Func<byte[]> BeginSnapshot(TState state);

    public abstract TState DecodeSnapshot(ReadOnlySpan<byte> payload);

    public virtual byte[] EncodeEvents(TEvent[] decided) => JsonSerializer.SerializeToUtf8Bytes(decided, events);

    public virtual TEvent[] DecodeEvents(ReadOnlySpan<byte> payload) =>
        JsonSerializer.Deserialize(payload, events) ?? throw new JsonException("A row without events.");

    /// <summary>Folds a history, checking every checksum, version and tag on the way.</summary>
    /// <exception cref="JournalCorruptException">Something of it is not what was written.</exception>
    public (TState State, uint Checksum) Fold(EntityKey entity, EntityHistory history)
    {
        try
        {
            var (state, checksum) = Start(entity, history.Snapshot);
            foreach (var row in history.Rows)
            {
                checksum = JournalChecksum.Checked(row, state.Version, checksum);
                foreach (var @event in DecodeEvents(row.Payload.Span)) state.Apply(@event);
                if (state.Version != row.Version) throw new JournalCorruptException($"{entity}: the row that ends at {row.Version} holds other events than it says.");
            }

            return state.Version == history.Version
                ? (state, checksum)
                : throw new JournalCorruptException($"{entity}: the head says version {history.Version}, the rows end at {state.Version}.");
        }
        catch (Exception damage) when (damage
            is JsonException or InvariantBrokenException or OverflowException or ArgumentException or KeyNotFoundException or NotSupportedException)
        {
            throw new JournalCorruptException($"{entity}: its journal does not fold: {damage.Message}", damage);
        }
    }

    private (TState State, uint Checksum) Start(EntityKey entity, JournalSnapshot? snapshot)
    {
        if (snapshot is null) return (Empty(), JournalChecksum.Seed(entity));
        if (snapshot.PayloadChecksum != JournalChecksum.OfSnapshot(snapshot.ChainChecksum, snapshot.Payload.Span))
            throw new JournalCorruptException($"{entity}: the snapshot at version {snapshot.Version} has a wrong checksum.");
        var state = DecodeSnapshot(snapshot.Payload.Span);
        return state.Version == snapshot.Version
            ? (state, snapshot.ChainChecksum)
            : throw new JournalCorruptException($"{entity}: the snapshot at version {snapshot.Version} holds version {state.Version}.");
    }
}
