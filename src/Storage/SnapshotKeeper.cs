using System.Data;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Omnichannel.Journal;

namespace Omnichannel.Storage;

/// <summary>Writes snapshots beside the writers of the shards, one at a time: what a large one costs, no append waits for.</summary>
internal sealed class SnapshotKeeper(JournalDialect dialect, JournalMetrics metrics, ILogger logger) : IAsyncDisposable
{
    // I23: only the state after a row that is durable. Its checksum stands for all rows before it.
    internal const string FindSql =
        """
        SELECT h.entity_id
        FROM journal_heads h JOIN journal_rows r ON r.entity_id = h.entity_id LEFT JOIN journal_snapshots s ON s.entity_id = h.entity_id
        WHERE h.entity = @entity AND r.expected_version = @expectedVersion AND r.version = @version AND r.checksum = @chainChecksum
            AND (s.version IS NULL OR s.version < @version)
        """;

    internal const string ReplaceSql =
        """
        UPDATE journal_snapshots SET version = @version, chain_checksum = @chainChecksum, payload_checksum = @payloadChecksum, payload = @payload
        WHERE entity_id = @entityId AND version < @version
        """;

    internal const string AddSql =
        """
        INSERT INTO journal_snapshots (entity_id, version, chain_checksum, payload_checksum, payload)
        SELECT @entityId, @version, @chainChecksum, @payloadChecksum, @payload
        WHERE NOT EXISTS (SELECT 1 FROM journal_snapshots s WHERE s.entity_id = @entityId)
        """;

    // Not every store tells how many rows a statement has changed.
    internal const string KeptSql = "SELECT version FROM journal_snapshots WHERE entity_id = @entityId";

    private readonly SemaphoreSlim _place = new(1);
    private int _waitingCount;
    private readonly CancellationTokenSource _closing = new();

    /// <summary>See <see cref="IJournal.KeepSnapshotAsync"/>.</summary>
    public async ValueTask<bool> KeepAsync(SnapshotDraft draft)
    {
        // Each holds a state until it is written.
        if (Interlocked.Increment(ref _waitingCount) > Limits.SnapshotsWaitingMax)
        {
            Interlocked.Decrement(ref _waitingCount);
            return false;
        }

        await _place.WaitAsync().ConfigureAwait(false);
        var (startedAt, outcome) = (JournalMetrics.Now, "failed");
        try
        {
            // A thread of its own: it takes long, and those of the pool have calls to answer.
            var payload = await Task.Factory.StartNew(draft.Encode, _closing.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            _closing.Token.ThrowIfCancellationRequested();

            // On the thread of the writer of the journal, where that has one: the two never wait for each other's lock.
            var writing = Task.Factory.StartNew(() => WriteAsync(draft, payload), CancellationToken.None, TaskCreationOptions.None, dialect.WriterScheduler);
            var isKept = await writing.Unwrap().ConfigureAwait(false);
            outcome = isKept ? "kept" : "not-needed";
            return isKept;
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            outcome = "given-up";
            return false;
        }
        catch (Exception failure) when (StoreFailures.IsOfTheStore(failure))
        {
            StorageLog.SnapshotNotKept(logger, draft.Entity, draft.Version, failure);
            return false;
        }
        finally
        {
            metrics.SnapshotEnded(startedAt, outcome);
            Interlocked.Decrement(ref _waitingCount);
            _place.Release();
        }
    }

    /// <summary>Gives up the one that is being made, and those that wait: a journal that closes has no need of them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _place.WaitAsync().ConfigureAwait(false);
        _place.Release();
    }

    // A connection of its own each time: it is seldom, and a failed one leaves nothing behind.
    private async Task<bool> WriteAsync(SnapshotDraft draft, byte[] payload)
    {
        var given = _closing.Token;
        await using var connection = await dialect.ConnectForWritingAsync(given);
        await using var transaction = await dialect.BeginSchemaAsync(connection, given);
        await using var command = connection.CreateCommand();
        (command.Transaction, command.CommandTimeout) = (transaction, Limits.SnapshotWriteSecondsMax);
        Add(command, "entity", DbType.String, draft.Entity.ToString());
        Add(command, "expectedVersion", DbType.Int64, draft.ExpectedVersion);
        Add(command, "version", DbType.Int64, draft.Version);
        Add(command, "chainChecksum", DbType.Int64, (long)draft.ChainChecksum);
        command.CommandText = FindSql;
        if (await command.ExecuteScalarAsync(given) is not long entityId) return false;

        command.Parameters.Clear();
        Add(command, "entityId", DbType.Int64, entityId);
        Add(command, "version", DbType.Int64, draft.Version);
        Add(command, "chainChecksum", DbType.Int64, (long)draft.ChainChecksum);
        Add(command, "payloadChecksum", DbType.Int64, (long)JournalChecksum.OfSnapshot(draft.ChainChecksum, payload));
        Add(command, "payload", DbType.Binary, payload);
        foreach (var sql in (string[])[ReplaceSql, AddSql])
        {
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(given);
        }

        command.CommandText = KeptSql;
        var isKept = await command.ExecuteScalarAsync(given) is long kept && kept == draft.Version;
        await transaction.CommitAsync(given);
        return isKept;
    }

    private static void Add(DbCommand command, string name, DbType type, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.DbType, parameter.Value) = ("@" + name, type, value);
        command.Parameters.Add(parameter);
    }
}
