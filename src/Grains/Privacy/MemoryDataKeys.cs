namespace Omnichannel.Privacy;

/// <summary>The reference for <see cref="IDataKeys"/>: everything the contract asks for except surviving the process.</summary>
/// <param name="newSecret">Makes <see cref="SealingKey.SecretBytes"/> bytes for an owner. Randomness is an input.</param>
public sealed class MemoryDataKeys(MasterKeys masters, Func<string, byte[]> newSecret) : IDataKeys
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WrappedKey?> _keys = [];
    private MasterKeys _masters = masters;

    /// <summary>As a new start with another configuration would.</summary>
    public void Rotate(MasterKeys masters)
    {
        lock (_gate) _masters = masters;
    }

    public ValueTask<DataKey?> FindAsync(string owner, CancellationToken cancellationToken)
    {
        lock (_gate) return new(_keys.TryGetValue(owner, out var wrapped) ? Open(wrapped, owner) : null);
    }

    public ValueTask<DataKey> GetOrCreateAsync(string owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_keys.TryGetValue(owner, out var wrapped)) _keys.Add(owner, wrapped = _masters.Wrap(new(newSecret(owner)), owner));
            return new(Open(wrapped, owner));
        }
    }

    public ValueTask DestroyAsync(string owner, CancellationToken cancellationToken)
    {
        lock (_gate) _keys[owner] = null;
        return ValueTask.CompletedTask;
    }

    public ValueTask<RewrapPage> RewrapAsync(string afterOwner, int keysMax, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var older = _keys
                .Where(key => string.CompareOrdinal(key.Key, afterOwner) > 0 && key.Value is { } wrapped && wrapped.MasterKeyId != _masters.CurrentId)
                .OrderBy(key => key.Key, StringComparer.Ordinal)
                .Take(keysMax)
                .ToArray();
            var unreadable = new List<string>();
            foreach (var (owner, wrapped) in older)
            {
                if (_masters.TryWrapAgain(wrapped!, owner) is { } again) _keys[owner] = again;
                else unreadable.Add(owner);
            }

            return new(new RewrapPage(older.Length == 0 ? null : older[^1].Key, older.Length - unreadable.Count, unreadable));
        }
    }

    public ValueTask<IReadOnlyList<MasterKeyUse>> CountAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var counts = _keys.Values.OfType<WrappedKey>().CountBy(static key => key.MasterKeyId);
            return new(_masters.Uses(counts.ToDictionary(static count => count.Key, static count => (long)count.Value)));
        }
    }

    private DataKey Open(WrappedKey? wrapped, string owner) => wrapped is null ? DataKey.Destroyed : new(_masters.Unwrap(wrapped, owner));
}
