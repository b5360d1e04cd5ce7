using System.Buffers;
using System.Text;

namespace Omnichannel.Customers;

/// <summary>The bounds of what is written about a person.</summary>
public static class PersonalRules
{
    /// <summary>One line: not blank, no control characters.</summary>
    public static bool IsLine(string? text, int lengthMax = Limits.TextLengthMax) => !string.IsNullOrWhiteSpace(text) && IsText(text, lengthMax, "");

    public static bool IsLineOrAbsent(string? text) => text is null || IsLine(text);

    /// <summary>Several lines: control characters only where they end a line.</summary>
    public static bool IsNoteOrAbsent(string? text) => text is null || (!string.IsNullOrWhiteSpace(text) && IsText(text, Limits.NoteLengthMax, "\r\n\t"));

    // Half a surrogate pair would come back from the journal as another character, and its own retry would no longer match it.
    private static bool IsText(string text, int lengthMax, string controlsAllowed)
    {
        if (text.Length > lengthMax) return false;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done) return false;
            if (Rune.IsControl(rune) && !controlsAllowed.Contains((char)rune.Value)) return false;
            rest = rest[length..];
        }

        return true;
    }
}
