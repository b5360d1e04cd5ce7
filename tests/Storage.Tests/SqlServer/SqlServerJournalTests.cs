using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Journal;
using Omnichannel.Privacy;
using Omnichannel.Testing;

namespace Omnichannel.Storage.SqlServer;

[RequiresSqlServer]
[Collection(SqlServerCollection.Name)]
public sealed class SqlServerJournalTests(SqlServerFixture sqlServer) : AdoNetConformance
{
    protected override (string Explain, string Expected)? PlanOfRows => null;

    protected override string NoBytesSql => "0x";

    protected override string MillionNumbersSql =>
        """
        digits (d) AS (SELECT d FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) v (d)),
        numbers (n) AS (
            SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d
            FROM digits a CROSS JOIN digits b CROSS JOIN digits c CROSS JOIN digits e CROSS JOIN digits f CROSS JOIN digits g)
        """;

    [StoreFact]
    public void Open_WithTheUsualSettings_SurvivesPowerLoss() => Assert.True(((AdoNetJournal)Journal).Durability.SurvivesPowerLoss);

    [StoreFact]
    public async Task Append_WhenTheAnswerToACommitIsLost_IsUnknownAndTheNextReadTells()
    {
        var direct = new DbConnectionStringBuilder { ConnectionString = Options.ConnectionString };
        var address = ((string)(direct.TryGetValue("Server", out var server) ? server : direct["Data Source"])).Split(',');
        await using var proxy = new TcpProxy(address.Length > 1 ? int.Parse(address[1], CultureInfo.InvariantCulture) : 1433);
        direct.Remove("Server");
        direct["Data Source"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1,{proxy.Port}");
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

    [StoreFact]
    public async Task Open_WhenNobodyListens_IsUnavailable()
    {
        var nobody = new DbConnectionStringBuilder { ConnectionString = Options.ConnectionString };
        nobody.Remove("Server");
        nobody["Data Source"] = "127.0.0.1,1";

        await Assert.ThrowsAsync<JournalUnavailableException>(
            () => AdoNetJournal.OpenAsync(Options with { ConnectionString = nobody.ConnectionString }, NullLoggerFactory.Instance));
    }

    [StoreFact]
    public async Task Names_WhenTheyDifferInCaseOnly_AreTwoEntities()
    {
        await Journal.AppendAsync(new EntityScript("mug@main").Next());
        await Journal.AppendAsync(new EntityScript("MUG@main").Next(2));

        Assert.Equal(1, (await Journal.ReadAsync(new("stock", "mug@main"), CancellationToken.None)).Version);
        Assert.Equal(2, (await Journal.ReadAsync(new("stock", "MUG@main"), CancellationToken.None)).Version);
    }

    internal static async Task<JournalOptions> OptionsOnAsync(SqlServerFixture sqlServer) =>
        new() { Store = JournalStore.SqlServer, ConnectionString = await sqlServer.CreateDatabaseAsync(), CommandTimeout = TimeSpan.FromSeconds(60) };

    protected override string ReplaceSql(string text, string other) =>
        $"CAST(REPLACE(CAST(payload AS varchar(max)), '{text}', '{other}') AS varbinary(max))";

    protected override Task<JournalOptions> CreateDatabaseAsync() => OptionsOnAsync(sqlServer);
}

[RequiresSqlServer]
[Collection(SqlServerCollection.Name)]
public sealed class SqlServerSchemaTests(SqlServerFixture sqlServer) : SchemaRunnerConformance
{
    protected override Task<JournalOptions> CreateDatabaseAsync() => SqlServerJournalTests.OptionsOnAsync(sqlServer);
}

[RequiresSqlServer]
[Collection(SqlServerCollection.Name)]
public sealed class SqlServerDataKeysTests(SqlServerFixture sqlServer) : AdoNetDataKeysConformance
{
    protected override (string Hide, string Show) RenameSql => ("EXEC sp_rename 'data_keys', 'hidden_keys'", "EXEC sp_rename 'hidden_keys', 'data_keys'");

    public override Task InitializeAsync() => SqlServerTools.MissingReason is null ? base.InitializeAsync() : Task.CompletedTask;

    protected override Task<JournalOptions> CreateDatabaseAsync() => SqlServerJournalTests.OptionsOnAsync(sqlServer);
}

[CollectionDefinition(Name)]
public sealed class SqlServerCollection : ICollectionFixture<SqlServerFixture>
{
    public const string Name = "SQL Server";
}
