using System.Diagnostics;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>A month of a real retailer, through the command line, on a grid that is killed in the middle of it.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Until = "2010-12-31";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("replay-");

    [RealFileFact]
    public async Task Replay_OfDecember2010OnAGridThatIsKilled_AuditsWithoutADifference()
    {
        await using var grid = await GridProcess.StartAsync(Stores.Sqlite(Path.Combine(_folder.FullName, "grid.db")));
        var replay = OmniAsync("replay", RealFile.Path!, "--url", grid.Address.ToString(), "--until", Until);
        await UntilUnderWayAsync(grid);
        await grid.KillAsync();
        await grid.RestartAsync();

        var (exitCode, output) = await replay;
        Assert.True(exitCode == 0, $"{output}\n{grid.Output}");
        (exitCode, output) = await OmniAsync("audit", "--url", grid.Address.ToString(), "--file", RealFile.Path!, "--until", Until);
        Assert.True(exitCode == 0, output);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<(int ExitCode, string Output)> OmniAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "omni.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var omni = Process.Start(start) ?? throw new InvalidOperationException("omni did not start.");
        var (output, error) = (omni.StandardOutput.ReadToEndAsync(), omni.StandardError.ReadToEndAsync());
        await omni.WaitForExitAsync();
        return (omni.ExitCode, await output + await error);
    }

    // The feed tells how far the replay has come.
    private static async Task UntilUnderWayAsync(GridProcess grid)
    {
        const int EntriesCount = 5_000;
        using var client = new HttpClient { BaseAddress = grid.Address };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do await ticks.WaitForNextTickAsync(deadline.Token);
        while ((await Calls.GetAsync(client, $"/v1/feed/0?after={EntriesCount}&limit=1")).GetProperty("entries").GetArrayLength() == 0);
    }
}
