using System.Data;
using System.Data.Common;
using Omnichannel.Journal;
using Omnichannel.Storage;

namespace Omnichannel.Privacy;

/// <summary>One write of a key, and who waits for it.</summary>
internal sealed class KeyWrite(string sql, (string Name, object Value)[] arguments) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public string Sql => sql;

    public (string Name, object Value)[] Arguments => arguments;

    public string Owner { get; } = (string)Array.Find(arguments, static argument => argument.Name == "owner").Value;
}

/// <summary>Writes of keys, by one connection. What arrives while one is on its way to the disk leaves together in the next transaction: there is no waiting for company.</summary>
/// <remarks>In the order of their owners: two processes that write the same keys wait for each other and never both.</remarks>
internal sealed class KeyWrites(JournalDialect dialect, TimeSpan timeout) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<KeyWrite> _waiting = new();
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private DbConnection? _connection;

    public Task WriteAsync(KeyWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _waiting.Enqueue(write);
            if (!_isWriting)
            {
                _isWriting = true;
                _writing = Task.Run(WriteGroupsAsync, CancellationToken.None);
            }
        }

        return write.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.ConfigureAwait(false);
        if (_connection is { } connection) await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteGroupsAsync()
    {
        while (TakeGroup() is { } group)
        {
            try
            {
                // On the thread of the writer of the journal, where that has one: the two never wait for each other's lock.
                await Task.Factory.StartNew(() => RunAsync(group), CancellationToken.None, TaskCreationOptions.None, dialect.WriterScheduler).Unwrap().ConfigureAwait(false);
                foreach (var write in group) write.SetResult();
            }
            catch (Exception failure)
            {
                await FailAsync(group, failure).ConfigureAwait(false);
            }
        }
    }

    // Null when nobody waits: whoever comes next begins anew.
    private KeyWrite[]? TakeGroup()
    {
        lock (_gate)
        {
            var group = new List<KeyWrite>();
            while (group.Count < dialect.KeySql.GroupMax && _waiting.TryDequeue(out var write)) group.Add(write);
            _isWriting = group.Count > 0;
            return _isWriting ? [.. group.OrderBy(static write => write.Owner, StringComparer.Ordinal)] : null;
        }
    }

    private async Task FailAsync(KeyWrite[] group, Exception failure)
    {
        if (_connection is { } broken) await broken.DisposeAsync().ConfigureAwait(false);
        _connection = null;
        var told = StoreFailures.IsOfTheStore(failure)
            ? new JournalUnknownException($"The {dialect.Name} store did not say whether it kept a key: {failure.Message}", failure)
            : failure;
        foreach (var write in group)
        {
            write.SetException(told);
            _ = write.Task.Exception; // Observed: who asked may have given up.
        }
    }

    private async Task RunAsync(KeyWrite[] group)
    {
        _connection ??= await dialect.ConnectForKeysAsync(CancellationToken.None).ConfigureAwait(false);
        var transaction = group.Length == 1 ? null : await _connection.BeginTransactionAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (transaction is not null && _connection.CanCreateBatch) await RunAtOnceAsync(group, _connection, transaction).ConfigureAwait(false);
            else foreach (var write in group) await RunAsync(write, _connection, transaction).ConfigureAwait(false);
            if (transaction is not null) await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            if (transaction is not null) await transaction.DisposeAsync().ConfigureAwait(false);
        }
    }

    // One round trip for all of them, where the way to the store can do that.
    private async Task RunAtOnceAsync(KeyWrite[] group, DbConnection connection, DbTransaction transaction)
    {
        await using var batch = connection.CreateBatch();
        batch.Timeout = (int)timeout.TotalSeconds;
        batch.Transaction = transaction;
        foreach (var write in group)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = write.Sql;
            foreach (var (name, value) in write.Arguments) command.Parameters.Add(Filled(command.CreateParameter(), name, value));
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task RunAsync(KeyWrite write, DbConnection connection, DbTransaction? transaction)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = write.Sql;
        command.CommandTimeout = (int)timeout.TotalSeconds;
        command.Transaction = transaction;
        foreach (var (name, value) in write.Arguments) command.Parameters.Add(Filled(command.CreateParameter(), name, value));
        await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static DbParameter Filled(DbParameter parameter, string name, object value)
    {
        (parameter.ParameterName, parameter.DbType, parameter.Value) = ("@" + name, value is byte[] ? DbType.Binary : DbType.String, value);
        return parameter;
    }
}
