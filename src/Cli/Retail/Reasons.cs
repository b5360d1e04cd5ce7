using System.Globalization;

namespace Omnichannel.Retail;

/// <summary>The reasons that a replay writes into the journal.</summary>
public static class Reasons
{
    public const string Opening = "opening stock, derived from the file";
    public const string Return = "return";
    public const string WriteOff = "write-off (no description)";
    public const string Correction = "correction (no description)";
    private const int LengthMax = 128;

    /// <summary>What became of a return, for the history of its customer.</summary>
    public static string OfReturn(long units, int lines) =>
        string.Create(CultureInfo.InvariantCulture, $"{units} units on {lines} lines came back");

    /// <summary>The clerk's own words, cut to what the grid takes.</summary>
    public static string OfAdjustment(string description, long quantity)
    {
        var words = string.Concat(description.Where(character => !char.IsControl(character))).Trim();
        if (words.Length == 0) return quantity < 0 ? WriteOff : Correction;
        return words.Length <= LengthMax ? words : words[..LengthMax];
    }
}
