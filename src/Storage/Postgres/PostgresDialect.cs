using System.Data;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Omnichannel.Storage.Postgres;

/// <summary>A server that several processes share; each keeps one connection per shard for writing.</summary>
internal sealed class PostgresDialect : JournalDialect
{
    // Nothing weaker than a flushed commit, nor weaker than what the operator set. Plans that look up one append at a time, however small the tables were when
    // they were made. A writer that is cut off must not keep its shard locked for hours.
    private const string WriterSettingsSql =
        """
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write');
        SET jit = off;
        SET plan_cache_mode = force_generic_plan;
        SET enable_seqscan = off;
        SET tcp_keepalives_idle = 5;
        SET tcp_keepalives_interval = 2;
        SET tcp_keepalives_count = 3
        """;

    // Prepared plans outlive the statistics they were made from. Every question is a look-up in an index, however small the tables were then.
    private const string ReaderSettingsSql = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

    private static readonly ReadQuery _known = new(
        "SELECT h.entity FROM json_array_elements_text(CAST(@entities AS json)) AS asked(entity) JOIN journal_heads h ON h.entity = asked.entity",
        ("entities", DbType.String));

    private readonly NpgsqlDataSource _source;

    public PostgresDialect(JournalOptions options)
    {
        var seconds = (int)options.CommandTimeout.TotalSeconds;

        // The journal keeps its connections itself, with their prepared commands.
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = false,
            Timeout = seconds,
            CommandTimeout = seconds,
            Enlist = false,
        };
        builder.ApplicationName ??= "omnichannel-journal";
        _source = NpgsqlDataSource.Create(builder);
    }

    public override string Name => "postgres";

    public override string Folder => "Postgres";

    public override int ShardCountDefault => Limits.JournalShardsDefault;

    public override int ShardCountMax => Limits.JournalShardsMax;

    public override ReadQuery? KnownQuery => _known;

    public override TaskScheduler WriterScheduler => TaskScheduler.Default;

    // An arbitrary number that nobody else uses; gone with the transaction.
    public override string SchemaLockSql => "SELECT pg_advisory_xact_lock(5871120233904412)";

    public override async Task<DbConnection> ConnectForSchemaAsync(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    public override async Task<DbTransaction> BeginSchemaAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);

    public override Task<DbConnection> ConnectForWritingAsync(CancellationToken cancellationToken) =>
        ConnectAsync(WriterSettingsSql, cancellationToken);

    public override Task<DbConnection> ConnectForReadingAsync(CancellationToken cancellationToken) =>
        ConnectAsync(ReaderSettingsSql, cancellationToken);

    public override IShardWriter WriterOf(int shard, ILogger logger) => new PostgresWriter(this, shard, logger);

    public override async Task<JournalDurability> ReadDurabilityAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectForWritingAsync(cancellationToken).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes')";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var (commit, fsync, pages) = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
        return new(
            commit is "on" or "remote_apply" && fsync == "on" && pages == "on",
            $"synchronous_commit={commit} fsync={fsync} full_page_writes={pages}");
    }

    // An ERROR rolls the transaction back. A FATAL may come when the commit is on the disk already.
    public override bool SaysNothingWasKept(Exception failure) => failure is PostgresException { InvariantSeverity: "ERROR" };

    public override bool SaysCorrupt(DbException failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted };

    public override void Dispose() => _source.Dispose();

    private async Task<DbConnection> ConnectAsync(string settings, CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = settings;
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
