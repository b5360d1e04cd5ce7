using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Omnichannel.Storage.Sqlite;

/// <summary>One file, one writer, many readers that never wait for it: write-ahead log, synced with every commit.</summary>
/// <remarks>The provider has no asynchronous calls: reads run on their caller's thread, mostly from memory; writes on a thread of their own.</remarks>
internal sealed class SqliteDialect : JournalDialect
{
    private const int ErrorCorrupt = 11;

    // A checkpoint is taken every 16 MB of log: often enough to keep the log short, seldom enough to write a page once that changed many times.
    private const string WriterSettingsSql =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA fullfsync = ON;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA cache_size = -65536
        """;

    private readonly string _connectionString;
    private readonly int _timeoutSeconds;
    private readonly DedicatedThread _thread;

    public SqliteDialect(JournalOptions options)
    {
        SQLitePCL.Batteries_V2.Init();
        _timeoutSeconds = (int)options.CommandTimeout.TotalSeconds;
        var builder = new SqliteConnectionStringBuilder(options.ConnectionString) { Pooling = false };
        if (builder.Mode == SqliteOpenMode.Memory || builder.DataSource is "" or ":memory:")
            throw new ArgumentException("A journal on SQLite needs a file: what is only in memory is not kept.", nameof(options));
        if (Path.GetDirectoryName(Path.GetFullPath(builder.DataSource)) is { } folder) Directory.CreateDirectory(folder);
        _connectionString = builder.ConnectionString;
        _thread = new("journal-writer");
    }

    public static bool HasFile(JournalOptions options) => File.Exists(new SqliteConnectionStringBuilder(options.ConnectionString).DataSource);

    public override string Name => "sqlite";

    public override string Folder => "Sqlite";

    public override int ShardCountDefault => 1;

    public override int ShardCountMax => 1;

    public override TaskScheduler WriterScheduler => _thread;

    // BeginSchemaAsync holds the lock already: it is the only writer.
    public override string SchemaLockSql => "SELECT 1";

    public override Task<DbConnection> ConnectForSchemaAsync(CancellationToken cancellationToken) =>
        ConnectAsync(WriterSettingsSql, SchemaRunner.TimeoutSeconds, cancellationToken);

    public override async Task<DbTransaction> BeginSchemaAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken).ConfigureAwait(false);

    public override Task<DbConnection> ConnectForWritingAsync(CancellationToken cancellationToken) =>
        ConnectAsync(WriterSettingsSql, _timeoutSeconds, cancellationToken);

    public override Task<DbConnection> ConnectForKeysAsync(CancellationToken cancellationToken) =>
        ConnectAsync(WriterSettingsSql + "; PRAGMA cache_size = -2048; PRAGMA secure_delete = ON", _timeoutSeconds, cancellationToken);

    public override Task<DbConnection> ConnectForReadingAsync(CancellationToken cancellationToken) =>
        ConnectAsync("PRAGMA query_only = ON", _timeoutSeconds, cancellationToken);

    public override IShardWriter WriterOf(int shard, ILogger logger) => new SqliteWriter(this, shard, logger);

    public override async Task<JournalDurability> ReadDurabilityAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectForWritingAsync(cancellationToken).ConfigureAwait(false);
        var mode = await ReadAsync(connection, "PRAGMA journal_mode", cancellationToken).ConfigureAwait(false);
        var synchronous = await ReadAsync(connection, "PRAGMA synchronous", cancellationToken).ConfigureAwait(false);
        return new(mode == "wal" && synchronous == "2", $"journal_mode={mode} synchronous={(synchronous == "2" ? "full" : synchronous)}");
    }

    public override bool SaysNothingWasKept(Exception failure) => failure is UncommittedException;

    public override bool SaysCorrupt(DbException failure) => failure is SqliteException { SqliteErrorCode: ErrorCorrupt };

    public override void Dispose() => _thread.Dispose();

    private static async Task<string> ReadAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture) ?? "";
    }

    private async Task<DbConnection> ConnectAsync(string settings, int timeoutSeconds, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString) { DefaultTimeout = timeoutSeconds };
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA busy_timeout = {timeoutSeconds * 1000}; {settings}";
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
