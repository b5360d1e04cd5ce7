using System.Security.Cryptography;

namespace Omnichannel.Privacy;

/// <summary>A wrapped key, and which master key opens it.</summary>
public sealed record WrappedKey(string MasterKeyId, byte[] Bytes);

/// <summary>The master keys of the grid. The first wraps; all of them open.</summary>
public sealed class MasterKeys
{
    private const int IdBytes = 4;
    private readonly Dictionary<string, SealingKey> _keys = [];
    private readonly List<string> _ids = [];

    public MasterKeys(IReadOnlyList<SealingKey> keys)
    {
        if (keys.Count is 0 or > Limits.MasterKeysMax) throw new ArgumentException($"There are 1 to {Limits.MasterKeysMax} master keys.", nameof(keys));
        foreach (var key in keys)
        {
            if (_keys.TryAdd(IdOf(key), key)) _ids.Add(IdOf(key));
        }

        CurrentId = IdOf(keys[0]);
    }

    /// <summary>Names the key that wraps.</summary>
    public string CurrentId { get; }

    /// <summary>Reads keys in base64, newest first, separated by commas or line ends. Throws <see cref="FormatException"/> without repeating any of it.</summary>
    public static MasterKeys Parse(string text)
    {
        var keys = new List<SealingKey>();
        Span<byte> secret = stackalloc byte[SealingKey.SecretBytes + 1];
        foreach (var part in text.Split([',', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Convert.TryFromBase64String(part, secret, out var length) || length != SealingKey.SecretBytes)
                throw new FormatException($"Master key {keys.Count + 1} is not base64 of {SealingKey.SecretBytes} bytes.");
            keys.Add(new(secret[..length]));
        }

        return keys.Count is > 0 and <= Limits.MasterKeysMax ? new(keys) : throw new FormatException($"There are 1 to {Limits.MasterKeysMax} master keys.");
    }

    public WrappedKey Wrap(SealingKey key, string owner) => new(CurrentId, _keys[CurrentId].Seal(key.Secret, Context(owner)));

    /// <exception cref="DataKeyUnreadableException">The master key that wrapped it is not among these, or it was changed.</exception>
    public SealingKey Unwrap(WrappedKey wrapped, string owner)
    {
        if (!_keys.TryGetValue(wrapped.MasterKeyId, out var master))
            throw new DataKeyUnreadableException($"The key of {owner} is wrapped by master key {wrapped.MasterKeyId}, which is not configured.");
        try
        {
            return new(master.Open(wrapped.Bytes, Context(owner)));
        }
        catch (CryptographicException refused)
        {
            throw new DataKeyUnreadableException($"The key of {owner} is damaged.", refused);
        }
    }

    /// <summary>How many keys each master key has wrapped, also those that are not among these.</summary>
    /// <param name="counts">By the id of the master key.</param>
    public IReadOnlyList<MasterKeyUse> Uses(IReadOnlyDictionary<string, long> counts) =>
    [
        .. _ids.Select(id => new MasterKeyUse(id, id == CurrentId, IsConfigured: true, counts.GetValueOrDefault(id))),
        .. counts.Where(count => !_keys.ContainsKey(count.Key)).OrderBy(static count => count.Key, StringComparer.Ordinal)
            .Select(static count => new MasterKeyUse(count.Key, IsNewest: false, IsConfigured: false, count.Value)),
    ];

    /// <summary>The same key under the newest master key; null where none of these opens it.</summary>
    public WrappedKey? TryWrapAgain(WrappedKey wrapped, string owner)
    {
        try
        {
            return Wrap(Unwrap(wrapped, owner), owner);
        }
        catch (DataKeyUnreadableException)
        {
            return null;
        }
    }

    private static string Context(string owner) => "data-key/" + owner;

    private static string IdOf(SealingKey key) => Convert.ToHexStringLower(SHA256.HashData(key.NameOf("id")).AsSpan(0, IdBytes));
}

/// <summary>A key is there and cannot be opened: the configuration or the row is wrong. Never treat it as destroyed.</summary>
public sealed class DataKeyUnreadableException(string message, Exception? inner = null) : Exception(message, inner);
