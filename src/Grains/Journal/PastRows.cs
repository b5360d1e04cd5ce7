namespace Omnichannel.Journal;

/// <summary>Reads rows of the past, and holds them to the chain as a fold does (I14): damage is found before anything is told of it.</summary>
internal static class PastRows
{
    /// <returns>Up to <paramref name="rowsMax"/> rows that end after a version, in order.</returns>
    /// <exception cref="JournalCorruptException">Something of them is not what was written.</exception>
    public static async Task<IReadOnlyList<JournalRow>> ReadAsync(IJournal journal, EntityKey entity, long afterVersion, int rowsMax)
    {
        if (afterVersion == 0) return Checked(entity, null, await journal.ReadRowsAsync(entity, 0, rowsMax, CancellationToken.None));

        // Together with the row that they hang on: mostly it ends where they begin, and one question is enough.
        var rows = await journal.ReadRowsAsync(entity, afterVersion - 1, rowsMax + 1, CancellationToken.None);
        if (rows.Count == 0) return rows;
        if (rows[0].Version == afterVersion) return Checked(entity, rows[0], [.. rows.Skip(1)]);
        var before = rows[0].ExpectedVersion > 0 ? await journal.ReadRowsAsync(entity, rows[0].ExpectedVersion - 1, 1, CancellationToken.None) : [];
        return Checked(entity, before.Count > 0 && before[0].Version == rows[0].ExpectedVersion ? before[0] : null, [.. rows.Take(rowsMax)]);
    }

    // Where the row before the first one is in an archive, the first one is the beginning.
    private static IReadOnlyList<JournalRow> Checked(EntityKey entity, JournalRow? before, IReadOnlyList<JournalRow> rows)
    {
        var (version, link) = (before?.Version ?? 0, before?.Checksum ?? JournalChecksum.Seed(entity));
        foreach (var row in rows)
        {
            link = version == 0 && row.ExpectedVersion > 0 ? row.Checksum : JournalChecksum.Checked(row, version, link);
            version = row.Version;
        }

        return rows;
    }
}
