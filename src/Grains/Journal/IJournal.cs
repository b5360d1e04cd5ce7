namespace Omnichannel.Journal;

/// <summary>The durable, ordered record of every event: the only place where safety lives.</summary>
/// <remarks>
/// <para>Fence (I8): of all appends that carry the same expected version of an entity, exactly one is ever accepted, whoever sends them, also for
/// the first (version 0). Nothing relies on there being one activation.</para>
/// <para>Order (I9): the rows of a shard have positions 1, 2, 3, ... without gaps, and become visible in that order. An entity lives in one shard for ever.</para>
/// <para>The conformance suite (<c>JournalConformance</c>) is the executable form of this contract.</para>
/// </remarks>
public interface IJournal
{
    /// <summary>How many ordered logs there are; fixed when the journal was created.</summary>
    int ShardCount { get; }

    /// <summary>True while so much is queued that new work should be refused before it starts.</summary>
    bool IsBusy { get; }

    /// <summary>Returns once the events are durable, to the degree that the store's settings promise.</summary>
    /// <exception cref="JournalFencedException">The entity has another version than expected. Nothing was written, and nothing will be.</exception>
    /// <exception cref="JournalUnavailableException">The store cannot be reached, or refused. Nothing was written, and nothing will be.</exception>
    /// <exception cref="JournalUnknownException">The store did not say. The events are durable, or will be, or never will: only a later read can tell.</exception>
    ValueTask AppendAsync(JournalAppend append);

    /// <summary>Keeps the state after a row that is durable. Nothing rests on it: it only shortens later reads, so it is left out while the store is busy or away.</summary>
    /// <returns>I23: whether it is kept: never without a row that ends at its version with its checksum, nor in the place of a newer one.</returns>
    ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft);

    /// <summary>Everything it takes to bring the entity back. An entity without events has an empty history.</summary>
    /// <exception cref="JournalCorruptException">What is kept of this entity, or of this row, cannot be read. Thrown by every read.</exception>
    /// <exception cref="JournalUnknownException">The store cannot be read now. Thrown by every read.</exception>
    ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken);

    /// <summary>The rows of one entity that end after a version, oldest first, at most <paramref name="rowsMax"/>.</summary>
    ValueTask<IReadOnlyList<JournalRow>> ReadRowsAsync(EntityKey entity, long afterVersion, int rowsMax, CancellationToken cancellationToken);

    /// <summary>The committed tail of one shard (0 to <see cref="ShardCount"/> - 1) after a position, in order, at most <paramref name="rowsMax"/>.</summary>
    ValueTask<IReadOnlyList<FeedRow>> ReadFromAsync(int shard, long afterPosition, int rowsMax, CancellationToken cancellationToken);

    /// <summary>Entities whose due time is not after <paramref name="until"/>, the longest overdue first, at most <paramref name="entitiesMax"/>.</summary>
    ValueTask<IReadOnlyList<EntityKey>> ReadDueAsync(DateTimeOffset until, int entitiesMax, CancellationToken cancellationToken);
}
