using System.Text;

namespace Omnichannel.Http;

/// <summary>RFC 6901, from the paths that System.Text.Json gives: <c>$.lines[0].sku</c> is <c>/lines/0/sku</c>.</summary>
public static class JsonPointer
{
    public const int LengthMax = 256;

    public static string OfPath(string? path)
    {
        if (path is null || !path.StartsWith('$')) return "";
        var pointer = new StringBuilder(path.Length);
        var rest = path.AsSpan(1);
        while (!rest.IsEmpty && pointer.Length < LengthMax)
        {
            pointer.Append('/');
            foreach (var character in Segment(ref rest))
            {
                if (pointer.Length >= LengthMax) break;
                Append(pointer, character);
            }
        }

        return pointer.ToString();
    }

    private static void Append(StringBuilder pointer, char character)
    {
        switch (character)
        {
            case '~': pointer.Append("~0"); break;
            case '/': pointer.Append("~1"); break;
            default: pointer.Append(character); break;
        }
    }

    // .name, [index] or ['na.me']. Our own names are plain, so a quoted name is one that the caller made up, and the last one.
    private static ReadOnlySpan<char> Segment(ref ReadOnlySpan<char> rest)
    {
        var whole = rest;
        if (whole.StartsWith("['") && whole.EndsWith("']") && whole.Length >= 4)
        {
            rest = default;
            return whole[2..^2];
        }

        var isIndex = whole[0] == '[';
        var end = isIndex ? whole.IndexOf(']') : whole[1..].IndexOfAny('.', '[') + 1;
        if (end <= 0) end = whole.Length;
        rest = isIndex && end < whole.Length ? whole[(end + 1)..] : whole[end..];
        return whole[1..end];
    }
}
