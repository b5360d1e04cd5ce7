using Omnichannel.Journal;

namespace Omnichannel.Simulation.Store;

/// <summary>One flipped byte on the disk: in the row that starts at <paramref name="ExpectedVersion"/>, or in the snapshot when that is
/// null.</summary>
public sealed record Corruption(EntityKey Entity, long? ExpectedVersion, int ByteIndex)
{
    /// <summary>Damages something that the next reader of the entity has to read; null when it has no history.</summary>
    public static Corruption? Of(EntityKey entity, EntityHistory history, Kernel.SimRandom random)
    {
        // The snapshot is much larger than a row, and as likely to be struck as all of them.
        if (history.Snapshot is not null && (history.Rows.Count == 0 || random.Chance(500))) return new(entity, null, random.Below(int.MaxValue));
        return history.Rows.Count == 0 ? null : new(entity, random.Pick(history.Rows).ExpectedVersion, random.Below(int.MaxValue));
    }

    public EntityHistory Of(EntityHistory history)
    {
        var snapshot = history.Snapshot is { } kept && ExpectedVersion is null ? kept with { Payload = Flipped(kept.Payload) } : history.Snapshot;
        return history with { Snapshot = snapshot, Rows = Of(history.Rows) };
    }

    public IReadOnlyList<JournalRow> Of(IReadOnlyList<JournalRow> rows) => [.. rows.Select(Of)];

    public FeedRow Of(FeedRow row) => row with { Row = Of(row.Row) };

    private JournalRow Of(JournalRow row) =>
        row.Entity == Entity && row.ExpectedVersion == ExpectedVersion ? row with { Payload = Flipped(row.Payload) } : row;

    private ReadOnlyMemory<byte> Flipped(ReadOnlyMemory<byte> payload)
    {
        var damaged = payload.ToArray();
        damaged[ByteIndex % damaged.Length] ^= (byte)(1 << ByteIndex % 7);
        return damaged;
    }
}
