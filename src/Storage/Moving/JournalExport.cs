using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Omnichannel.Journal;
using Omnichannel.Storage;

namespace Omnichannel.Moving;

/// <summary>How much an export or an import holds.</summary>
/// <param name="KeysCount">Wrapped keys of owners, those that were destroyed included.</param>
public sealed record MovedCounts(long RowsCount, long EntitiesCount, long KeysCount);

/// <summary>Writes a whole journal to a stream, from which <see cref="JournalImport"/> makes the same journal on any store.</summary>
/// <remarks>
/// Rows leave in the order of their shards, and rows of several shards in the order of their times as far as that allows. The chain of every entity is
/// checked on the way, so nothing damaged leaves. Holds about 200 bytes in memory per entity, and one page of rows per shard.
/// </remarks>
public sealed class JournalExport(AdoNetJournal journal)
{
    private const int RowsPerPage = 256;
    private const int KeysPerPage = 1_000;

    private static readonly ReadQuery _rows = new(
        """
        SELECT j.expected_version, j.version, j.at, j.checksum, j.payload, j.position, h.entity, h.version, h.due_at, s.payload_checksum, s.payload
        FROM journal_rows j
            LEFT JOIN journal_heads h ON h.entity_id = j.entity_id
            LEFT JOIN journal_snapshots s ON s.entity_id = j.entity_id AND s.version = j.version
        WHERE j.shard = @shard AND j.position > @afterPosition
        ORDER BY j.position
        """,
        ("shard", DbType.Int16),
        ("afterPosition", DbType.Int64),
        ("rowsMax", DbType.Int32)) { Limit = "rowsMax" };

    private static readonly ReadQuery _keys = new(
        "SELECT owner, master_key, wrapped FROM data_keys WHERE owner > @afterOwner ORDER BY owner",
        ("afterOwner", DbType.String),
        ("keysMax", DbType.Int32)) { Limit = "keysMax" };

    private static readonly ReadQuery _positions = new("SELECT shard, position FROM journal_shards ORDER BY shard");

    private long _rowsCount;
    private long _keysCount;

    /// <summary>How many rows have left so far; for whoever shows it.</summary>
    public long RowsCount => Volatile.Read(ref _rowsCount);

    /// <exception cref="JournalCorruptException">A row is damaged, missing or out of its order.</exception>
    /// <exception cref="JournalMovedException">Somebody wrote to the journal meanwhile: what was written is not one state of it.</exception>
    public async Task<MovedCounts> WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var chains = new EntityChains();
        var until = await ReadPositionsAsync(cancellationToken).ConfigureAwait(false);
        using var file = new JournalFileWriter(stream);
        file.WriteHeader(journal.ShardCount);
        await foreach (var row in MergeAsync(until, cancellationToken).ConfigureAwait(false))
        {
            chains.Check(row);
            file.Write(row);
            Volatile.Write(ref _rowsCount, _rowsCount + 1);
            await file.FlushFullAsync(cancellationToken).ConfigureAwait(false);
        }

        chains.CheckEnds();
        await WriteKeysAsync(file, cancellationToken).ConfigureAwait(false);
        var now = await ReadPositionsAsync(cancellationToken).ConfigureAwait(false);
        if (!now.SequenceEqual(until)) throw new JournalMovedException("The journal was written to while it was exported. Stop every grid that uses it, and export again.");
        var counts = new MovedCounts(_rowsCount, chains.EntitiesCount, _keysCount);
        file.WriteEnd(counts);
        await file.FlushAsync(cancellationToken).ConfigureAwait(false);
        return counts;
    }

    // The oldest of the rows that are next in their shards; of two as old, the one of the lower shard.
    private async IAsyncEnumerable<MovedRow> MergeAsync(long[] until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = new PriorityQueue<IAsyncEnumerator<MovedRow>, (long At, int Shard)>();
        var shards = until.Select((position, shard) => ReadShardAsync(shard, position, cancellationToken).GetAsyncEnumerator(cancellationToken)).ToArray();
        try
        {
            for (var shard = 0; shard < shards.Length; shard++) await AdvanceAsync(shards[shard], shard).ConfigureAwait(false);
            while (next.TryDequeue(out var rows, out var place))
            {
                yield return rows.Current;
                await AdvanceAsync(rows, place.Shard).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var rows in shards) await rows.DisposeAsync().ConfigureAwait(false);
        }

        async ValueTask AdvanceAsync(IAsyncEnumerator<MovedRow> rows, int shard)
        {
            if (await rows.MoveNextAsync().ConfigureAwait(false)) next.Enqueue(rows, (rows.Current.At, shard));
        }
    }

    private async IAsyncEnumerable<MovedRow> ReadShardAsync(
        int shard, long until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var position = 0L; position < until;)
        {
            var page = await journal.Reads.UseAsync(new FeedQuestion(shard, position, RowsPerPage), ReadPageAsync, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0) throw new JournalCorruptException($"Shard {shard} ends at position {position}, not at {until}.");
            foreach (var row in page) yield return row;
            position += page.Count;
        }
    }

    private static async ValueTask<List<MovedRow>> ReadPageAsync(ReadSession session, FeedQuestion question, CancellationToken cancellationToken)
    {
        var arguments = new object[] { (short)question.Shard, question.AfterPosition, question.RowsMax };
        var reader = await session.ExecuteAsync(_rows, arguments, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var page = new List<MovedRow>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var expected = question.AfterPosition + page.Count + 1;
            if (reader.GetInt64(5) != expected || reader.IsDBNull(6)) throw new JournalCorruptException($"Shard {question.Shard} has no whole row at position {expected}.");
            page.Add(RowAt(reader));
        }

        return page;
    }

    private static MovedRow RowAt(DbDataReader reader)
    {
        var version = reader.GetInt64(1);
        var isLast = version == reader.GetInt64(7);
        return new(
            EntityKey.Parse(reader.GetString(6)),
            reader.GetInt64(0),
            version,
            reader.GetInt64(2),
            (uint)reader.GetInt64(3),
            reader.GetFieldValue<byte[]>(4),
            isLast,
            isLast && !reader.IsDBNull(8) ? reader.GetInt64(8) : null,
            reader.IsDBNull(9) ? null : new((uint)reader.GetInt64(9), reader.GetFieldValue<byte[]>(10)));
    }

    private async Task WriteKeysAsync(JournalFileWriter file, CancellationToken cancellationToken)
    {
        for (var afterOwner = "";;)
        {
            var page = await journal.Reads.UseAsync(afterOwner, ReadKeysAsync, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0) return;
            foreach (var key in page) file.Write(key);
            _keysCount += page.Count;
            afterOwner = page[^1].Owner;
            await file.FlushFullAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<List<MovedKey>> ReadKeysAsync(ReadSession session, string afterOwner, CancellationToken cancellationToken)
    {
        var reader = await session.ExecuteAsync(_keys, new object[] { afterOwner, KeysPerPage }, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var page = new List<MovedKey>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            page.Add(new(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2)));
        return page;
    }

    private ValueTask<long[]> ReadPositionsAsync(CancellationToken cancellationToken) => journal.Reads.UseAsync(
        0,
        static async (session, _, cancellationToken) =>
        {
            var reader = await session.ExecuteAsync(_positions, ReadOnlyMemory<object>.Empty, cancellationToken).ConfigureAwait(false);
            await using var closing = reader.ConfigureAwait(false);
            var positions = new List<long>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) positions.Add(reader.GetInt64(1));
            return positions.ToArray();
        },
        cancellationToken);
}
