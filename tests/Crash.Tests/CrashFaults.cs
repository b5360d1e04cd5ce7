using System.Data.Common;
using Omnichannel.Crash.Faults;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>Faults that every store has to survive. The numbers are those of the fault table in docs/RELIABILITY.md.</summary>
public abstract class CrashFaults : IAsyncLifetime
{
    private readonly List<GridProcess> _grids = [];

    protected abstract string Store { get; }

    /// <summary>Settings of a grid on the one store of this test.</summary>
    protected abstract Dictionary<string, string> Settings { get; }

    public abstract Task InitializeAsync();

    public virtual async Task DisposeAsync()
    {
        foreach (var grid in _grids) await grid.DisposeAsync();
    }

    protected async Task<GridProcess> StartGridAsync(IReadOnlyDictionary<string, string>? environment = null)
    {
        var grid = await GridProcess.StartAsync(Settings, environment);
        _grids.Add(grid);
        return grid;
    }

    [StoreFact]
    public async Task Kill_UnderLoad_LosesAndDoublesNothing()
    {
        var grid = await StartGridAsync();
        await using var day = new ShoppingDay(OpenJournal, grid);
        await day.RunAsync(
            $"1 kill -9 of the grid, {Store}",
            () => day.RepeatAsync(async _ => { await grid.KillAsync(); await grid.RestartAsync(); }, more: 400),
            judge: grid);
    }

    [StoreFact]
    public async Task Retry_OfCallsWhoseAnswersWereCut_HasOneEffectEach()
    {
        var grid = await StartGridAsync();
        await using var wire = LossyWire.To(grid);
        await using var day = new ShoppingDay(OpenJournal, ShoppingDay.ShoppersCountDefault, new Uri($"http://127.0.0.1:{wire.Port}"));
        await day.RunAsync(
            $"20 answers lost, retried after restarts and snapshots, {Store}",
            () => day.RepeatAsync(async _ => { await grid.KillAsync(); await grid.RestartAsync(); }, more: 400),
            judge: grid);
        Assert.True(wire.CutsCount > 0);
    }

    [StoreFact]
    public async Task Retry_InAStormWithImpatientClients_HasOneEffectPerId()
    {
        var grid = await StartGridAsync();
        await new Storm($"18 retry storm, {Store}").RunAsync(grid);
    }

    [StoreFact]
    public async Task Reserve_WithOneIdAndTwoBodiesAtOnce_AcceptsOne()
    {
        var grid = await StartGridAsync();
        await new Contradiction($"19 one id with two bodies at once, {Store}").RunAsync(grid);
    }

    [StoreFact]
    public async Task Confirm_AtTheMomentOfExpiry_HasExactlyOneOutcome()
    {
        var grid = await StartGridAsync();
        await new ExpiryRace($"21 expiry against confirm, {Store}").RunAsync(grid);
    }

    [StoreFact]
    public async Task Kill_OfCoordinators_LeavesNothingHalfDone()
    {
        var grid = await StartGridAsync();
        await new CoordinatedWork($"22 coordinators killed, {Store}").RunAsync(grid);
    }

    [StoreFact]
    public async Task Load_OfFiveTimesTheClients_IsAnsweredOrRefusedCleanly()
    {
        var grid = await StartGridAsync();
        await using var day = new ShoppingDay(OpenJournal, 160, grid.Address);
        await day.RunAsync($"24 five times the clients, {Store}", () => day.RepeatAsync(static _ => Task.CompletedTask, more: 1_000), judge: grid, leavesCallsUnanswered: false);
    }

    [StoreFact]
    public async Task Read_OfADamagedRow_StopsThatEntityAndNoOther()
    {
        var grid = await StartGridAsync();
        using var client = new HttpClient { BaseAddress = grid.Address };
        var answers = new List<(int Status, string? Code)>();
        var strikes = 0;
        await CrashRun.RepeatAsync(CrashRun.RoundsMin, async round =>
        {
            foreach (var sku in new[] { $"GOOD-{round}", $"BAD-{round}" })
            {
                answers.Add(await Calls.MoveAsync(client, sku, "london", "delivery", new { type = "receive", quantity = 10_000 }));
                Assert.Equal((200, null), answers[^1]);
            }

            await grid.KillAsync();
            await DamageAsync($"stock/BAD-{round}/london");
            strikes++;
            await grid.RestartAsync();
            for (var earlier = 0; earlier <= round; earlier++)
            {
                answers.Add(await Calls.ReserveAsync(client, $"BAD-{earlier}", "london", $"r-{round}", 1));
                Assert.Equal((503, "journal-corrupt"), answers[^1]);
                answers.Add(await Calls.ReserveAsync(client, $"GOOD-{earlier}", "london", $"r-{round}", 1));
                Assert.Equal((201, null), answers[^1]);
            }

            Assert.Contains($"BAD-{round}", grid.Output, StringComparison.Ordinal);
        });

        // One call at a time: a row is one event. Nothing was written to what is damaged.
        var rows = (await JournalDump.ReadAsync(OpenJournal)).SelectMany(shard => shard).ToList();
        var accepted = answers.Count(answer => answer.Status is 200 or 201);
        Assert.Equal(accepted, rows.Count);
        CrashReport.Add($"16 a damaged row, {Store}", strikes, answers.Count, accepted, TimeSpan.Zero, new([], rows.Count));
    }

    [ClockShimFact]
    public async Task Jump_OfTheWallClock_NeverTurnsTheTimeOfAnEntityBack()
    {
        using var shim = await ClockShim.BuildAsync();
        var grid = await StartGridAsync(shim.Environment);
        await using var day = new ShoppingDay(OpenJournal, grid);
        TimeSpan[] jumps = [TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromDays(1), TimeSpan.FromDays(-1), TimeSpan.Zero];
        await day.RunAsync(
            $"17 clock jumps of an hour and a day, both ways, {Store}",
            () => day.RepeatAsync(round => { shim.Jump(jumps[round % jumps.Length]); return Task.CompletedTask; }, more: 300),
            judge: grid,
            leavesCallsUnanswered: false);
    }

    /// <summary>The database itself, past every proxy.</summary>
    protected abstract DbConnection OpenJournal();

    /// <summary>Flips a byte of the newest row of an entity, while no grid is running.</summary>
    protected abstract Task DamageAsync(string entity);
}
