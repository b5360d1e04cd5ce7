using System.Text.RegularExpressions;

namespace Omnichannel.Tidy;

/// <summary>The settings of ours that the code reads, as <c>Section:Name</c>.</summary>
internal static partial class Settings
{
    private static readonly Lazy<HashSet<string>> Found = new(() => [.. ReadIn(Repository.Code.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)))]);

    public static IReadOnlySet<string> InCode => Found.Value;

    /// <summary>The settings that a text names.</summary>
    public static IEnumerable<string> NamedIn(string text) => Named().Matches(text).Select(match => match.Value).Distinct();

    /// <summary>From the name of an environment variable, <c>Section__Name</c>; null for a variable of somebody else.</summary>
    public static string? OfVariable(string variable) => Variable().IsMatch(variable) ? variable.Replace("__", ":", StringComparison.Ordinal) : null;

    private static IEnumerable<string> ReadIn(IEnumerable<TrackedFile> files)
    {
        foreach (var text in files.Select(file => file.Text))
        {
            foreach (Match read in Indexed().Matches(text)) yield return Section(read) + read.Groups["name"].Value;
            foreach (Match read in ByName().Matches(text)) yield return Section(read) + read.Groups["name"].Value;
            foreach (Match read in Whole().Matches(text)) yield return read.Groups["name"].Value;
        }
    }

    private static string Section(Match read) => read.Groups["section"].Value is var section ? char.ToUpperInvariant(section[0]) + section[1..] + ":" : "";

    // grid["Store"]
    [GeneratedRegex(@"\b(?<section>grid|cluster|http)\[""(?<name>[A-Za-z]+)""\]")]
    private static partial Regex Indexed();

    // PortOf(cluster, nameof(SiloPort), …)
    [GeneratedRegex(@"\((?<section>grid|cluster|http), nameof\((?<name>[A-Za-z]+)\)")]
    private static partial Regex ByName();

    // Setting = "Http:DrainDelaySeconds"
    [GeneratedRegex(@"""(?<name>(?:Grid|Cluster|Http):[A-Za-z]+)""")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\b(?:Grid|Cluster|Http):[A-Z][A-Za-z]+")]
    private static partial Regex Named();

    [GeneratedRegex("^(?:Grid|Cluster|Http)__[A-Za-z]+$")]
    private static partial Regex Variable();
}
