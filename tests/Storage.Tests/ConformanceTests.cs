using Omnichannel.Journal;
using Omnichannel.Testing;

namespace Omnichannel.Storage;

public sealed class MemoryJournalTests : JournalConformance
{
    private readonly MemoryJournal _journal = new(shardCount: 4);

    protected override Task<IJournal> ConnectAsync(int? shardCountWanted) => Task.FromResult<IJournal>(_journal);
}

public sealed class SqliteSchemaTests : SchemaRunnerConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<JournalOptions> CreateDatabaseAsync() => Task.FromResult(SqliteJournalTests.OptionsIn(_folder));
}

[RequiresPostgres]
[Collection(PostgresCollection.Name)]
public sealed class PostgresSchemaTests(PostgresFixture postgres) : SchemaRunnerConformance
{
    protected override Task<JournalOptions> CreateDatabaseAsync() => PostgresJournalTests.OptionsOnAsync(postgres.Server);
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}
