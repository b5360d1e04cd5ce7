using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Omnichannel.Storage.Postgres;
using Omnichannel.Storage.Sqlite;

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

    public static JournalDialect For(JournalOptions options) => options.Store switch
    {
        JournalStore.Sqlite => new SqliteDialect(options),
        JournalStore.Postgres => new PostgresDialect(options),
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
