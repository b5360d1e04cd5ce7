namespace Omnichannel.Tidy;

/// <summary>A setting that nobody can look up is none, and one that is looked up in vain is worse.</summary>
public sealed class SettingTests
{
    private const string Page = "docs/OPERATIONS.md";

    [Fact]
    public void Code_ReadsSettings() => Assert.Superset(new HashSet<string> { "Grid:Store", "Grid:ConnectionString", "Grid:Shards", "Http:DrainDelaySeconds" }, Settings.InCode.ToHashSet());

    [Fact]
    public void Operations_TellOfEverySettingThatIsRead()
    {
        var told = Settings.NamedIn(Document(Page)).ToHashSet(StringComparer.Ordinal);

        Complaints.None(Settings.InCode.Where(setting => !told.Contains(setting)).Select(setting => $"{Page} does not tell of {setting}"));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData(Page)]
    public void Document_NamesOnlySettingsThatAreRead(string path) =>
        Complaints.None(Settings.NamedIn(Document(path)).Where(setting => !Settings.InCode.Contains(setting)).Select(setting => $"{path}: nothing reads {setting}"));

    private static string Document(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));
}
