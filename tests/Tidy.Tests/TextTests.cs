using System.Text.RegularExpressions;

namespace Omnichannel.Tidy;

public sealed partial class TextTests
{
    // This project says what it forbids.
    private static IEnumerable<TrackedFile> Text => Repository.Text.Where(file => !file.Path.StartsWith("tests/Tidy.Tests/", StringComparison.Ordinal));

    private static IEnumerable<TrackedFile> Code => Text.Where(file => file.Extension == ".cs");

    private static IEnumerable<TrackedFile> Tests => Code.Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal));

    [Fact]
    public void Lines_HaveNoTabsAndNothingAtTheirEnd() =>
        Complaints.None(Complaints.Lines(Text, line => line.Contains('\t') || line.EndsWith(' ') || line.EndsWith('\r'), "a tab, a blank or a return"));

    [Fact]
    public void Files_EndInOneLineBreak() => Complaints.None(
        from file in Text
        where !file.Path.Contains("/Golden/", StringComparison.Ordinal) // Bytes of a journal, which has no lines.
        let text = file.Text
        where text.Length > 0 && (!text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal))
        select file.Path);

    [Fact]
    public void Comments_LeaveNothingForLaterWithoutANumber() => Complaints.None(Complaints.Lines(Code, line => Later().IsMatch(line) && !line.Contains('#'), "left for later"));

    [Fact]
    public void Words_AreNotBanned() =>
        Complaints.None(Complaints.Lines(Text.Where(file => file.Extension is ".cs" or ".md"), line => Banned().IsMatch(line), "a word that adds nothing"));

    [Fact]
    public void Code_IsNotCommentedOutAndHasNoRegions() => Complaints.None(Complaints.Lines(Code, line => CommentedOut().IsMatch(line), "commented out, or a region"));

    // Two branches that each add the next number merge without a word, and then no new database opens.
    [Fact]
    public void SchemaScripts_HaveNumbersOfTheirOwn() => Complaints.None(
        from file in Repository.Text
        where file.Extension == ".sql" && file.Path.Contains("/Scripts/", StringComparison.Ordinal)
        group file by $"{Path.GetDirectoryName(file.Path)}/{Path.GetFileName(file.Path)[..3]}" into numbered
        where numbered.Count() > 1
        select string.Join(" and ", numbered.Select(file => file.Path)));

    [Fact]
    public void Conditions_StandOnlyWhereThingsAreComposed() => Complaints.None(Complaints.Lines(
        Code.Where(file => !IsComposition(file)),
        line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal),
        "#if outside a composition file"));

    [Fact]
    public void Tests_WaitForEventsAndNotForTime() =>
        Complaints.None(Complaints.Lines(Tests.Where(file => !IsBesideProcesses(file)), Sleeps, "sleeps"));

    [Fact]
    public void Warnings_AreNotSilenced() =>
        Complaints.None(Complaints.Lines(Text.Where(file => file.Extension is ".cs" or ".csproj" or ".props"), line => Silenced().IsMatch(line), "a warning is silenced without a reason"));

    [Fact]
    public void Files_NameNoMachine() => Complaints.None(Complaints.Lines(Text, line => MachinePath().IsMatch(line), "a path of one machine"));

    [Theory]
    [InlineData("await Task.Delay(100);", true)]
    [InlineData("Thread.Sleep(5);", true)]
    [InlineData("await Task.Delay(wait, time, token);", false)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(random.Next(3)), clock);", false)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(random.Next(3, 4)));", true)]
    public void Sleeps_AreFound(string line, bool isFound) => Assert.Equal(isFound, Sleeps(line));

    // Where another process is on the other side there is nothing to wait for but its answer.
    private static bool IsBesideProcesses(TrackedFile file) =>
        file.Path.StartsWith("tests/Crash.Tests/", StringComparison.Ordinal) || file.Path.StartsWith("tests/Testing/Postgres", StringComparison.Ordinal);

    private static bool IsComposition(TrackedFile file) =>
        file.Name == "Program.cs" || file.Name.EndsWith("Setup.cs", StringComparison.Ordinal) || file.Path.StartsWith("src/Embedded/", StringComparison.Ordinal);

    // A delay with one argument has no clock but the machine's.
    private static bool Sleeps(string line)
    {
        const string Delay = "Task.Delay(";
        if (line.Contains("Thread.Sleep(", StringComparison.Ordinal)) return true;
        var start = line.IndexOf(Delay, StringComparison.Ordinal);
        if (start < 0) return false;
        var depth = 1;
        foreach (var character in line.AsSpan(start + Delay.Length))
        {
            if (character == ',' && depth == 1) return false;
            depth += character switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0) return true;
        }

        return false;
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Later();

    [GeneratedRegex(@"\b(simply|obviously|basically|utilize)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Banned();

    [GeneratedRegex(@"^\s*//.*[;{}]\s*$|^\s*#region")]
    private static partial Regex CommentedOut();

    [GeneratedRegex("#pragma warning disable(?!.*//)|<NoWarn>")]
    private static partial Regex Silenced();

    [GeneratedRegex(@"(^|[\s""'`(=])/(work|home|Users|root)/")]
    private static partial Regex MachinePath();
}
