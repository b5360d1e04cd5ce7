using Microsoft.Extensions.Logging;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Storage;

/// <summary>The journal in a database. Give each process one; several processes may share a database.</summary>
public sealed class AdoNetJournal : IJournal, IAsyncDisposable
{
    private readonly JournalDialect _dialect;
    private readonly ReadPool _reads;
    private readonly GroupRead? _groups;
    private readonly SnapshotKeeper _snapshots;
    private readonly JournalQueue _queue = new();
    private readonly JournalMetrics _metrics;
    private readonly GroupCommit[] _shards;
    private readonly TimeSpan _timeout;
    private AdoNetDataKeys? _keys;
    private bool _isClosed;

    private AdoNetJournal(JournalDialect dialect, JournalOptions options, int shardCount, JournalDurability durability, ILogger logger)
    {
        _dialect = dialect;
        _timeout = options.CommandTimeout;
        Durability = durability;
        _metrics = new(dialect.Name, _queue);
        _reads = new(dialect, options, logger);
        _snapshots = new(dialect, _metrics, logger);
        _groups = dialect.KnownQuery is { } known ? new(_reads, known) : null;
        _shards = [.. Enumerable.Range(0, shardCount).Select(shard =>
            new GroupCommit(dialect.WriterOf(shard, logger), new(), dialect.WriterScheduler, _queue, _metrics, shard))];
    }

    public int ShardCount => _shards.Length;

    public bool IsBusy => _queue.IsFull;

    /// <summary>What an acknowledgement is worth with the settings that were in effect when the journal was opened.</summary>
    public JournalDurability Durability { get; }

    internal ReadPool Reads => _reads;

    internal JournalDialect Dialect => _dialect;

    /// <summary>Connects, and brings the schema up to date; many processes may do so at once.</summary>
    /// <exception cref="SchemaException">The schema is not one that this build can work with.</exception>
    /// <exception cref="StoreSetupException">Something has to be set or installed first, or an import into this journal was broken off.</exception>
    /// <exception cref="JournalUnavailableException">The database cannot be reached, or refused.</exception>
    public static Task<AdoNetJournal> OpenAsync(JournalOptions options, ILoggerFactory loggers, CancellationToken cancellationToken = default) =>
        OpenAsync(options, loggers, static (schema, shardCount, cancellationToken) => schema.RunAsync(shardCount, cancellationToken), cancellationToken);

    /// <summary>Connects to a journal that is there and has the schema of this build, and leaves it as it is.</summary>
    /// <exception cref="SchemaException">There is no journal, or one of another build.</exception>
    /// <exception cref="JournalUnavailableException">The database cannot be reached, or refused.</exception>
    public static Task<AdoNetJournal> OpenExistingAsync(JournalOptions options, ILoggerFactory loggers, CancellationToken cancellationToken = default)
    {
        if (options.Store == JournalStore.Sqlite && !Sqlite.SqliteDialect.HasFile(options)) throw new SchemaException("There is no journal: the file of the connection string is missing.");
        return OpenAsync(options, loggers, static (schema, _, cancellationToken) => schema.CheckAsync(cancellationToken), cancellationToken);
    }

    private static async Task<AdoNetJournal> OpenAsync(
        JournalOptions options, ILoggerFactory loggers, Func<SchemaRunner, int, CancellationToken, Task<int>> prepare, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CommandTimeout, TimeSpan.FromSeconds(1), nameof(options.CommandTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ReadConnectionsMax, 1, nameof(options.ReadConnectionsMax));
        var logger = loggers.CreateLogger<AdoNetJournal>();
        var dialect = JournalDialect.For(options);
        try
        {
            var wanted = options.ShardCount ?? dialect.ShardCountDefault;
            ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1, nameof(options.ShardCount));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, dialect.ShardCountMax, nameof(options.ShardCount));
            var schema = new SchemaRunner(dialect, SchemaScript.In(dialect.Folder), logger);
            var shardCount = await prepare(schema, wanted, cancellationToken).ConfigureAwait(false);
            var durability = await dialect.ReadDurabilityAsync(cancellationToken).ConfigureAwait(false);
            StorageLog.Opened(logger, dialect.Name, shardCount, durability);
            return new(dialect, options, shardCount, durability, logger);
        }
        catch (Exception failure)
        {
            dialect.Dispose();
            if (!StoreFailures.IsOfTheStore(failure)) throw;
            throw new JournalUnavailableException($"The {dialect.Name} journal cannot be opened: {failure.Message}", failure);
        }
    }

    /// <summary>The keys of those whose texts are in this journal, in the same database. They end with the journal.</summary>
    public IDataKeys KeysUnder(MasterKeys masters) => _keys ??= new(_dialect, _reads, masters, _timeout);

    public ValueTask AppendAsync(JournalAppend append)
    {
        JournalLayout.Check(append);
        return new(_shards[JournalLayout.ShardOf(append.Entity, ShardCount)].AppendAsync(append));
    }

    public ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft) => _snapshots.KeepAsync(draft);

    public ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken) =>
        _groups?.ReadAsync(entity, cancellationToken) ?? _reads.UseAsync(entity, JournalReads.HistoryAsync, cancellationToken);

    public ValueTask<IReadOnlyList<JournalRow>> ReadRowsAsync(
        EntityKey entity, long afterVersion, int rowsMax, CancellationToken cancellationToken) =>
        _reads.UseAsync(new RowsQuestion(entity, afterVersion, rowsMax), JournalReads.RowsAsync, cancellationToken);

    public ValueTask<IReadOnlyList<FeedRow>> ReadFromAsync(int shard, long afterPosition, int rowsMax, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, ShardCount);
        return _reads.UseAsync(new FeedQuestion(shard, afterPosition, rowsMax), JournalReads.FeedAsync, cancellationToken);
    }

    public ValueTask<IReadOnlyList<EntityKey>> ReadDueAsync(DateTimeOffset until, int entitiesMax, CancellationToken cancellationToken) =>
        _reads.UseAsync(new DueQuestion(until.ToUnixTimeMilliseconds(), entitiesMax), JournalReads.DueAsync, cancellationToken);

    /// <summary>Refuses new appends, waits for those under way, gives up snapshots under way, and closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, true)) return;
        var snapshots = _snapshots.DisposeAsync();
        foreach (var shard in _shards) await shard.DisposeAsync().ConfigureAwait(false);
        await snapshots.ConfigureAwait(false);
        if (_keys is { } keys) await keys.DisposeAsync().ConfigureAwait(false);
        await _reads.DisposeAsync().ConfigureAwait(false);
        _metrics.Dispose();
        _dialect.Dispose();
    }
}
