namespace Omnichannel.Journal;

/// <summary>Events of one entity that become durable together: versions <c>ExpectedVersion + 1</c> to <c>ExpectedVersion + EventCount</c>.</summary>
/// <param name="ExpectedVersion">The version of the entity that these events were decided on; 0 for its first.</param>
/// <param name="At">The time of the last of them.</param>
/// <param name="Payload">A JSON array of <paramref name="EventCount"/> events, UTF-8. The journal keeps it as it is and does not change it.</param>
/// <param name="Checksum">See <see cref="JournalChecksum"/>.</param>
/// <param name="DueAt">When the entity wants to be woken; replaces what it wanted before. Null for never.</param>
/// <param name="Snapshot">The state after these events, when it is time to keep one; null keeps the older one.</param>
public sealed record JournalAppend(
    EntityKey Entity,
    long ExpectedVersion,
    int EventCount,
    DateTimeOffset At,
    ReadOnlyMemory<byte> Payload,
    uint Checksum,
    DateTimeOffset? DueAt = null,
    JournalSnapshot? Snapshot = null)
{
    public long Version => ExpectedVersion + EventCount;
}

/// <summary>The state of an entity at a version.</summary>
/// <param name="ChainChecksum">The checksum of the row that ends at <paramref name="Version"/>: where the chain goes on.</param>
/// <param name="PayloadChecksum">See <see cref="JournalChecksum.OfSnapshot"/>.</param>
public sealed record JournalSnapshot(long Version, uint ChainChecksum, ReadOnlyMemory<byte> Payload, uint PayloadChecksum);

/// <summary>A snapshot that is kept apart from the append that ended at its version, because it is large.</summary>
/// <param name="ExpectedVersion">Of the row that ends at <paramref name="Version"/>.</param>
/// <param name="Encode">The payload. Called at most once, by the journal, on any thread: it touches nothing that still changes.</param>
public sealed record SnapshotDraft(EntityKey Entity, long ExpectedVersion, long Version, uint ChainChecksum, Func<byte[]> Encode);

/// <summary>One append as the journal kept it.</summary>
public sealed record JournalRow(EntityKey Entity, long ExpectedVersion, long Version, DateTimeOffset At, ReadOnlyMemory<byte> Payload, uint Checksum);

/// <summary>A row at its place in the ordered log of its shard. Positions of a shard start at 1 and have no gaps.</summary>
public sealed record FeedRow(int Shard, long Position, JournalRow Row);

/// <summary>What it takes to bring an entity back: the newest snapshot, if any, and every later row in order.</summary>
/// <param name="Version">The version of the entity; 0 when it has never been written.</param>
public sealed record EntityHistory(long Version, JournalSnapshot? Snapshot, IReadOnlyList<JournalRow> Rows);
