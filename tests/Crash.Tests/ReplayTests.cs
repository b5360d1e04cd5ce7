using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>A month of a real retailer, with its customers and their carts, through the command line, on a grid that is killed in the middle of it.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Until = "2010-12-31";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("replay-");

    [RealFileFact]
    public async Task Replay_OfDecember2010WhenTheGridAndItselfAreKilled_AuditsWithoutADifference()
    {
        await using var grid = await GridProcess.StartAsync(Stores.Sqlite(Path.Combine(_folder.FullName, "grid.db")));
        string[] arguments = ["replay", RealFile.Path!, "--url", grid.Address.ToString(), "--until", Until];
        using (var kill = new CancellationTokenSource())
        {
            var first = Omni.RunAsync(new Dictionary<string, string>(), kill.Token, arguments);
            await UntilEntriesAsync(grid, 5_000);
            await grid.KillAsync();
            await grid.RestartAsync();
            await UntilEntriesAsync(grid, 20_000);
            await kill.CancelAsync();
            await first;
        }

        var (exitCode, output) = await Omni.RunAsync(arguments);
        Assert.True(exitCode == 0, $"{output}\n{grid.Output}");
        (exitCode, output) = await Omni.RunAsync("audit", "--url", grid.Address.ToString(), "--file", RealFile.Path!, "--until", Until);
        Assert.True(exitCode == 0, output);
        Assert.Contains("0 differences.", output, StringComparison.Ordinal);
    }

    [RealFileFact]
    public async Task Replay_OfStockAloneOnAGridThatIsKilled_AuditsWithoutADifference()
    {
        const string StockUntil = "2010-12-05";
        await using var grid = await GridProcess.StartAsync(Stores.Sqlite(Path.Combine(_folder.FullName, "grid.db")));
        var replay = Omni.RunAsync("replay", RealFile.Path!, "--url", grid.Address.ToString(), "--until", StockUntil, "--stock-only");
        await UntilEntriesAsync(grid, 2_000);
        await grid.KillAsync();
        await grid.RestartAsync();

        var (exitCode, output) = await replay;
        Assert.True(exitCode == 0, $"{output}\n{grid.Output}");
        (exitCode, output) = await Omni.RunAsync("audit", "--url", grid.Address.ToString(), "--file", RealFile.Path!, "--until", StockUntil, "--stock-only");
        Assert.True(exitCode == 0, output);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // The feed tells how far the replay has come.
    private static async Task UntilEntriesAsync(GridProcess grid, int entriesCount)
    {
        using var client = new HttpClient { BaseAddress = grid.Address };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do await ticks.WaitForNextTickAsync(deadline.Token);
        while ((await Calls.GetAsync(client, $"/v1/feed/0?after={entriesCount}&limit=1")).GetProperty("entries").GetArrayLength() == 0);
    }
}
