using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Omnichannel.Privacy;
using Omnichannel.Storage.Postgres;
using Omnichannel.Storage.Sqlite;
using Omnichannel.Storage.SqlServer;

namespace Omnichannel.Storage;

/// <summary>Everything in which one database differs from another. Another database is another class here, and a folder of scripts.</summary>
internal abstract class JournalDialect : IDisposable
{
    /// <summary>In logs and metrics.</summary>
    public abstract string Name { get; }

    /// <summary>Where the scripts of the schema are.</summary>
    public abstract string Folder { get; }

    public abstract int ShardCountDefault { get; }

    public abstract int ShardCountMax { get; }

    /// <summary>Where batches are written.</summary>
    public abstract TaskScheduler WriterScheduler { get; }

    /// <summary>Held in a transaction, it keeps every other process from changing the schema.</summary>
    public abstract string SchemaLockSql { get; }

    /// <summary>Makes the table of the scripts that were applied, where it is missing.</summary>
    public virtual string SchemaTableSql =>
        "CREATE TABLE IF NOT EXISTS journal_scripts (number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL)";

    public virtual DataKeySql KeySql => DataKeySql.Upserting;

    /// <summary>Tells which entities of a JSON array of names exist; null where a question costs no round trip, and asking for many at once gains nothing.</summary>
    public virtual ReadQuery? KnownQuery => null;

    /// <summary>The end of an ordered question that wants no more rows than a parameter says.</summary>
    public virtual string LimitSql(string parameter) => $"LIMIT @{parameter}";

    /// <summary>The size that the parameter of a name must have to be prepared; null where it needs none.</summary>
    public virtual int? NameSize => null;

    public static JournalDialect For(JournalOptions options) => options.Store switch
    {
        JournalStore.Sqlite => new SqliteDialect(options),
        JournalStore.Postgres => new PostgresDialect(options),
        JournalStore.SqlServer => new SqlServerDialect(options, SqlServerProvider.Load()),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Store, "There is no journal on this store."),
    };

    public abstract Task<DbConnection> ConnectForSchemaAsync(CancellationToken cancellationToken);

    /// <summary>Starts a transaction in which <see cref="SchemaLockSql"/> can be run.</summary>
    public abstract Task<DbTransaction> BeginSchemaAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>A connection whose commits survive a power loss.</summary>
    public abstract Task<DbConnection> ConnectForWritingAsync(CancellationToken cancellationToken);

    /// <summary>As for writing, and what is overwritten does not stay behind in the file, where the store can be told so.</summary>
    public virtual Task<DbConnection> ConnectForKeysAsync(CancellationToken cancellationToken) => ConnectForWritingAsync(cancellationToken);

    public abstract Task<DbConnection> ConnectForReadingAsync(CancellationToken cancellationToken);

    public abstract IShardWriter WriterOf(int shard, ILogger logger);

    public abstract Task<JournalDurability> ReadDurabilityAsync(CancellationToken cancellationToken);

    /// <summary>True only where the failure of a batch proves that nothing of it is kept.</summary>
    public abstract bool SaysNothingWasKept(Exception failure);

    /// <summary>True where what is stored is damaged, and asking again will not help.</summary>
    public abstract bool SaysCorrupt(DbException failure);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>The bytes as the providers want them, copied only where they are part of something longer.</summary>
    public static byte[] BytesOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Array is { } array && array.Length == bytes.Length ? array : bytes.ToArray();
}
