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

    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Omnichannel.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No Omnichannel.sln above the tests.");
    }
}
