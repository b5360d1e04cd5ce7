using System.Data.Common;
using System.Text.Json;
using Omnichannel.Journal;

namespace Omnichannel.Storage;

internal sealed record RowsQuestion(EntityKey Entity, long AfterVersion, int RowsMax);

internal sealed record FeedQuestion(int Shard, long AfterPosition, int RowsMax);

internal sealed record DueQuestion(long UntilMilliseconds, int EntitiesMax);

internal sealed record KnownQuestion(ReadQuery Query, string[] Names);

/// <summary>From rows of the database to the records of the journal.</summary>
internal static class JournalReads
{
    private static readonly EntityHistory _neverWritten = new(0, null, []);

    public static async ValueTask<EntityHistory> HistoryAsync(ReadSession session, EntityKey entity, CancellationToken cancellationToken)
    {
        long entityId, version;
        uint checksum;
        JournalSnapshot? snapshot;
        var head = await session.ExecuteAsync(ReadQuery.Head, new object[] { entity.ToString() }, cancellationToken).ConfigureAwait(false);
        await using (head.ConfigureAwait(false))
        {
            if (!await head.ReadAsync(cancellationToken).ConfigureAwait(false)) return _neverWritten;
            (entityId, version, checksum) = (head.GetInt64(0), head.GetInt64(1), ChecksumAt(head, 2));
            snapshot = head.IsDBNull(3) ? null : new(head.GetInt64(3), ChecksumAt(head, 4), BytesAt(head, 6), ChecksumAt(head, 5));
        }

        var rows = new List<JournalRow>();
        var fromVersion = snapshot?.Version ?? 0;
        if (fromVersion < version)
        {
            var arguments = new object[] { entityId, fromVersion, version };
            var reader = await session.ExecuteAsync(ReadQuery.RowsUpToHead, arguments, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(RowAt(reader, entity));
            }
        }

        return Whole(entity, new(version, snapshot, rows), checksum);
    }

    public static async ValueTask<IReadOnlyList<JournalRow>> RowsAsync(
        ReadSession session, RowsQuestion question, CancellationToken cancellationToken)
    {
        var arguments = new object[] { question.Entity.ToString(), question.AfterVersion, question.RowsMax };
        var reader = await session.ExecuteAsync(ReadQuery.Rows, arguments, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var rows = new List<JournalRow>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(RowAt(reader, question.Entity));
        return rows;
    }

    public static async ValueTask<IReadOnlyList<FeedRow>> FeedAsync(ReadSession session, FeedQuestion question, CancellationToken cancellationToken)
    {
        var arguments = new object[] { (short)question.Shard, question.AfterPosition, question.RowsMax };
        var reader = await session.ExecuteAsync(ReadQuery.Feed, arguments, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var rows = new List<FeedRow>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var (position, expected) = (reader.GetInt64(5), question.AfterPosition + rows.Count + 1);
            if (position != expected)
                throw new JournalCorruptException($"Shard {question.Shard} has no row at position {expected}, but one at {position}.");
            if (reader.IsDBNull(6)) throw new JournalCorruptException($"Shard {question.Shard}: the row at position {position} is of no entity.");
            rows.Add(new(question.Shard, position, RowAt(reader, EntityKey.Parse(reader.GetString(6)))));
        }

        return rows;
    }

    public static async ValueTask<IReadOnlyList<EntityKey>> DueAsync(ReadSession session, DueQuestion question, CancellationToken cancellationToken)
    {
        var arguments = new object[] { question.UntilMilliseconds, question.EntitiesMax };
        var reader = await session.ExecuteAsync(ReadQuery.Due, arguments, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var entities = new List<EntityKey>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) entities.Add(EntityKey.Parse(reader.GetString(0)));
        return entities;
    }

    /// <summary>The names of those that have a head.</summary>
    public static async ValueTask<HashSet<string>> KnownAsync(ReadSession session, KnownQuestion question, CancellationToken cancellationToken)
    {
        var reader = await session.ExecuteAsync(question.Query, new object[] { JsonSerializer.Serialize(question.Names) }, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) known.Add(reader.GetString(0));
        return known;
    }

    // The owner checks the chain of checksums; that the newest row is the one the head was written with, only the head can tell.
    private static EntityHistory Whole(EntityKey entity, EntityHistory history, uint headChecksum)
    {
        var (version, checksum) = (history.Snapshot?.Version ?? 0, history.Snapshot?.ChainChecksum);
        foreach (var row in history.Rows)
        {
            if (row.ExpectedVersion != version)
                throw new JournalCorruptException($"{entity}: after version {version} comes a row that starts at {row.ExpectedVersion}.");
            (version, checksum) = (row.Version, row.Checksum);
        }

        return (version, checksum) == (history.Version, headChecksum)
            ? history
            : throw new JournalCorruptException($"{entity}: its head, at version {history.Version}, is not that of its newest row, at {version}.");
    }

    private static JournalRow RowAt(DbDataReader reader, EntityKey entity) => new(
        entity,
        reader.GetInt64(0),
        reader.GetInt64(1),
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)),
        BytesAt(reader, 4),
        ChecksumAt(reader, 3));

    private static byte[] BytesAt(DbDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    private static uint ChecksumAt(DbDataReader reader, int column) => (uint)reader.GetInt64(column);
}
