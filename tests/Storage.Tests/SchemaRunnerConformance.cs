using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Testing;

namespace Omnichannel.Storage;

/// <summary>The schema on each database that has one.</summary>
public abstract class SchemaRunnerConformance
{
    protected abstract Task<JournalOptions> CreateDatabaseAsync();

    [StoreFact]
    public async Task Run_WhenManyStartAtOnce_AppliesEachScriptOnce()
    {
        var options = await CreateDatabaseAsync();
        var extra = new SchemaScript(900, "900-counted", "CREATE TABLE counted (number integer); INSERT INTO counted VALUES (1)");

        var shardCounts = await Task.WhenAll(Enumerable.Range(1, 6).Select(starter => Task.Run(() => RunAsync(options, shardCount: starter, extra))));

        Assert.Single(shardCounts.Distinct());
        Assert.Equal(1, await CountAsync(options, "counted"));
        Assert.Equal(shardCounts[0], await CountAsync(options, "journal_shards"));
    }

    [StoreFact]
    public async Task Run_WhenAScriptWasChanged_Refuses()
    {
        var options = await CreateDatabaseAsync();
        var script = new SchemaScript(900, "900-extra", "CREATE TABLE extra (number integer)");
        await RunAsync(options, 1, script);
        await RunAsync(options, 1, script with { Sql = script.Sql.ReplaceLineEndings("\r\n") });

        var changed = script with { Sql = "CREATE TABLE extra (number bigint)" };
        var failure = await Assert.ThrowsAsync<SchemaException>(() => RunAsync(options, 1, changed));

        Assert.Contains("900-extra", failure.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Run_WhenTheDatabaseIsNewer_Refuses()
    {
        var options = await CreateDatabaseAsync();
        await RunAsync(options, 1, new SchemaScript(900, "900-newer", "CREATE TABLE newer (number integer)"));

        await Assert.ThrowsAsync<SchemaException>(() => RunAsync(options, 1));
    }

    [StoreFact]
    public async Task Run_WhenAScriptFails_LeavesNothingOfThatStart()
    {
        var options = await CreateDatabaseAsync();
        var first = new SchemaScript(900, "900-first", "CREATE TABLE first (number integer)");
        var broken = new SchemaScript(901, "901-broken", "CREATE TABLE second (number integer); INSERT INTO nowhere VALUES (1)");

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => RunAsync(options, 1, first, broken));

        await RunAsync(options, 1, first, broken with { Sql = "CREATE TABLE second (number integer)" });
        Assert.Equal(0, await CountAsync(options, "second"));
    }

    private static async Task<int> RunAsync(JournalOptions options, int shardCount, params SchemaScript[] extra)
    {
        using var dialect = JournalDialect.For(options);
        var runner = new SchemaRunner(dialect, [.. SchemaScript.In(dialect.Folder), .. extra], NullLogger.Instance);
        return await runner.RunAsync(shardCount, CancellationToken.None);
    }

    private static Task<long> CountAsync(JournalOptions options, string table) => StoreProbe.ScalarAsync(options, $"SELECT count(*) FROM {table}");
}
