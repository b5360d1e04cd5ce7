using System.Data.Common;
using System.Globalization;
using Npgsql;
using Omnichannel.Crash.Faults;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

[RequiresPostgres]
public sealed class PostgresCrashTests : CrashFaults
{
    private PostgresServer? _server;
    private string _database = "";
    private string? _wired;

    protected override string Store => "PostgreSQL";

    protected override Dictionary<string, string> Settings => Stores.Postgres(_wired ?? _database);

    private PostgresServer Server => _server ?? throw new InvalidOperationException(PostgresTools.MissingReason);

    public override async Task InitializeAsync()
    {
        if (!PostgresTools.IsInstalled) return;
        _server = await PostgresServer.CreateAsync();
        _database = await _server.CreateDatabaseAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    // Two processes that both believe to own every SKU: a forced double activation.
    [PostgresFact]
    public async Task Kill_OfOneOfTwoOwners_NeverOversells()
    {
        var (first, second) = (await StartGridAsync(), await StartGridAsync());
        await using var day = new ShoppingDay(OpenJournal, first, second);
        await day.RunAsync(
            "5 two owners of everything, one killed, PostgreSQL",
            () => day.RepeatAsync(async _ => { await first.KillAsync(); await day.UntilAcknowledgedAsync(200); await first.RestartAsync(); }, more: 300),
            judge: second);
    }

    [PostgresFact]
    public async Task Kill_OfAllOwnersAtOnce_LosesAndDoublesNothing()
    {
        GridProcess[] grids = [await StartGridAsync(), await StartGridAsync()];
        await using var day = new ShoppingDay(OpenJournal, grids);
        await day.RunAsync(
            "2 kill -9 of all grids at once, PostgreSQL",
            () => day.RepeatAsync(
                async _ =>
                {
                    await Task.WhenAll(grids.Select(grid => grid.KillAsync()));
                    await Task.WhenAll(grids.Select(grid => grid.RestartAsync()));
                },
                more: 300),
            judge: grids[0]);
    }

    [PostgresFact]
    public async Task Freeze_OfAnOwnerThatComesBack_IsFenced()
    {
        var (zombie, other) = (await StartGridAsync(), await StartGridAsync());
        await using var day = new ShoppingDay(OpenJournal, zombie, other);
        await day.RunAsync(
            "4 zombie: SIGSTOP under load, others go on, SIGCONT, PostgreSQL",
            () => day.RepeatAsync(async _ => { zombie.Freeze(); await day.UntilAcknowledgedAsync(150); zombie.Thaw(); }, more: 300),
            judge: other);
    }

    [PostgresFact]
    public async Task Cut_AroundCommit_IsUnknownAndNeverAcknowledged()
    {
        await using var wire = new TcpProxy(Server.Port);
        _wired = new NpgsqlConnectionStringBuilder(_database) { Port = wire.Port }.ConnectionString;
        var grid = await StartGridAsync();
        var random = new Random(CrashRun.Seed);
        Passage Draw(double cutBefore, double cutInside)
        {
            lock (random)
            {
                var draw = random.NextDouble();
                return draw < cutBefore ? Passage.CutBefore : draw < cutBefore + cutInside ? Passage.CutInside : Passage.Pass;
            }
        }

        // The batch and its commit leave in one piece: cut before it, within it, or lose the word that it was committed.
        wire.Towards = _ => Draw(0.01, 0.02);
        wire.Back = _ => Draw(0.03, 0.01);
        await using var day = new ShoppingDay(OpenJournal, grid);
        await day.RunAsync(
            "9 connection cut before, within and after COMMIT, PostgreSQL",
            async () =>
            {
                await day.RepeatAsync(_ => { wire.ResetAll(); return Task.CompletedTask; }, more: 300);

                // Whoever judges must be able to read.
                wire.Towards = wire.Back = static _ => Passage.Pass;
            },
            judge: grid);
        Assert.True(wire.CutsCount > 10, $"only {wire.CutsCount} cuts.");
    }

    [PostgresFact]
    public async Task Restart_OfTheDatabase_LosesNothing()
    {
        var grid = await StartGridAsync();
        await using var day = new ShoppingDay(OpenJournal, grid);
        await day.RunAsync(
            "10 database restarted, fast and immediate in turn, PostgreSQL",
            () => day.RepeatAsync(async round => { await Server.StopAsync(round % 2 == 0 ? "fast" : "immediate"); await Server.StartAsync(); }, more: 300),
            judge: grid);
    }

    [PostgresFact]
    public async Task Kill_OfDatabaseProcesses_LosesNothing()
    {
        var grid = await StartGridAsync();
        await using var day = new ShoppingDay(OpenJournal, grid);
        await day.RunAsync(
            "11 kill -9 of a backend and of the postmaster in turn, PostgreSQL",
            () => day.RepeatAsync(
                async round =>
                {
                    if (round % 2 == 0) Server.Kill(await BackendAsync());
                    else await Server.CrashAsync();
                },
                more: 300),
            judge: grid);
    }

    [PostgresFact]
    public async Task Terminate_OfConnections_IsRecoveredFrom()
    {
        var grid = await StartGridAsync();
        await using var day = new ShoppingDay(OpenJournal, grid);
        await day.RunAsync(
            "12 pg_terminate_backend of every connection, PostgreSQL",
            () => day.RepeatAsync(
                _ => AskAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"),
                more: 150),
            judge: grid);
    }

    [TracedPostgresFact]
    public async Task Write_WhoseSyncFails_IsNeverAcknowledged()
    {
        var grid = await StartGridAsync();
        await using var day = new ShoppingDay(OpenJournal, grid);
        await day.RunAsync(
            "14 fdatasync fails with EIO, PostgreSQL",
            () => day.RepeatAsync(
                async _ =>
                {
                    // PostgreSQL does not retry a failed sync: it crashes, and recovers from its log.
                    await using var tracer = await Tracer.AttachAsync(Server.ProcessIds(), "fsync,fdatasync:error=EIO:when=3");
                    await day.UntilUnansweredAsync(5);
                },
                more: 200),
            judge: grid);
    }

    [TracedPostgresFact]
    public async Task Write_ToASlowDisk_IsSlowAndNothingElse()
    {
        var grid = await StartGridAsync();
        await using var day = new ShoppingDay(OpenJournal, grid);
        await day.RunAsync(
            "15 fdatasync takes 100 ms, PostgreSQL",
            async () =>
            {
                await using var tracer = await Tracer.AttachAsync(Server.ProcessIds(), "fsync,fdatasync:delay_enter=100000");
                await day.RepeatAsync(static _ => Task.CompletedTask, more: 150);
                Assert.True(tracer.InjectedCount() > 0);
            },
            judge: grid,
            leavesCallsUnanswered: false);
    }

    protected override DbConnection OpenJournal() => new NpgsqlConnection(_database + ";Pooling=false");

    protected override async Task DamageAsync(string entity)
    {
        await using var source = NpgsqlDataSource.Create(_database + ";Pooling=false");
        await using var command = source.CreateCommand(
            "UPDATE journal_rows SET payload = overlay(payload PLACING '\\x4c'::bytea FROM 12) WHERE entity_id = (SELECT entity_id FROM journal_heads WHERE entity = $1)");
        command.Parameters.Add(new() { Value = entity });
        if (await command.ExecuteNonQueryAsync() == 0) throw new InvalidOperationException($"{entity} has no rows to damage.");
    }

    private async Task<int> BackendAsync() =>
        Convert.ToInt32(await AskAsync("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() LIMIT 1"), CultureInfo.InvariantCulture);

    private async Task<object?> AskAsync(string question)
    {
        await using var source = NpgsqlDataSource.Create(_database + ";Pooling=false");
        await using var command = source.CreateCommand(question);
        return await command.ExecuteScalarAsync();
    }
}
