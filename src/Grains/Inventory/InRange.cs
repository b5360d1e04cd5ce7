namespace Omnichannel.Inventory;

/// <summary>The bounds that several rules share.</summary>
internal static class InRange
{
    public static bool Hold(TimeSpan holdFor) => holdFor.TotalSeconds is >= Limits.HoldSecondsMin and <= Limits.HoldSecondsMax;

    public static bool Text(string? text)
    {
        if (text is null) return true;
        if (text.Length > Limits.TextLengthMax) return false;
        foreach (var character in text)
        {
            if (char.IsControl(character)) return false;
        }

        return true;
    }
}
