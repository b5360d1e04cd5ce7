using System.Diagnostics;

namespace Omnichannel.Crash;

/// <summary>The command line, as an operator runs it.</summary>
internal static class Omni
{
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "omni.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var omni = Process.Start(start) ?? throw new InvalidOperationException("omni did not start.");
        var (output, error) = (omni.StandardOutput.ReadToEndAsync(), omni.StandardError.ReadToEndAsync());
        await omni.WaitForExitAsync();
        return (omni.ExitCode, await output + await error);
    }
}
