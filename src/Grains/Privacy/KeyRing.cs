using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Omnichannel.Privacy;

/// <summary>The keys that one journal is read and written with: that of its owner, and those of others whose texts were copied into it.</summary>
public sealed class KeyRing
{
    private readonly Dictionary<string, DataKey?> _keys = [];
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);

    /// <summary>Writes texts in clear, for answers, and opens none.</summary>
    public static KeyRing Clear { get; } = new() { IsClear = true };

    /// <summary>Opens nothing and writes nothing: for whoever looks at a journal from outside.</summary>
    public static KeyRing Blind { get; } = new() { IsBlind = true };

    /// <summary>Whose journal it is, and what its own texts are bound to.</summary>
    public string Owner { get; set; } = "";

    public bool IsClear { get; private init; }

    /// <summary>The key of the owner; null while it was not brought, or was never made.</summary>
    public DataKey? Own
    {
        get => _keys.GetValueOrDefault(Owner);
        set => Bring(Owner, value);
    }

    /// <summary>Owners whose texts were read without their key. Until it was brought, what was read is not what had been written.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    private bool IsBlind { get; init; }

    /// <summary>The keys that are there now, for another thread: what is brought later does not reach it.</summary>
    public KeyRing Copy()
    {
        var copy = new KeyRing { Owner = Owner, IsClear = IsClear, IsBlind = IsBlind };
        foreach (var (owner, key) in _keys) copy._keys.Add(owner, key);
        return copy;
    }

    public bool Has(string other) => _keys.ContainsKey(other);

    /// <param name="key">Null when that owner never had one.</param>
    public void Bring(string other, DataKey? key)
    {
        _keys[other] = key;
        _missing.Remove(other);
    }

    /// <summary>A text as the journal has it; null when there is no text, or nobody may ever read it.</summary>
    internal string? Written(PersonalText text)
    {
        if (text.Value is not { } value || IsClear) return text.Value;
        var whose = text.Owner ?? Owner;
        if (IsBlind || _keys.GetValueOrDefault(whose) is not { } key) throw new InvalidOperationException($"A text of {whose} cannot be written without the key of that owner.");
        if (key.Key is not { } sealing) return null;
        var content = Convert.ToBase64String(sealing.Seal(Encoding.UTF8.GetBytes(value), whose));
        return whose == Owner ? content : $"{whose}:{content}";
    }

    /// <summary>A text of this journal that is told apart from one in clear by the name before it.</summary>
    internal string WrittenWithOwner(string text) => IsClear ? text : $"{Owner}:{Written(new(text))}";

    /// <summary>A text was read that an earlier version wrote in clear: when it is written again it will be sealed, so the key is brought.</summary>
    internal PersonalText OpenClear(string? written)
    {
        if (!IsClear && !IsBlind && Own is null) _missing.Add(Owner);
        return new(written);
    }

    /// <summary>A text as it was before it was written. Without a value when its key was destroyed, or has still to be brought.</summary>
    internal PersonalText Open(string written)
    {
        // Base64 has no colon; the name of an owner may have some.
        var colon = written.LastIndexOf(':');
        var whose = colon < 0 ? Owner : written[..colon];
        var named = whose == Owner ? null : whose;
        if (IsBlind || IsClear) return new(null, named);
        if (!_keys.TryGetValue(whose, out var key))
        {
            _missing.Add(whose);
            return new(null, named);
        }

        if (key is null) throw new JsonException($"There is a sealed text of {whose}, and no key.");
        if (key.Key is not { } sealing) return new(null, named);
        try
        {
            return new(Encoding.UTF8.GetString(sealing.Open(Convert.FromBase64String(written[(colon + 1)..]), whose)), named);
        }
        catch (Exception damage) when (damage is CryptographicException or FormatException)
        {
            throw new JsonException("A personal text does not open with the key of its owner.", damage);
        }
    }
}
