namespace Omnichannel;

/// <summary>Frozen bytes under <c>Golden/</c>. With OMNICHANNEL_WRITE_GOLDEN=1 files that are missing are written; one that is there is never changed.</summary>
internal static class GoldenFiles
{
    private static readonly string Folder = Path.Combine(RepositoryRoot(), "tests", "Grains.Tests", "Golden");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path));

    public static void Check(string name, byte[] actual)
    {
        var path = Path.Combine(Folder, name);
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("OMNICHANNEL_WRITE_GOLDEN") == "1") File.WriteAllBytes(path, actual);
        Assert.True(File.Exists(path), $"There is no golden file {name}: run the tests once with OMNICHANNEL_WRITE_GOLDEN=1, and look at what it says before it is frozen.");
        Assert.Equal(System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(path)), System.Text.Encoding.UTF8.GetString(actual));
    }

    /// <summary>Lines may be added, none may go. OMNICHANNEL_WRITE_GOLDEN=1 adds those that are new.</summary>
    public static void CheckLines(string name, string[] actual)
    {
        var path = Path.Combine(Folder, name);
        var frozen = File.Exists(path) ? File.ReadAllLines(path) : [];
        Assert.True(frozen.All(actual.Contains), $"{name} promises what is no longer so: {string.Join("; ", frozen.Except(actual))}");
        var added = actual.Except(frozen).ToArray();
        if (added.Length > 0 && Environment.GetEnvironmentVariable("OMNICHANNEL_WRITE_GOLDEN") == "1") File.WriteAllText(path, string.Join('\n', actual) + "\n");
        else Assert.True(added.Length == 0, $"{name} lacks (run the tests once with OMNICHANNEL_WRITE_GOLDEN=1): {string.Join("; ", added)}");
    }

    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Omnichannel.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No Omnichannel.sln above the tests.");
    }
}
