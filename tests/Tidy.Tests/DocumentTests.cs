using System.Text.RegularExpressions;

namespace Omnichannel.Tidy;

/// <summary>Documents that lie are worse than none.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Solution = File.ReadAllLines(Path.Combine(Repository.Root, "Omnichannel.sln"));

    [Fact]
    public void Documents_NameOnlyFilesThatAreThere() => Complaints.None(
        from file in Repository.Documents
        from Match mention in MentionedPath().Matches(file.Text)
        let path = mention.Groups["path"].Value.TrimEnd('/', '.')
        where !Exists(path)
        select $"{file.Path}: {path}");

    [Fact]
    public void Documents_LinkOnlyToFilesThatAreThere() => Complaints.None(
        from file in Repository.Documents
        from Match link in Link().Matches(file.Text)
        let target = link.Groups["target"].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains(':', StringComparison.Ordinal) && !Exists(Path.Combine(file.Folder, target))
        select $"{file.Path}: {target}");

    [Fact]
    public void Documents_RunOnlyProjectsThatAreThere() => Complaints.None(
        from file in Repository.Documents.Concat(Repository.Files.Where(file => file.Path == ".ci/run"))
        from Match command in DotnetCommand().Matches(file.Text)
        let project = command.Groups["project"].Value
        where !Directory.Exists(Path.Combine(Repository.Root, project)) || Directory.GetFiles(Path.Combine(Repository.Root, project), "*.csproj").Length != 1
        select $"{file.Path}: {command.Value}");

    [Fact]
    public void Solution_HoldsEveryProject() => Complaints.None(
        from file in Repository.Files
        where file.Extension == ".csproj"
        let quoted = $"\"{file.Path.Replace('/', '\\')}\""
        where !Solution.Any(line => line.Contains(quoted, StringComparison.Ordinal))
        select file.Path);

    [Fact]
    public void Projects_AreAllThere() => Complaints.None(
        from line in Solution
        let project = SolutionProject().Match(line)
        where project.Success && !Exists(project.Groups["path"].Value.Replace('\\', '/'))
        select line);

    [Fact]
    public void AgentsPage_IsShort() => Assert.InRange(File.ReadAllLines(Path.Combine(Repository.Root, "AGENTS.md")).Length, 1, 60);

    private static bool Exists(string path)
    {
        var full = Path.Combine(Repository.Root, path);
        return File.Exists(full) || Directory.Exists(full);
    }

    // Paths in backticks below a folder of ours; patterns and what the programs make are none.
    [GeneratedRegex(@"`(?<path>(?:src|tests|docs|bench|\.ci)/[A-Za-z0-9_./-]*)`")]
    private static partial Regex MentionedPath();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"dotnet (?:run --project|test|build|publish) (?<project>(?:src|tests|bench)/[A-Za-z0-9_./-]+)")]
    private static partial Regex DotnetCommand();

    [GeneratedRegex(@"""(?<path>[^""]+\.csproj)""")]
    private static partial Regex SolutionProject();
}
