using System.Buffers;
using System.Text;

namespace Omnichannel.Inventory;

/// <summary>The bounds that several rules share.</summary>
internal static class InRange
{
    public static bool Hold(TimeSpan holdFor) => holdFor.TotalSeconds is >= Limits.HoldSecondsMin and <= Limits.HoldSecondsMax;

    // Half a surrogate pair would come back from the journal as another character, and its own retry would no longer match it.
    public static bool Text(string? text)
    {
        if (text is null) return true;
        if (text.Length > Limits.TextLengthMax) return false;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done || Rune.IsControl(rune)) return false;
            rest = rest[length..];
        }

        return true;
    }
}
