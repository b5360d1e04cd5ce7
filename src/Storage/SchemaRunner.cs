using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Omnichannel.Storage;

/// <summary>A numbered step of the schema. Once released it never changes; a change is a new number.</summary>
internal sealed record SchemaScript(int Number, string Name, string Sql)
{
    /// <summary>Blind to line ends, so that a checkout on another system has the same.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The scripts of a folder that are built into this assembly, in order.</summary>
    public static IReadOnlyList<SchemaScript> In(string folder)
    {
        var assembly = typeof(SchemaScript).Assembly;
        var prefix = $"{folder}/Scripts/";
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               let path = resource.Replace('\\', '/')
               where path.StartsWith(prefix, StringComparison.Ordinal)
               let name = Path.GetFileNameWithoutExtension(path)
               orderby name
               select new SchemaScript(int.Parse(name.AsSpan(0, 3), CultureInfo.InvariantCulture), name, Read(resource)),
        ];

        string Read(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return reader.ReadToEnd();
        }
    }
}

/// <summary>The schema of this database is not one that this build can work with.</summary>
public sealed class SchemaException(string message) : Exception(message);

/// <summary>Brings a database to the newest schema: all missing scripts in one transaction, under a lock, whoever starts at the same time.</summary>
internal sealed class SchemaRunner(JournalDialect dialect, IReadOnlyList<SchemaScript> scripts, ILogger logger)
{
    /// <summary>How long a script, or the wait for another process that runs one, may take.</summary>
    public const int TimeoutSeconds = 600;

    /// <param name="shardCount">How many shards a new journal gets.</param>
    /// <returns>How many shards the journal has.</returns>
    /// <exception cref="StoreSetupException">An import into the journal has not ended.</exception>
    /// <exception cref="SchemaException">A script was changed after it ran, or the database is newer than this build.</exception>
    public async Task<int> RunAsync(int shardCount, CancellationToken cancellationToken)
    {
        await using var connection = await dialect.ConnectForSchemaAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await dialect.BeginSchemaAsync(connection, cancellationToken).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        (command.Transaction, command.CommandTimeout) = (transaction, TimeoutSeconds);
        await ExecuteAsync(command, dialect.SchemaLockSql, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(command, dialect.SchemaTableSql, cancellationToken).ConfigureAwait(false);
        var applied = await ReadAppliedAsync(command, cancellationToken).ConfigureAwait(false);
        var newest = applied.Keys.DefaultIfEmpty().Max();
        if (newest > scripts[^1].Number)
            throw new SchemaException($"The database has schema script {newest}; this build ends at {scripts[^1].Number}. Start a newer build.");
        foreach (var script in scripts.Where(script => !IsApplied(script, applied)))
        {
            await ExecuteAsync(command, script.Sql, cancellationToken).ConfigureAwait(false);
            var record = $"INSERT INTO journal_scripts (number, name, checksum) VALUES ({script.Number}, '{script.Name}', '{script.Checksum}')";
            await ExecuteAsync(command, record, cancellationToken).ConfigureAwait(false);
            StorageLog.ScriptApplied(logger, script.Name);
        }

        await RefuseHalfAnImportAsync(command, cancellationToken).ConfigureAwait(false);
        var existing = await EnsureShardsAsync(command, shardCount, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return existing;
    }

    /// <summary>Changes nothing.</summary>
    /// <returns>How many shards the journal has.</returns>
    /// <exception cref="StoreSetupException">An import into the journal has not ended.</exception>
    /// <exception cref="SchemaException">There is no journal, or one with other scripts than this build has.</exception>
    public async Task<int> CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dialect.ConnectForReadingAsync(cancellationToken).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        Dictionary<int, string> applied;
        try
        {
            applied = await ReadAppliedAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException failure)
        {
            throw new SchemaException($"There is no journal in this database: {failure.Message}");
        }

        if (applied.Count != scripts.Count || !scripts.All(script => IsApplied(script, applied)))
            throw new SchemaException("The journal has the schema of another build. Use the omni of that build, or start a grid of this one on it first.");
        await RefuseHalfAnImportAsync(command, cancellationToken).ConfigureAwait(false);
        command.CommandText = "SELECT count(*) FROM journal_shards";
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    private static bool IsApplied(SchemaScript script, Dictionary<int, string> applied)
    {
        if (!applied.TryGetValue(script.Number, out var checksum)) return false;
        if (checksum == script.Checksum) return true;
        throw new SchemaException($"Schema script {script.Name} is not the one that was applied to this database. A change needs a new number.");
    }

    private static async Task<Dictionary<int, string>> ReadAppliedAsync(DbCommand command, CancellationToken cancellationToken)
    {
        command.CommandText = "SELECT number, checksum FROM journal_scripts";
        var applied = new Dictionary<int, string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) applied.Add(reader.GetInt32(0), reader.GetString(1));
        return applied;
    }

    private static async Task RefuseHalfAnImportAsync(DbCommand command, CancellationToken cancellationToken)
    {
        command.CommandText = "SELECT count(*) FROM journal_imports WHERE is_finished = 0";
        if (Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture) > 0)
            throw new StoreSetupException("An import into this journal has begun and has not ended. If it was broken off, take a new database and import again.");
    }

    // In the same transaction: nobody ever sees a journal with some of its shards.
    private static async Task<int> EnsureShardsAsync(DbCommand command, int shardCount, CancellationToken cancellationToken)
    {
        command.CommandText = "SELECT count(*) FROM journal_shards";
        var count = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        if (Convert.ToInt32(count, CultureInfo.InvariantCulture) is var existing and > 0) return existing;
        var shards = string.Join(", ", Enumerable.Range(0, shardCount).Select(shard => $"({shard}, 0)"));
        await ExecuteAsync(command, $"INSERT INTO journal_shards (shard, position) VALUES {shards}", cancellationToken).ConfigureAwait(false);
        return shardCount;
    }

    private static Task ExecuteAsync(DbCommand command, string sql, CancellationToken cancellationToken)
    {
        command.CommandText = sql;
        return command.ExecuteNonQueryAsync(cancellationToken);
    }
}
