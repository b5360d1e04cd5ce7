using System.Data;
using System.Data.Common;
using System.Globalization;
using Omnichannel.Storage;

namespace Omnichannel.Moving;

/// <summary>Makes a journal out of an export, on any store. Only into an empty one, and only from a file that has been read to its end and found whole.</summary>
/// <remarks>
/// Entities, versions, checksums, snapshots, due times and wrapped keys are those of the file. Positions are given anew, in the order of the file: with as many shards as the
/// exported journal had they come out the same, else every cursor into the old journal is void. While an import has begun and not ended, no grid opens the journal.
/// </remarks>
public sealed class JournalImport(AdoNetJournal journal)
{
    private const int AppendsInFlightMax = 4 * Limits.JournalBatchEntitiesMax;

    private const string CountSql =
        "SELECT (SELECT count(*) FROM journal_rows) + (SELECT count(*) FROM journal_heads) + (SELECT count(*) FROM data_keys) + (SELECT count(*) FROM journal_imports)";

    private const string InsertKeySql = "INSERT INTO data_keys (owner, master_key, wrapped) VALUES (@owner, @master, @wrapped)";

    private long _rowsCount;

    /// <summary>How many rows have landed so far; for whoever shows it.</summary>
    public long RowsCount => Volatile.Read(ref _rowsCount);

    /// <param name="open">Opens the file at its beginning; called twice.</param>
    /// <exception cref="JournalFileException">The file is damaged or not whole: nothing was written.</exception>
    /// <exception cref="JournalMovedException">The journal is not empty: nothing was written.</exception>
    public async Task<MovedCounts> ReadAsync(Func<Stream> open, CancellationToken cancellationToken)
    {
        MovedCounts whole;
        await using (var stream = open())
        {
            whole = await JournalFileReader.ReadAsync(stream, static _ => default, static _ => default, cancellationToken).ConfigureAwait(false);
        }

        await using var connection = await journal.Dialect.ConnectForKeysAsync(cancellationToken).ConfigureAwait(false);
        await BeginAsync(connection, cancellationToken).ConfigureAwait(false);
        await using (var stream = open()) await LandAsync(stream, connection, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, $"UPDATE journal_imports SET rows_count = {whole.RowsCount}, is_finished = 1", cancellationToken).ConfigureAwait(false);
        return whole;
    }

    // The row in journal_imports is the only one there can be: of two imports at once one ends here.
    private static async Task BeginAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = CountSql;
        if (Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture) != 0)
            throw new JournalMovedException("The journal is not empty. An import needs a new database, in which no grid has been started and no import was broken off.");
        await ExecuteAsync(connection, "INSERT INTO journal_imports (id, rows_count, is_finished) VALUES (1, 0, 0)", cancellationToken).ConfigureAwait(false);
    }

    private async Task LandAsync(Stream stream, DbConnection connection, CancellationToken cancellationToken)
    {
        var landing = new Queue<Task>();
        await JournalFileReader.ReadAsync(
            stream,
            async row =>
            {
                // In the order of the file: an append is in its queue before this returns.
                landing.Enqueue(journal.AppendAsync(row.ToAppend()).AsTask());
                while (landing.Count > AppendsInFlightMax || (landing.TryPeek(out var first) && first.IsCompleted)) await NextLandedAsync().ConfigureAwait(false);
            },
            async key =>
            {
                while (landing.Count > 0) await NextLandedAsync().ConfigureAwait(false);
                await InsertKeyAsync(connection, key, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        while (landing.Count > 0) await NextLandedAsync().ConfigureAwait(false);

        async Task NextLandedAsync()
        {
            await landing.Dequeue().ConfigureAwait(false);
            Volatile.Write(ref _rowsCount, _rowsCount + 1);
        }
    }

    private static async Task InsertKeyAsync(DbConnection connection, MovedKey key, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = InsertKeySql;
        Add("@owner", DbType.String, key.Owner);
        Add("@master", DbType.String, key.MasterKeyId);
        Add("@wrapped", DbType.Binary, key.Wrapped);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        void Add(string name, DbType type, object? value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.DbType, parameter.Value) = (name, type, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
