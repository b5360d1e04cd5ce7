using System.Diagnostics;

namespace Omnichannel.Crash;

/// <summary>The command line, as an operator runs it.</summary>
internal static class Omni
{
    public static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), CancellationToken.None, arguments);

    /// <param name="kill">SIGKILL.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyDictionary<string, string> environment, CancellationToken kill, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "omni.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var omni = Process.Start(start) ?? throw new InvalidOperationException("omni did not start.");
        var (output, error) = (omni.StandardOutput.ReadToEndAsync(CancellationToken.None), omni.StandardError.ReadToEndAsync(CancellationToken.None));
        await using (kill.Register(omni.Kill)) await omni.WaitForExitAsync(CancellationToken.None);
        return (omni.ExitCode, await output + await error);
    }
}
