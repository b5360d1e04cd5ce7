using System.Data.Common;
using Microsoft.Extensions.Logging;
using Omnichannel.Journal;

namespace Omnichannel.Storage.Sqlite;

/// <summary>A failure before COMMIT was tried: the transaction is gone.</summary>
internal sealed class UncommittedException(Exception inner) : Exception(inner.Message, inner);

/// <summary>Prepared rows in one immediate transaction. Everything here blocks: it runs on the writer's own thread.</summary>
internal sealed class SqliteWriter(SqliteDialect dialect, int shard, ILogger logger) : ShardWriter(dialect, shard, logger)
{
    private Command _begin = null!;
    private Command _commit = null!;
    private Command _ends = null!;
    private Command _createHead = null!;
    private Command _moveHead = null!;
    private Command _insertRow = null!;
    private Command _keepSnapshot = null!;
    private Command _moveShard = null!;

    protected override Task PrepareAsync(DbConnection connection)
    {
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _ends = new(
            connection,
            "SELECT position, (SELECT coalesce(max(entity_id), 0) FROM journal_heads) FROM journal_shards WHERE shard = 0");
        _createHead = new(
            connection,
            """
            INSERT INTO journal_heads (entity_id, entity, shard, version, checksum, due_at)
            VALUES (@entityId, @entity, 0, @version, @checksum, @dueAt) ON CONFLICT (entity) DO NOTHING
            """,
            "@entityId", "@entity", "@version", "@checksum", "@dueAt");
        _moveHead = new(
            connection,
            """
            UPDATE journal_heads SET version = @version, checksum = @checksum, due_at = @dueAt
            WHERE entity = @entity AND version = @expectedVersion RETURNING entity_id
            """,
            "@entity", "@expectedVersion", "@version", "@checksum", "@dueAt");
        _insertRow = new(
            connection,
            """
            INSERT INTO journal_rows (position, shard, entity_id, expected_version, version, at, checksum, payload)
            VALUES (@position, 0, @entityId, @expectedVersion, @version, @at, @checksum, @payload)
            """,
            "@position", "@entityId", "@expectedVersion", "@version", "@at", "@checksum", "@payload");
        _keepSnapshot = new(
            connection,
            """
            INSERT OR REPLACE INTO journal_snapshots (entity_id, version, chain_checksum, payload_checksum, payload)
            VALUES (@entityId, @version, @chainChecksum, @payloadChecksum, @payload)
            """,
            "@entityId", "@version", "@chainChecksum", "@payloadChecksum", "@payload");
        _moveShard = new(connection, "UPDATE journal_shards SET position = @position WHERE shard = 0", "@position");
        return Task.CompletedTask;
    }

    protected override Task<bool[]> WriteAsync(DbConnection connection, IReadOnlyList<JournalAppend> batch)
    {
        bool[] accepted;
        try
        {
            _begin.Execute();
            accepted = WriteAll(batch);
        }
        catch (Exception failure)
        {
            throw new UncommittedException(failure);
        }

        _commit.Execute();
        return Task.FromResult(accepted);
    }

    private bool[] WriteAll(IReadOnlyList<JournalAppend> batch)
    {
        var (position, lastId) = ReadEnds();
        var accepted = new bool[batch.Count];
        for (var place = 0; place < batch.Count; place++)
        {
            var append = batch[place];
            if (EntityIdOf(append, ref lastId) is not { } entityId) continue;
            accepted[place] = true;
            position++;
            var (at, payload) = (append.At.ToUnixTimeMilliseconds(), JournalDialect.BytesOf(append.Payload));
            _insertRow.Execute(position, entityId, append.ExpectedVersion, append.Version, at, (long)append.Checksum, payload);
            if (append.Snapshot is not { } snapshot) continue;
            var state = JournalDialect.BytesOf(snapshot.Payload);
            _keepSnapshot.Execute(entityId, snapshot.Version, (long)snapshot.ChainChecksum, (long)snapshot.PayloadChecksum, state);
        }

        _moveShard.Execute(position);
        return accepted;
    }

    private (long Position, long LastId) ReadEnds()
    {
        using var reader = _ends.Read();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : throw new InvalidDataException("The journal has no shard 0.");
    }

    // The fence: null when the entity has another version than expected.
    private long? EntityIdOf(JournalAppend append, ref long lastId)
    {
        object due = JournalLayout.DueMilliseconds(append.DueAt) is { } at ? at : DBNull.Value;
        var entity = append.Entity.ToString();
        if (append.ExpectedVersion > 0) return (long?)_moveHead.Scalar(entity, append.ExpectedVersion, append.Version, (long)append.Checksum, due);
        return _createHead.Execute(lastId + 1, entity, append.Version, (long)append.Checksum, due) == 1 ? ++lastId : null;
    }

    /// <summary>A prepared command whose parameters are given in order.</summary>
    private sealed class Command
    {
        private readonly DbCommand _command;

        public Command(DbConnection connection, string sql, params string[] parameters)
        {
            _command = connection.CreateCommand();
            _command.CommandText = sql;
            foreach (var name in parameters)
            {
                var parameter = _command.CreateParameter();
                parameter.ParameterName = name;
                _command.Parameters.Add(parameter);
            }

            _command.Prepare();
        }

        public int Execute(params ReadOnlySpan<object> values)
        {
            Bind(values);
            return _command.ExecuteNonQuery();
        }

        public object? Scalar(params ReadOnlySpan<object> values)
        {
            Bind(values);
            return _command.ExecuteScalar();
        }

        public DbDataReader Read() => _command.ExecuteReader();

        private void Bind(ReadOnlySpan<object> values)
        {
            for (var index = 0; index < values.Length; index++) _command.Parameters[index].Value = values[index];
        }
    }
}
