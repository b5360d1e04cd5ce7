using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Journal;
using Omnichannel.Testing;

namespace Omnichannel.Storage;

public sealed class MemoryJournalTests : JournalConformance
{
    private readonly MemoryJournal _journal = new(shardCount: 4);

    protected override Task<IJournal> ConnectAsync(int? shardCountWanted) => Task.FromResult<IJournal>(_journal);
}

public sealed class SqliteConformanceTests : JournalConformance
{
    private readonly TemporaryFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IJournal> ConnectAsync(int? shardCountWanted) => await AdoNetJournal.OpenAsync(
        new() { Store = JournalStore.Sqlite, ConnectionString = $"Data Source={_folder.File("grid.db")}" },
        NullLoggerFactory.Instance);
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}

[RequiresPostgres]
[Collection(PostgresCollection.Name)]
public sealed class PostgresConformanceTests(PostgresFixture postgres) : JournalConformance
{
    private string? _connectionString;

    protected override async Task<IJournal> ConnectAsync(int? shardCountWanted) => await AdoNetJournal.OpenAsync(
        new()
        {
            Store = JournalStore.Postgres,
            ConnectionString = _connectionString ??= await postgres.Server.CreateDatabaseAsync(),
            ShardCount = shardCountWanted,
        },
        NullLoggerFactory.Instance);
}
