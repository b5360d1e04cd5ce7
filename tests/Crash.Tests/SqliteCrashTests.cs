using System.Data.Common;
using Microsoft.Data.Sqlite;
using Omnichannel.Crash.Faults;
using Xunit;

namespace Omnichannel.Crash;

public sealed class SqliteCrashTests : CrashFaults
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grid-");
    private string? _file;

    protected override string Store => "SQLite";

    protected override Dictionary<string, string> Settings => Stores.Sqlite(File);

    private string File => _file ?? Path.Combine(_folder.FullName, "grid.db");

    public override Task InitializeAsync() => Task.CompletedTask;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [SmallDiskFact]
    public async Task Write_ToAFullDisk_IsNeverAcknowledged()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 24);
        _file = Path.Combine(disk.Folder, "grid.db");
        var grid = await StartGridAsync();
        await using var day = new ShoppingDay(OpenJournal, grid);
        await day.RunAsync(
            "13 disk full and freed again, SQLite",
            () => day.RepeatAsync(
                async _ =>
                {
                    disk.Fill();
                    await day.UntilUnansweredAsync(50);
                    disk.Free();
                },
                more: 200),
            judge: grid);
        await grid.DisposeAsync();
    }

    [TracerFact]
    public async Task Write_WhoseSyncFails_IsNeverAcknowledged()
    {
        var grid = await StartGridAsync();
        await using var day = new ShoppingDay(OpenJournal, grid);
        await day.RunAsync(
            "14 fdatasync fails with EIO, SQLite",
            () => day.RepeatAsync(
                async _ =>
                {
                    await using (var tracer = await Tracer.AttachAsync([grid.ProcessId], "fsync,fdatasync:error=EIO:when=1+3")) await day.UntilUnansweredAsync(20);
                    await grid.KillAsync();
                    await grid.RestartAsync();
                },
                more: 200),
            judge: grid);
    }

    [TracerFact]
    public async Task Write_ToASlowDisk_IsSlowAndNothingElse()
    {
        var grid = await StartGridAsync();
        await using var day = new ShoppingDay(OpenJournal, grid);
        await day.RunAsync(
            "15 fdatasync takes 100 ms, SQLite",
            async () =>
            {
                await using var tracer = await Tracer.AttachAsync([grid.ProcessId], "fsync,fdatasync:delay_enter=100000");
                await day.RepeatAsync(static _ => Task.CompletedTask, more: 150);
                Assert.True(tracer.InjectedCount() > 0);
            },
            judge: grid,
            leavesCallsUnanswered: false);
    }

    protected override DbConnection OpenJournal() => new SqliteConnection($"Data Source={File};Pooling=false");

    protected override async Task DamageAsync(string entity)
    {
        await using var connection = (SqliteConnection)OpenJournal();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "UPDATE journal_rows SET payload = CAST(replace(CAST(payload AS TEXT), 'delivery', 'deLivery') AS BLOB) " +
            "WHERE entity_id = (SELECT entity_id FROM journal_heads WHERE entity = $entity)";
        command.Parameters.AddWithValue("$entity", entity);
        if (await command.ExecuteNonQueryAsync() == 0) throw new InvalidOperationException($"{entity} has no rows to damage.");
    }
}
