using System.Diagnostics;
using System.Globalization;

namespace Omnichannel.Bench;

/// <summary>Programs that are run to their end.</summary>
internal static class Tool
{
    /// <summary>A program of this build, beside this one.</summary>
    public static Task<string> RunOwnAsync(string assembly, CancellationToken cancellation, params string[] arguments) =>
        RunAsync("dotnet", cancellation, [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]);

    /// <summary>What it printed.</summary>
    /// <exception cref="InvalidOperationException">It did not end well.</exception>
    public static async Task<string> RunAsync(string program, CancellationToken cancellation, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var (told, complaint) = (await output, await error);
        if (process.ExitCode == 0) return told;
        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{program} {string.Join(' ', arguments.Take(3))} ended with {process.ExitCode}: {told} {complaint}"));
    }

    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    public static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
