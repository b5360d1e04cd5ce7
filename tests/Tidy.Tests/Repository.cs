using System.Diagnostics;

namespace Omnichannel.Tidy;

/// <summary>A file that is under version control, by its path from the root, with forward slashes.</summary>
internal sealed record TrackedFile(string Path)
{
    public string FullPath => System.IO.Path.Combine(Repository.Root, Path);

    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public string Extension => System.IO.Path.GetExtension(Path);

    public string[] Lines => File.ReadAllLines(FullPath);

    public string Text => File.ReadAllText(FullPath);
}

/// <summary>What is under version control; where git is missing (an archive, a container), whatever lies in the folders.</summary>
internal static class Repository
{
    private static readonly string[] Ignored = ["bin", "obj", "data", "TestResults", "artifacts", ".git", ".vs", ".idea", "node_modules"];
    private static readonly string[] TextExtensions =
        [".cs", ".csproj", ".props", ".md", ".json", ".txt", ".sh", ".yml", ".yaml", ".sql", ".editorconfig", ".gitignore", ".ts", ".css", ".html", ".cfg", ".example"];
    private static readonly Lazy<TrackedFile[]> Found = new(() => [.. List().Select(path => new TrackedFile(path)).Where(file => File.Exists(file.FullPath))]);

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<TrackedFile> Files => Found.Value;

    public static IEnumerable<TrackedFile> Text => Files.Where(file => TextExtensions.Contains(file.Extension) || file.Path == ".ci/run");

    public static IEnumerable<TrackedFile> Code => Files.Where(file => file.Extension == ".cs");

    public static IEnumerable<TrackedFile> Documents => Files.Where(file => file.Extension == ".md");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Omnichannel.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No Omnichannel.sln above the tests.");
    }

    private static IEnumerable<string> List() => ListByGit() ?? Walk(new DirectoryInfo(Root)).Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'));

    private static string[]? ListByGit()
    {
        try
        {
            var list = new ProcessStartInfo("git", "ls-files --cached --others --exclude-standard")
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var git = Process.Start(list);
            var output = git!.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // There is no git on this machine.
        }
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(child => !Ignored.Contains(child.Name)).SelectMany(Walk));
}
