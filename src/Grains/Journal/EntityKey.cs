namespace Omnichannel.Journal;

/// <summary>The name of one entity in the journal: its kind, which is frozen, and the key of its grain.</summary>
public readonly record struct EntityKey(string Kind, string Key)
{
    /// <summary>Reads <c>kind/key</c>. A kind holds no slash; a key may.</summary>
    public static EntityKey Parse(string text)
    {
        var slash = text.IndexOf('/');
        return slash > 0 && slash < text.Length - 1 ? new(text[..slash], text[(slash + 1)..]) : throw new FormatException($"'{text}' is not kind/key.");
    }

    public override string ToString() => $"{Kind}/{Key}";
}
