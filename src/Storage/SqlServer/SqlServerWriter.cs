using System.Data;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Omnichannel.Journal;

namespace Omnichannel.Storage.SqlServer;

/// <summary>One command per batch: one round trip, one transaction, which starts when the whole batch has arrived.</summary>
internal sealed class SqlServerWriter(SqlServerDialect dialect, int shard, ILogger logger) : ShardWriter(dialect, shard, logger)
{
    /// <summary>
    /// The first statement queues up behind the other writers of the shard; each later one sees what was committed before it was let in. The places in the batch that
    /// were accepted are told before the commit, so that nothing can fail after it: the end of the results says that it succeeded.
    /// </summary>
    internal const string AppendSql =
        """
        DECLARE @position bigint, @moved int;
        DECLARE @appends TABLE (
            place int NOT NULL PRIMARY KEY, entity nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL, expected_version bigint NOT NULL, version bigint NOT NULL,
            at bigint NOT NULL, checksum bigint NOT NULL, due_at bigint NULL, payload_start int NOT NULL, payload_length int NOT NULL,
            snapshot_start int NULL, snapshot_length int NULL, snapshot_checksum bigint NULL);
        DECLARE @created TABLE (entity nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL PRIMARY KEY, entity_id bigint NOT NULL);
        DECLARE @accepted TABLE (place int NOT NULL PRIMARY KEY, entity_id bigint NOT NULL);

        INSERT INTO @appends (place, entity, expected_version, version, at, checksum, due_at, payload_start, payload_length, snapshot_start, snapshot_length, snapshot_checksum)
        SELECT place, entity, expected_version, version, at, checksum, due_at, payload_start, payload_length, snapshot_start, snapshot_length, snapshot_checksum
        FROM OPENJSON(@batch) WITH (
            place int, entity nvarchar(400), expected_version bigint, version bigint, at bigint, checksum bigint, due_at bigint, payload_start int, payload_length int,
            snapshot_start int, snapshot_length int, snapshot_checksum bigint);

        BEGIN TRANSACTION;
        UPDATE journal_shards SET position = position WHERE shard = @shard;
        SELECT @position = position FROM journal_shards WHERE shard = @shard;
        IF @position IS NULL THROW 50002, N'The journal has no such shard.', 1;

        INSERT INTO @accepted (place, entity_id)
        SELECT b.place, h.entity_id FROM @appends b JOIN journal_heads h ON h.entity = b.entity
        WHERE h.shard = @shard AND h.version = b.expected_version AND b.expected_version > 0;
        SET @moved = @@ROWCOUNT;
        UPDATE h SET version = b.version, checksum = b.checksum, due_at = b.due_at
        FROM journal_heads h JOIN @appends b ON h.entity = b.entity
        WHERE h.shard = @shard AND h.version = b.expected_version AND b.expected_version > 0;
        IF @@ROWCOUNT <> @moved THROW 50003, N'A head was moved by somebody who did not wait for its shard.', 1;

        INSERT INTO journal_heads (shard, entity, version, checksum, due_at)
        OUTPUT inserted.entity, inserted.entity_id INTO @created (entity, entity_id)
        SELECT @shard, b.entity, b.version, b.checksum, b.due_at FROM @appends b
        WHERE b.expected_version = 0 AND NOT EXISTS (SELECT 1 FROM journal_heads h WHERE h.shard = @shard AND h.entity = b.entity);
        INSERT INTO @accepted (place, entity_id) SELECT b.place, c.entity_id FROM @created c JOIN @appends b ON b.entity = c.entity;

        INSERT INTO journal_rows (shard, position, entity_id, expected_version, version, at, checksum, payload)
        SELECT @shard, @position + ROW_NUMBER() OVER (ORDER BY a.place), a.entity_id, b.expected_version, b.version, b.at, b.checksum,
            SUBSTRING(@bytes, b.payload_start, b.payload_length)
        FROM @accepted a JOIN @appends b ON b.place = a.place;
        UPDATE journal_shards SET position = @position + @@ROWCOUNT WHERE shard = @shard;

        UPDATE s SET version = b.version, chain_checksum = b.checksum, payload_checksum = b.snapshot_checksum,
            payload = SUBSTRING(@bytes, b.snapshot_start, b.snapshot_length)
        FROM journal_snapshots s JOIN @accepted a ON a.entity_id = s.entity_id JOIN @appends b ON b.place = a.place
        WHERE b.snapshot_start IS NOT NULL;
        INSERT INTO journal_snapshots (entity_id, version, chain_checksum, payload_checksum, payload)
        SELECT a.entity_id, b.version, b.checksum, b.snapshot_checksum, SUBSTRING(@bytes, b.snapshot_start, b.snapshot_length)
        FROM @accepted a JOIN @appends b ON b.place = a.place
        WHERE b.snapshot_start IS NOT NULL AND NOT EXISTS (SELECT 1 FROM journal_snapshots s WHERE s.entity_id = a.entity_id);

        SELECT place FROM @accepted;
        COMMIT TRANSACTION;
        """;

    private const int AttemptsMax = 4;

    private DbCommand _append = null!;

    protected override Task PrepareAsync(DbConnection connection)
    {
        _append = connection.CreateCommand();
        _append.CommandText = AppendSql;
        Add("@shard", DbType.Int16, size: 0).Value = (short)Shard;
        Add("@batch", DbType.String, size: -1);
        Add("@bytes", DbType.Binary, size: -1);
        return Task.CompletedTask;
    }

    protected override async Task<bool[]> WriteAsync(DbConnection connection, IReadOnlyList<JournalAppend> batch)
    {
        var (json, bytes) = SqlServerBatch.Of(batch);
        (_append.Parameters[1].Value, _append.Parameters[2].Value) = (json, bytes);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryWriteAsync(batch.Count).ConfigureAwait(false);
            }
            catch (DbException failure) when (attempt < AttemptsMax && LostADeadlock(failure))
            {
                // The server chose this transaction to end a deadlock, and rolled it back: nothing stands in the way of the same batch now.
            }
        }
    }

    private bool LostADeadlock(DbException failure) =>
        dialect.SaysNothingWasKept(failure) && SqlServerProvider.ErrorsOf(failure).Any(static error => error.Number == SqlServerError.Deadlocked);

    private async Task<bool[]> TryWriteAsync(int appendsCount)
    {
        var accepted = new bool[appendsCount];
        await using var reader = await _append.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false)) accepted[reader.GetInt32(0)] = true;

        // The commit comes after the last row: only the end of the results says that it succeeded.
        while (await reader.NextResultAsync().ConfigureAwait(false)) continue;
        return accepted;
    }

    private DbParameter Add(string name, DbType type, int size)
    {
        var parameter = _append.CreateParameter();
        (parameter.ParameterName, parameter.DbType) = (name, type);
        if (size != 0) parameter.Size = size;
        _append.Parameters.Add(parameter);
        return parameter;
    }
}
