using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Omnichannel.Journal;

namespace Omnichannel.Storage.Postgres;

/// <summary>One call of <c>journal_append_2</c> per batch: one round trip, one transaction.</summary>
internal sealed class PostgresWriter(PostgresDialect dialect, int shard, ILogger logger) : ShardWriter(dialect, shard, logger)
{
    private readonly NpgsqlParameter<short> _shard = new() { TypedValue = (short)shard };
    private readonly NpgsqlParameter<string[]> _entities = Array<string[]>(NpgsqlDbType.Text);
    private readonly NpgsqlParameter<long[]> _expectedVersions = Array<long[]>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<long[]> _versions = Array<long[]>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<long[]> _ats = Array<long[]>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<long[]> _checksums = Array<long[]>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<long?[]> _dueAts = Array<long?[]>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<byte[][]> _payloads = Array<byte[][]>(NpgsqlDbType.Bytea);
    private readonly NpgsqlParameter<byte[]?[]> _snapshots = Array<byte[]?[]>(NpgsqlDbType.Bytea);
    private readonly NpgsqlParameter<long?[]> _snapshotChecksums = Array<long?[]>(NpgsqlDbType.Bigint);
    private DbCommand _append = null!;

    protected override async Task PrepareAsync(DbConnection connection)
    {
        _append?.Parameters.Clear();
        _append = connection.CreateCommand();
        _append.CommandText = "SELECT place FROM journal_append_2($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS place";
        _append.Parameters.AddRange(new DbParameter[]
        {
            _shard, _entities, _expectedVersions, _versions, _ats, _checksums, _dueAts, _payloads, _snapshots, _snapshotChecksums,
        });
        await _append.PrepareAsync().ConfigureAwait(false);
    }

    protected override async Task<bool[]> WriteAsync(DbConnection connection, IReadOnlyList<JournalAppend> batch)
    {
        _entities.TypedValue = Column(batch, static append => append.Entity.ToString());
        _expectedVersions.TypedValue = Column(batch, static append => append.ExpectedVersion);
        _versions.TypedValue = Column(batch, static append => append.Version);
        _ats.TypedValue = Column(batch, static append => append.At.ToUnixTimeMilliseconds());
        _checksums.TypedValue = Column(batch, static append => (long)append.Checksum);
        _dueAts.TypedValue = Column(batch, static append => JournalLayout.DueMilliseconds(append.DueAt));
        _payloads.TypedValue = Column(batch, static append => PostgresDialect.BytesOf(append.Payload));
        _snapshots.TypedValue = Column(batch, static append => append.Snapshot is { } snapshot ? PostgresDialect.BytesOf(snapshot.Payload) : null);
        _snapshotChecksums.TypedValue = Column(batch, static append => (long?)append.Snapshot?.PayloadChecksum);

        var accepted = new bool[batch.Count];
        await using var reader = await _append.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false)) accepted[reader.GetInt64(0) - 1] = true;

        // The commit comes after the last row: only the end of the results says that it succeeded.
        while (await reader.NextResultAsync().ConfigureAwait(false)) continue;
        return accepted;
    }

    private static NpgsqlParameter<TArray> Array<TArray>(NpgsqlDbType element) => new() { NpgsqlDbType = NpgsqlDbType.Array | element };

    private static TValue[] Column<TValue>(IReadOnlyList<JournalAppend> batch, Func<JournalAppend, TValue> value)
    {
        var column = new TValue[batch.Count];
        for (var place = 0; place < column.Length; place++) column[place] = value(batch[place]);
        return column;
    }
}
