using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using Omnichannel.Journal;
using Omnichannel.Storage;

namespace Omnichannel.Privacy;

/// <summary>The keys of all owners, in the database of the journal. Written by one connection, off the path of the journal; read by the pool of the journal.</summary>
/// <remarks>
/// A destroyed key is overwritten. Copies of the old row may live on for a while where the database keeps them (write-ahead log, dead tuples, backups),
/// wrapped by the master key: rotating that and throwing the old one away ends them as well.
/// </remarks>
internal sealed class AdoNetDataKeys(JournalDialect dialect, ReadPool reads, MasterKeys masters, TimeSpan timeout) : IDataKeys, IAsyncDisposable
{
    // I73: whoever destroyed or rewrapped it meanwhile wins.
    private const string RewrapSql = "UPDATE data_keys SET master_key = @master, wrapped = @wrapped WHERE owner = @owner AND wrapped = @old";

    private static readonly ReadQuery _find = new("SELECT master_key, wrapped FROM data_keys WHERE owner = @owner", ("owner", DbType.String));

    private static readonly ReadQuery _older = new(
        "SELECT owner, master_key, wrapped FROM data_keys WHERE owner > @afterOwner AND (master_key < @master OR master_key > @master) ORDER BY owner",
        ("afterOwner", DbType.String),
        ("master", DbType.String),
        ("keysMax", DbType.Int32)) { Limit = "keysMax" };

    private static readonly ReadQuery _count = new("SELECT master_key, count(*) FROM data_keys WHERE master_key IS NOT NULL GROUP BY master_key");

    private readonly KeyWrites _writes = new(dialect, timeout);

    public async ValueTask<DataKey?> FindAsync(string owner, CancellationToken cancellationToken)
    {
        var row = await reads.UseAsync(owner, ReadRowAsync, cancellationToken).ConfigureAwait(false);
        return row is null ? null : Open(row, owner);
    }

    public async ValueTask<DataKey> GetOrCreateAsync(string owner, CancellationToken cancellationToken)
    {
        if (await FindAsync(owner, cancellationToken).ConfigureAwait(false) is { } known) return known;
        var made = masters.Wrap(new(RandomNumberGenerator.GetBytes(SealingKey.SecretBytes)), owner);
        await WriteAsync(dialect.KeySql.Create, [("owner", owner), ("master", made.MasterKeyId), ("wrapped", made.Bytes)], cancellationToken).ConfigureAwait(false);
        return await FindAsync(owner, cancellationToken).ConfigureAwait(false) ?? throw new JournalUnknownException($"The key of {owner} was written and is not there.");
    }

    public async ValueTask DestroyAsync(string owner, CancellationToken cancellationToken) =>
        await WriteAsync(dialect.KeySql.Destroy, [("owner", owner)], cancellationToken).ConfigureAwait(false);

    public async ValueTask<RewrapPage> RewrapAsync(string afterOwner, int keysMax, CancellationToken cancellationToken)
    {
        var older = await reads.UseAsync((afterOwner, masters.CurrentId, keysMax), ReadOlderAsync, cancellationToken).ConfigureAwait(false);
        var unreadable = new List<string>();
        foreach (var (owner, wrapped) in older)
        {
            if (masters.TryWrapAgain(wrapped, owner) is not { } again)
            {
                unreadable.Add(owner);
                continue;
            }

            await WriteAsync(
                RewrapSql, [("owner", owner), ("master", again.MasterKeyId), ("wrapped", again.Bytes), ("old", wrapped.Bytes)], cancellationToken).ConfigureAwait(false);
        }

        return new(older.Count == 0 ? null : older[^1].Owner, older.Count - unreadable.Count, unreadable);
    }

    public async ValueTask<IReadOnlyList<MasterKeyUse>> CountAsync(CancellationToken cancellationToken) =>
        masters.Uses(await reads.UseAsync(0, ReadCountsAsync, cancellationToken).ConfigureAwait(false));

    public ValueTask DisposeAsync() => _writes.DisposeAsync();

    private DataKey Open(KeyRow row, string owner) => row.Wrapped is { } wrapped ? new(masters.Unwrap(wrapped, owner)) : DataKey.Destroyed;

    private static async ValueTask<KeyRow?> ReadRowAsync(ReadSession session, string owner, CancellationToken cancellationToken)
    {
        var reader = await session.ExecuteAsync(_find, new object[] { owner }, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) return null;
        return new(reader.IsDBNull(0) ? null : new(reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
    }

    private static async ValueTask<Dictionary<string, long>> ReadCountsAsync(ReadSession session, int nothing, CancellationToken cancellationToken)
    {
        var reader = await session.ExecuteAsync(_count, Array.Empty<object>(), cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) counts.Add(reader.GetString(0), Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture));
        return counts;
    }

    private static async ValueTask<List<(string Owner, WrappedKey Wrapped)>> ReadOlderAsync(
        ReadSession session, (string AfterOwner, string Master, int KeysMax) question, CancellationToken cancellationToken)
    {
        var reader = await session.ExecuteAsync(_older, new object[] { question.AfterOwner, question.Master, question.KeysMax }, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var older = new List<(string, WrappedKey)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) older.Add((reader.GetString(0), new(reader.GetString(1), reader.GetFieldValue<byte[]>(2))));
        return older;
    }

    private Task WriteAsync(string sql, (string Name, object Value)[] arguments, CancellationToken cancellationToken) =>
        _writes.WriteAsync(new(sql, arguments), cancellationToken);

    private sealed record KeyRow(WrappedKey? Wrapped);
}
