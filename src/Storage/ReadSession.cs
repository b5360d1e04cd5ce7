using System.Data;
using System.Data.Common;

namespace Omnichannel.Storage;

/// <summary>A connection for reading, with its prepared commands. One reader at a time.</summary>
internal sealed class ReadSession(JournalDialect dialect, DbConnection connection, int timeoutSeconds) : IAsyncDisposable
{
    private readonly Dictionary<ReadQuery, DbCommand> _commands = [];

    public async ValueTask<DbDataReader> ExecuteAsync(ReadQuery query, ReadOnlyMemory<object> arguments, CancellationToken cancellationToken)
    {
        if (!_commands.TryGetValue(query, out var command))
        {
            command = Create(query);
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
            _commands.Add(query, command);
        }

        for (var index = 0; index < arguments.Length; index++) command.Parameters[index].Value = arguments.Span[index];
        return await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values) await command.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private DbCommand Create(ReadQuery query)
    {
        var command = connection.CreateCommand();
        command.CommandText = query.SqlIn(dialect);
        command.CommandTimeout = timeoutSeconds;
        foreach (var (name, type) in query.Parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.DbType) = ("@" + name, type);
            if (type == DbType.String && dialect.NameSize is { } size) parameter.Size = size;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
