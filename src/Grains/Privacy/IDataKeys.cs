namespace Omnichannel.Privacy;

/// <summary>The key of one owner, or the record that it is no more.</summary>
/// <param name="Key">Null once it was destroyed: what it sealed can never be read again.</param>
public sealed record DataKey(SealingKey? Key)
{
    public static DataKey Destroyed { get; } = new((SealingKey?)null);
}

/// <summary>What became of some keys under older master keys.</summary>
/// <param name="LastOwner">The last owner that was looked at; null when there was none left.</param>
/// <param name="RewrappedCount">Keys that the newest master key opens now.</param>
/// <param name="Unreadable">Owners whose keys no configured master key opens.</param>
public sealed record RewrapPage(string? LastOwner, int RewrappedCount, IReadOnlyList<string> Unreadable);

/// <summary>Keeps one key per owner, wrapped by the master key. Whoever destroys a key makes everything it sealed unreadable, wherever copies of it are.</summary>
/// <remarks>The conformance suite (<c>DataKeysConformance</c>) is the executable form of this contract.</remarks>
public interface IDataKeys
{
    /// <summary>The key of an owner; null when it never had one.</summary>
    ValueTask<DataKey?> FindAsync(string owner, CancellationToken cancellationToken);

    /// <summary>The key of an owner, made when it never had one. Callers that race get the same key. An owner whose key was destroyed never gets another.</summary>
    ValueTask<DataKey> GetOrCreateAsync(string owner, CancellationToken cancellationToken);

    /// <summary>Forgets a key for good and remembers that it did, also for an owner that never had one. Repeating is harmless.</summary>
    ValueTask DestroyAsync(string owner, CancellationToken cancellationToken);

    /// <summary>
    /// Wraps up to <paramref name="keysMax"/> keys of owners that come after <paramref name="afterOwner"/> again with the newest master key. A key that no master key
    /// opens stays as it is and stops no other: go on with <see cref="RewrapPage.LastOwner"/> until that is null.
    /// </summary>
    /// <param name="afterOwner">Empty to begin.</param>
    ValueTask<RewrapPage> RewrapAsync(string afterOwner, int keysMax, CancellationToken cancellationToken);

    /// <summary>Every master key that has wrapped something, or could: those that are configured in their order, then the others. Destroyed keys do not count.</summary>
    ValueTask<IReadOnlyList<MasterKeyUse>> CountAsync(CancellationToken cancellationToken);
}
