using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Journal;
using Omnichannel.Testing;

namespace Omnichannel.Storage;

public sealed class SqliteJournalTests : AdoNetConformance
{
    private readonly TemporaryFolder _folder = new();

    protected override (string Explain, string Expected)? PlanOfRows =>
        ("EXPLAIN QUERY PLAN", "USING INDEX journal_rows_entity (entity_id=? AND expected_version>? AND expected_version<?)");

    protected override string NoBytesSql => "x''";

    protected override string MillionNumbersSql => "RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000000)";

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Open_WithTheUsualSettings_SurvivesPowerLoss() =>
        Assert.Equal(new(true, "journal_mode=wal synchronous=full"), ((AdoNetJournal)Journal).Durability);

    [Fact]
    public async Task Open_WhenTheFolderIsMissing_MakesIt()
    {
        await using var journal = await AdoNetJournal.OpenAsync(
            Options with { ConnectionString = $"Data Source={_folder.File("deep/down/grid.db")}" },
            NullLoggerFactory.Instance);

        Assert.True(File.Exists(_folder.File("deep/down/grid.db")));
    }

    [Fact]
    public async Task Open_WhenSeveralShardsAreWanted_IsRefused()
    {
        var several = Options with { ShardCount = 2 };

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => AdoNetJournal.OpenAsync(several, NullLoggerFactory.Instance));
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=grid;Mode=Memory;Cache=Shared")]
    [InlineData("")]
    public async Task Open_WhenThereIsNoFile_IsRefused(string connectionString)
    {
        var nowhere = Options with { ConnectionString = connectionString };

        await Assert.ThrowsAsync<ArgumentException>(() => AdoNetJournal.OpenAsync(nowhere, NullLoggerFactory.Instance));
    }

    [Fact]
    public async Task Read_WhenTheJournalIsClosed_SaysSo()
    {
        var journal = await AdoNetJournal.OpenAsync(Options, NullLoggerFactory.Instance);
        await journal.DisposeAsync();

        var script = new EntityScript("closed@main");
        await Assert.ThrowsAsync<JournalUnknownException>(async () => await journal.ReadAsync(script.Entity, CancellationToken.None));
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journal.AppendAsync(script.Next()));
    }

    [Fact]
    public async Task Open_WhenTheFileIsNoDatabase_SaysSo()
    {
        await File.WriteAllTextAsync(_folder.File("notes.db"), new string('x', 4096));

        var notes = Options with { ConnectionString = $"Data Source={_folder.File("notes.db")}" };
        await Assert.ThrowsAsync<JournalUnavailableException>(() => AdoNetJournal.OpenAsync(notes, NullLoggerFactory.Instance));
    }

    [Fact]
    public async Task Append_WhenAnotherProcessKeepsTheFileLocked_IsUnavailableUntilItLetsGo()
    {
        var oneSecond = Options with { CommandTimeout = TimeSpan.FromSeconds(1) };
        await using var impatient = await AdoNetJournal.OpenAsync(oneSecond, NullLoggerFactory.Instance);
        var script = new EntityScript("locked@main");
        var append = script.Next();
        using (var dialect = JournalDialect.For(Options))
        {
            await using var other = await dialect.ConnectForWritingAsync(CancellationToken.None);
            await using var transaction = await other.BeginTransactionAsync();

            await Assert.ThrowsAsync<JournalUnavailableException>(() => impatient.AppendAsync(append).AsTask());
            Assert.Equal(0, (await impatient.ReadAsync(script.Entity, CancellationToken.None)).Version);
        }

        await impatient.AppendAsync(append);
        Assert.Equal(1, (await Journal.ReadAsync(script.Entity, CancellationToken.None)).Version);
    }

    internal static JournalOptions OptionsIn(TemporaryFolder folder) =>
        new() { Store = JournalStore.Sqlite, ConnectionString = $"Data Source={folder.File("grid.db")}" };

    protected override string ReplaceSql(string text, string other) => $"CAST(replace(CAST(payload AS TEXT), '{text}', '{other}') AS BLOB)";

    protected override Task<JournalOptions> CreateDatabaseAsync() => Task.FromResult(OptionsIn(_folder));
}
