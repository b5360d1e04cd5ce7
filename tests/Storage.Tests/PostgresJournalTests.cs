using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Omnichannel.Journal;
using Omnichannel.Testing;

namespace Omnichannel.Storage;

[RequiresPostgres]
[Collection(PostgresCollection.Name)]
public sealed class PostgresJournalTests(PostgresFixture postgres) : AdoNetConformance
{
    private const string InFlightSql =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%journal_append%'";

    protected override (string Explain, string Expected)? PlanOfRows => ("EXPLAIN", "((entity_id =");

    protected override string NoBytesSql => "''";

    protected override string MillionNumbersSql => "numbers (n) AS (SELECT generate_series(1, 1000000))";

    [PostgresFact]
    public async Task Append_WhenTheConnectionIsKilledInFlight_IsUnknownAndTheNextLands()
    {
        var script = new EntityScript("killed@main");
        var append = script.Next();
        await using (var blocked = await LockShardsAsync())
        {
            var answer = Journal.AppendAsync(append).AsTask();
            await UntilInFlightAsync();
            await StoreProbe.ExecuteAsync(Options, InFlightSql.Replace("count(*)", "pg_terminate_backend(pid)", StringComparison.Ordinal));

            await Assert.ThrowsAsync<JournalUnknownException>(() => answer);
        }

        Assert.Equal(0, (await Journal.ReadAsync(script.Entity, CancellationToken.None)).Version);
        await Journal.AppendAsync(append);
        EntityScript.AssertChain(script.Entity, await Journal.ReadAsync(script.Entity, CancellationToken.None));
    }

    [PostgresFact]
    public async Task Append_WhenTheAnswerToACommitIsLost_IsUnknownAndTheNextReadTells()
    {
        var direct = new NpgsqlConnectionStringBuilder(Options.ConnectionString);
        await using var proxy = new TcpProxy(direct.Port);
        direct.Port = proxy.Port;
        var throughProxy = Options with { ConnectionString = direct.ConnectionString };
        await using var journal = await AdoNetJournal.OpenAsync(throughProxy, NullLoggerFactory.Instance);
        var script = new EntityScript("lost@main");
        await journal.AppendAsync(script.Next());
        var append = script.Next();

        var swallowed = proxy.SwallowNextAnswer();
        await Assert.ThrowsAsync<JournalUnknownException>(() => journal.AppendAsync(append).AsTask());
        await swallowed;

        var history = await journal.ReadAsync(script.Entity, CancellationToken.None);
        Assert.Equal(2, history.Version);
        EntityScript.AssertChain(script.Entity, history);
        Assert.False(await TryAppendAsync(journal, append));
        await journal.AppendAsync(script.Next());
    }

    [PostgresFact]
    public async Task Append_WhenTheStoreDoesNotAnswerInTime_IsUnknown()
    {
        var oneSecond = Options with { CommandTimeout = TimeSpan.FromSeconds(1) };
        await using var impatient = await AdoNetJournal.OpenAsync(oneSecond, NullLoggerFactory.Instance);
        await using var blocked = await LockShardsAsync();

        await Assert.ThrowsAsync<JournalUnknownException>(() => impatient.AppendAsync(new EntityScript("slow@main").Next()).AsTask());
    }

    [PostgresFact]
    public async Task Append_WhenTheServerWasDown_RecoversWithoutReopening()
    {
        await using var server = await PostgresServer.CreateAsync();
        await using var journal = await AdoNetJournal.OpenAsync(await OptionsOnAsync(server), NullLoggerFactory.Instance);
        var script = new EntityScript("down@main");
        await journal.AppendAsync(script.Next());
        Assert.Equal(1, (await journal.ReadAsync(script.Entity, CancellationToken.None)).Version);
        var append = script.Next();

        await server.StopAsync("immediate");
        await Assert.ThrowsAsync<JournalUnknownException>(() => journal.AppendAsync(append).AsTask());
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(append).AsTask());
        await Assert.ThrowsAsync<JournalUnknownException>(() => journal.ReadAsync(script.Entity, CancellationToken.None).AsTask());
        await server.StartAsync();

        Assert.Equal(1, (await journal.ReadAsync(script.Entity, CancellationToken.None)).Version);
        await journal.AppendAsync(append);
        EntityScript.AssertChain(script.Entity, await journal.ReadAsync(script.Entity, CancellationToken.None));
    }

    [PostgresFact]
    public async Task Read_WhenTheServerWasRestartedMeanwhile_IsAnsweredOnANewConnection()
    {
        await using var server = await PostgresServer.CreateAsync();
        await using var journal = await AdoNetJournal.OpenAsync(await OptionsOnAsync(server), NullLoggerFactory.Instance);
        var script = new EntityScript("restarted@main");
        await journal.AppendAsync(script.Next());
        await journal.ReadAsync(script.Entity, CancellationToken.None);

        await server.StopAsync("fast");
        await server.StartAsync();

        Assert.Equal(1, (await journal.ReadAsync(script.Entity, CancellationToken.None)).Version);
    }

    [PostgresFact]
    public async Task Open_WhenTheDatabaseCommitsLazily_CommitsForSureAllTheSame()
    {
        await using var connection = new NpgsqlConnection(Options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"ALTER DATABASE {connection.Database} SET synchronous_commit = off";
        await command.ExecuteNonQueryAsync();

        await using var journal = await AdoNetJournal.OpenAsync(Options, NullLoggerFactory.Instance);

        Assert.Equal(new(true, "synchronous_commit=on fsync=on full_page_writes=on"), journal.Durability);
    }

    [PostgresFact]
    public async Task Open_WhenNobodyListens_IsUnavailable()
    {
        var nobody = new NpgsqlConnectionStringBuilder(Options.ConnectionString) { Port = 1 };

        await Assert.ThrowsAsync<JournalUnavailableException>(
            () => AdoNetJournal.OpenAsync(Options with { ConnectionString = nobody.ConnectionString }, NullLoggerFactory.Instance));
    }

    internal static async Task<JournalOptions> OptionsOnAsync(PostgresServer server) =>
        new() { Store = JournalStore.Postgres, ConnectionString = await server.CreateDatabaseAsync() };

    protected override string ReplaceSql(string text, string other) =>
        $"convert_to(replace(convert_from(payload, 'UTF8'), '{text}', '{other}'), 'UTF8')";

    protected override Task<JournalOptions> CreateDatabaseAsync() => OptionsOnAsync(postgres.Server);

    private async Task<NpgsqlConnection> LockShardsAsync()
    {
        var connection = new NpgsqlConnection(Options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN; SELECT shard FROM journal_shards FOR UPDATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    // Only the server knows that the batch has arrived there.
    private async Task UntilInFlightAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await StoreProbe.ScalarAsync(Options, InFlightSql) == 0) await Task.Delay(10, deadline.Token);
    }
}
