using System.Data.Common;
using Microsoft.Extensions.Logging;
using Omnichannel.Journal;

namespace Omnichannel.Storage;

/// <summary>One connection, kept for writing one shard, and replaced after any failure: what a failed one still holds or does is not known.</summary>
internal abstract class ShardWriter(JournalDialect dialect, int shard, ILogger logger) : IShardWriter
{
    private DbConnection? _connection;

    protected int Shard => shard;

    public async Task<bool[]> WriteAsync(IReadOnlyList<JournalAppend> batch)
    {
        var connection = _connection ?? await ConnectAsync().ConfigureAwait(false);
        try
        {
            return await WriteAsync(connection, batch).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await DropAsync(connection).ConfigureAwait(false);
            var told = dialect.SaysNothingWasKept(failure)
                ? (Exception)new JournalUnavailableException($"The {dialect.Name} journal refused a batch: {failure.Message}", failure)
                : new JournalUnknownException($"The {dialect.Name} journal did not say whether it kept a batch: {failure.Message}", failure);
            StorageLog.BatchFailed(logger, shard, batch.Count, told);
            throw told;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection) await DropAsync(connection).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the commands that <see cref="WriteAsync(DbConnection, IReadOnlyList{JournalAppend})"/> uses on this connection.</summary>
    protected abstract Task PrepareAsync(DbConnection connection);

    protected abstract Task<bool[]> WriteAsync(DbConnection connection, IReadOnlyList<JournalAppend> batch);

    private async Task<DbConnection> ConnectAsync()
    {
        DbConnection? connection = null;
        try
        {
            connection = await dialect.ConnectForWritingAsync(CancellationToken.None).ConfigureAwait(false);
            await PrepareAsync(connection).ConfigureAwait(false);
            return _connection = connection;
        }
        catch (Exception failure)
        {
            if (connection is not null) await DropAsync(connection).ConfigureAwait(false);
            StorageLog.Unreachable(logger, shard, failure);
            throw new JournalUnavailableException($"The {dialect.Name} journal cannot be reached: {failure.Message}", failure);
        }
    }

    private async Task DropAsync(DbConnection connection)
    {
        _connection = null;
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (DbException failure)
        {
            StorageLog.NotClosed(logger, shard, failure);
        }
    }
}
