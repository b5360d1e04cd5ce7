using System.Text.RegularExpressions;

namespace Omnichannel.Tidy;

public sealed partial class NamingTests
{
    // Orleans' own names, compiled only where Orleans is not.
    private static readonly string[] OrleansNames = ["src/Embedded/Model/"];

    private static readonly string[] TaskFolders = ["src/Storage/", "src/Silo/", "src/Cli/", "src/Audit/"];

    [Fact]
    public void Types_DoNotEndInAWordThatSaysNothing() => Complaints.None(
        from file in Repository.Code.Where(file => !IsOrleans(file))
        from Match type in DeclaredType().Matches(file.Text)
        where EmptySuffix().IsMatch(type.Groups["name"].Value)
        select $"{file.Path}: {type.Groups["name"].Value}");

    [Fact]
    public void Contracts_DoNotEndInAWordForTheirCarriage() => Complaints.None(
        from file in Repository.Code.Where(file => file.Path.StartsWith("src/Grains", StringComparison.Ordinal))
        from Match type in DeclaredType().Matches(file.Text)
        where CarriageSuffix().IsMatch(type.Groups["name"].Value)
        select $"{file.Path}: {type.Groups["name"].Value}");

    [Fact]
    public void Namespaces_AreTheFeatureInWhoseFolderTheFileLies() => Complaints.None(
        from file in Repository.Code.Where(file => !IsOrleans(file))
        from Match declared in DeclaredNamespace().Matches(file.Text)
        let name = declared.Groups["name"].Value
        where !Allowed(file).Contains(name) && !name.StartsWith("System.", StringComparison.Ordinal)
        select $"{file.Path}: {name}, not {string.Join(" or ", Allowed(file).Distinct())}");

    [Fact]
    public void Files_AreCalledAfterATypeInThem() => Complaints.None(
        from file in Repository.Code.Where(file => !IsOrleans(file))
        let name = file.Name.Split('.')[0]
        let types = DeclaredType().Matches(file.Text).Select(type => type.Groups["name"].Value).ToArray()
        where types.Length > 0 && !types.Any(type => IsOfFamily(type, name))
        select $"{file.Path}: holds {string.Join(", ", types.Take(3))}");

    // The Roslyn rule for names knows no exception for grains, whose methods are all remote.
    [Fact]
    public void Members_ThatReturnATask_EndInAsyncButOnGrains() => Complaints.None(
        from file in Repository.Code
        where TaskFolders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal))
        from Match method in PublicTask().Matches(file.Text)
        where !method.Groups["name"].Value.EndsWith("Async", StringComparison.Ordinal)
        select $"{file.Path}: {method.Groups["name"].Value}");

    [Fact]
    public void Tests_AreNamedByVerbConditionAndOutcome() => Complaints.None(
        from file in Repository.Code.Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal))
        from Match method in TestMethod().Matches(file.Text)
        where !method.Groups["name"].Value.Contains('_')
        select $"{file.Path}: {method.Groups["name"].Value}");

    // A family of types may share a file that bears what their names have in common: StockReplies, ReservationGroups.
    private static bool IsOfFamily(string type, string file)
    {
        var stem = file.EndsWith("ies", StringComparison.Ordinal) ? file[..^3] : file.TrimEnd('s');
        var words = Word().Matches(stem).Select(word => word.Value).ToArray();
        return type == file || type.Contains(stem, StringComparison.Ordinal) || words.Any(word => type.Contains(word, StringComparison.Ordinal));
    }

    private static string[] Allowed(TrackedFile file)
    {
        var parts = file.Folder.Split('/');
        if (parts.Length < 2) return ["Omnichannel", Join(["Omnichannel", char.ToUpperInvariant(parts[0][0]) + parts[0][1..]])];
        var project = parts[1].Split('.')[0];
        string[] features = [.. parts.Skip(2)];
        return [Join(["Omnichannel", .. features]), Join(["Omnichannel", project, .. features])];
    }

    private static string Join(string[] parts) => string.Join('.', parts);

    private static bool IsOrleans(TrackedFile file) => OrleansNames.Any(prefix => file.Path.StartsWith(prefix, StringComparison.Ordinal));

    [GeneratedRegex(
        @"^\s*(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref)\s+)*(?:class|struct|record(?:\s+struct|\s+class)?|interface|enum)"
        + @"\s+(?<name>[A-Za-z0-9_]+)",
        RegexOptions.Multiline)]
    private static partial Regex DeclaredType();

    [GeneratedRegex(@"^namespace\s+(?<name>[A-Za-z0-9_.]+)", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();

    [GeneratedRegex("(Manager|Service|Helper|Utils?|Processor|Handler|Base|Impl|Wrapper|Common|Misc)$")]
    private static partial Regex EmptySuffix();

    [GeneratedRegex("(Dto|Request|Model|Info|Data)$")]
    private static partial Regex CarriageSuffix();

    [GeneratedRegex(@"^    public (?:static |override |virtual |async )*(?:Task|ValueTask)(?:<[^\n=;{]+>)? (?<name>[A-Za-z0-9]+)(?:<[A-Za-z, ]+>)?\(", RegexOptions.Multiline)]
    private static partial Regex PublicTask();

    [GeneratedRegex(@"\[(?:[A-Za-z]*Fact|[A-Za-z]*Theory)[^\]]*\]\s+(?:\[[^\n]+\]\s+)*public (?:static |async )*[A-Za-z<>]+ (?<name>[A-Za-z0-9_]+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex("[A-Z][a-z0-9]+")]
    private static partial Regex Word();
}
