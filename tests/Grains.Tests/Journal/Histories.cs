namespace Omnichannel.Journal;

/// <summary>Builds what a journal would give back, row by row, so that tests can damage it.</summary>
internal static class Histories
{
    public static EntityHistory Of<TState, TEvent>(MachineCodec<TState, TEvent> codec, EntityKey entity, params IEnumerable<TEvent[]> batches)
        where TState : Machine<TEvent>
        where TEvent : MachineEvent
    {
        var rows = new List<JournalRow>();
        var (version, checksum) = (0L, JournalChecksum.Seed(entity));
        foreach (var batch in batches)
        {
            var payload = codec.EncodeEvents(batch);
            var at = batch[^1].At;
            checksum = JournalChecksum.Next(checksum, version, version + batch.Length, at, payload);
            rows.Add(new(entity, version, version + batch.Length, at, payload, checksum));
            version += batch.Length;
        }

        return new(version, null, rows);
    }

    /// <summary>The same history from a snapshot on: rows up to it are left out.</summary>
    public static EntityHistory FromSnapshot<TState, TEvent>(this EntityHistory history, MachineCodec<TState, TEvent> codec, EntityKey entity, int rowsBefore)
        where TState : Machine<TEvent>
        where TEvent : MachineEvent
    {
        if (rowsBefore == 0) return history;
        var before = history.Rows.Take(rowsBefore).ToArray();
        var (state, checksum) = codec.Fold(entity, new(before[^1].Version, null, before));
        var payload = codec.EncodeSnapshot(state);
        return history with
        {
            Snapshot = new(state.Version, checksum, payload, JournalChecksum.OfSnapshot(checksum, payload)),
            Rows = [.. history.Rows.Skip(rowsBefore)],
        };
    }
}
