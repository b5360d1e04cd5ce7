using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Omnichannel.Privacy;

namespace Omnichannel.Storage.SqlServer;

/// <summary>A server that several processes share; each keeps one connection per shard for writing.</summary>
/// <remarks>
/// Statements are plain: no MERGE, no hint, no table-valued parameter. The fence is a version in the predicate, a unique key, and which rows came out.
/// One SELECT must see one state of the database, so reads need READ_COMMITTED_SNAPSHOT; a journal does not open without it.
/// </remarks>
internal sealed class SqlServerDialect : JournalDialect
{
    // An error ends the transaction, never only the statement: what failed in a batch has kept nothing of it.
    private const string SettingsSql = "SET XACT_ABORT ON; SET NOCOUNT ON";

    private const string DatabaseSql =
        "SELECT name, is_read_committed_snapshot_on, delayed_durability_desc FROM sys.databases WHERE database_id = DB_ID()";

    private static readonly DataKeySql _keys = new(
        """
        BEGIN TRY
            INSERT INTO data_keys (owner, master_key, wrapped)
            SELECT @owner, @master, @wrapped WHERE NOT EXISTS (SELECT 1 FROM data_keys WHERE owner = @owner);
        END TRY
        BEGIN CATCH
            IF ERROR_NUMBER() NOT IN (2601, 2627) THROW;
        END CATCH
        """,
        """
        BEGIN TRY
            INSERT INTO data_keys (owner, master_key, wrapped)
            SELECT @owner, NULL, NULL WHERE NOT EXISTS (SELECT 1 FROM data_keys WHERE owner = @owner);
        END TRY
        BEGIN CATCH
            IF ERROR_NUMBER() NOT IN (2601, 2627) THROW;
        END CATCH;
        UPDATE data_keys SET master_key = NULL, wrapped = NULL WHERE owner = @owner;
        """,
        GroupMax: 1);

    private readonly DbProviderFactory _provider;
    private readonly string _connectionString;

    public SqlServerDialect(JournalOptions options, DbProviderFactory provider)
    {
        _provider = provider;
        _connectionString = Complete(provider.CreateConnectionStringBuilder()!, options);
    }

    public override string Name => "sqlserver";

    public override string Folder => "SqlServer";

    public override int ShardCountDefault => Limits.JournalShardsDefault;

    public override int ShardCountMax => Limits.JournalShardsMax;

    public override TaskScheduler WriterScheduler => TaskScheduler.Default;

    public override string SchemaTableSql =>
        """
        IF OBJECT_ID(N'journal_scripts', N'U') IS NULL
            CREATE TABLE journal_scripts (number int NOT NULL PRIMARY KEY, name nvarchar(200) NOT NULL, checksum nvarchar(64) NOT NULL)
        """;

    // Gone with the transaction. A wait that ends without the lock is a negative result and no error.
    public override string SchemaLockSql =>
        $"""
        DECLARE @result int;
        EXEC @result = sp_getapplock @Resource = N'omnichannel-journal', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = {SchemaRunner.TimeoutSeconds * 1000};
        IF @result < 0 THROW 50001, N'Another process kept the schema locked.', 1;
        """;

    public override DataKeySql KeySql => _keys;

    // One more than a name has: what is longer is cut, and must not then be the name of somebody else.
    public override int? NameSize => Limits.JournalNameLengthMax + 1;

    public override string LimitSql(string parameter) => $"OFFSET 0 ROWS FETCH NEXT @{parameter} ROWS ONLY";

    public override async Task<DbConnection> ConnectForSchemaAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (name, isSnapshot, _) = await ReadDatabaseAsync(connection, cancellationToken).ConfigureAwait(false);
            if (isSnapshot) return connection;
            throw new StoreSetupException(
                $"The database {name} needs READ_COMMITTED_SNAPSHOT: without it a read can mix two states of an entity. "
                + $"While nobody is connected to it: ALTER DATABASE [{name}] SET READ_COMMITTED_SNAPSHOT ON");
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override async Task<DbTransaction> BeginSchemaAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);

    public override Task<DbConnection> ConnectForWritingAsync(CancellationToken cancellationToken) => ConnectAsync(cancellationToken);

    public override Task<DbConnection> ConnectForReadingAsync(CancellationToken cancellationToken) => ConnectAsync(cancellationToken);

    public override IShardWriter WriterOf(int shard, ILogger logger) => new SqlServerWriter(this, shard, logger);

    public override async Task<JournalDurability> ReadDurabilityAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var (_, _, delayed) = await ReadDatabaseAsync(connection, cancellationToken).ConfigureAwait(false);

        // No commit of ours asks for a delay; only a database that forces it on everybody delays ours.
        return new(delayed != "FORCED", $"delayed_durability={delayed.ToLowerInvariant()}");
    }

    public override bool SaysNothingWasKept(Exception failure) =>
        SqlServerProvider.ErrorsOf(failure) is { Count: > 0 } errors && errors.All(static error => error.EndsTheCommandOnly);

    public override bool SaysCorrupt(DbException failure) => SqlServerProvider.ErrorsOf(failure).Any(static error => error.SaysCorrupt);

    /// <summary>The operator's connection string, with what the journal needs, and encrypted unless that says otherwise.</summary>
    internal static string Complete(DbConnectionStringBuilder builder, JournalOptions options)
    {
        var told = new DbConnectionStringBuilder { ConnectionString = options.ConnectionString };
        builder.ConnectionString = options.ConnectionString;
        if (!told.ContainsKey("Encrypt")) builder["Encrypt"] = true;
        if (!told.ContainsKey("Application Name") && !told.ContainsKey("App")) builder["Application Name"] = "omnichannel-journal";

        // The journal keeps its connections itself. One that broke is never mended behind its back: it may have lost its answer.
        builder["Pooling"] = false;
        builder["Enlist"] = false;
        builder["ConnectRetryCount"] = 0;
        builder["Connect Timeout"] = (int)options.CommandTimeout.TotalSeconds;
        return builder.ConnectionString;
    }

    private static async Task<(string Name, bool IsSnapshot, string Delayed)> ReadDatabaseAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = DatabaseSql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetString(0), Convert.ToInt32(reader.GetValue(1), CultureInfo.InvariantCulture) == 1, reader.IsDBNull(2) ? "disabled" : reader.GetString(2));
    }

    private static bool IsDistrust(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is AuthenticationException) return true;
        }

        return false;
    }

    private async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = _provider.CreateConnection()!;
        try
        {
            connection.ConnectionString = _connectionString;

            // Of asynchronous attempts the provider runs as many as there are processors, and lets the others time out in its queue.
            await Task.Factory.StartNew(connection.Open, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            await using var command = connection.CreateCommand();
            command.CommandText = SettingsSql;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            if (!IsDistrust(failure)) throw;
            throw new StoreSetupException(
                $"The certificate of the SQL Server is not trusted: {failure.Message} Install the certificate of its authority on this machine, "
                + "or name the host that the certificate is for; TrustServerCertificate=True in Grid:ConnectionString takes any certificate, also that of somebody in between.");
        }
    }
}
