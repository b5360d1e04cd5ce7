using System.Text.RegularExpressions;

namespace Omnichannel.Tidy;

/// <summary>docs/INVARIANTS.md and the code speak of the same promises.</summary>
public sealed partial class InvariantTests
{
    private static readonly TrackedFile Document = Repository.Documents.Single(file => file.Path == "docs/INVARIANTS.md");
    private static readonly (string Number, string[] Cells)[] Promises = [.. Document.Lines.Select(line => Row().Match(line))
        .Where(row => row.Success)
        .Select(row => (row.Groups["number"].Value, row.Groups["cells"].Value.Split('|', StringSplitOptions.TrimEntries)))];

    [Fact]
    public void Numbers_AreGivenOnce() => Complaints.None(Promises.GroupBy(promise => promise.Number).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Promises_AreWholeSentencesEnforcedAndShownSomewhere() => Complaints.None(
        from promise in Promises
        where promise.Cells.Length < 3 || promise.Cells[..3].Any(cell => cell.Length == 0) || !promise.Cells[0].EndsWith('.')
        select promise.Number);

    [Fact]
    public void Promises_AreCitedByTheCodeAndByATest()
    {
        var code = Cited("src/");
        var tests = Cited("tests/");
        Complaints.None(Promises.Where(promise => !code.Contains(promise.Number)).Select(promise => $"{promise.Number} is cited by no code")
            .Concat(Promises.Where(promise => !tests.Contains(promise.Number)).Select(promise => $"{promise.Number} is cited by no test")));
    }

    [Fact]
    public void Citations_AreOfPromisesThatWereMade() =>
        Complaints.None(Cited("src/").Concat(Cited("tests/")).Except(Promises.Select(promise => promise.Number)).Select(number => $"{number} is not in {Document.Path}"));

    [Fact]
    public void Tests_ThatShowAPromise_AreThere()
    {
        var files = Repository.Code.Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file.Name)).ToHashSet();
        Complaints.None(
            from promise in Promises
            where promise.Cells.Length >= 3
            from Match test in Name().Matches(promise.Cells[2])
            where !files.Contains(test.Groups["name"].Value) && !test.Groups["name"].Value.Contains('/')
            select $"{promise.Number}: {test.Groups["name"].Value}");
    }

    private static HashSet<string> Cited(string folder) => Repository.Code
        .Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal) && !file.Path.StartsWith("tests/Tidy.Tests/", StringComparison.Ordinal))
        .SelectMany(file => Citation().Matches(file.Text).SelectMany(NumbersOf))
        .ToHashSet();

    // "I1 to I7" cites all seven.
    private static IEnumerable<string> NumbersOf(Match citation)
    {
        var first = int.Parse(citation.Groups["first"].Value, System.Globalization.CultureInfo.InvariantCulture);
        var last = citation.Groups["last"].Success ? int.Parse(citation.Groups["last"].Value, System.Globalization.CultureInfo.InvariantCulture) : first;
        return Enumerable.Range(first, last - first + 1).Select(number => $"I{number}");
    }

    [GeneratedRegex(@"^\| (?<number>I[0-9]+) \|(?<cells>.*)\|\s*$")]
    private static partial Regex Row();

    [GeneratedRegex(@"\bI(?<first>[0-9]{1,2})\b(?: to I(?<last>[0-9]{1,2})\b)?|Invariant\.Holds\((?<first>[0-9]{1,2}),")]
    private static partial Regex Citation();

    [GeneratedRegex("`(?<name>[A-Za-z./]+)`")]
    private static partial Regex Name();
}
