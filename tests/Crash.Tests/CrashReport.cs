using System.Globalization;
using System.Reflection;

namespace Omnichannel.Crash;

/// <summary>The fault table of docs/RELIABILITY.md, one row per fault, appended to the file that <c>GRID_CRASH_REPORT</c> names; nothing when it names none.</summary>
public static class CrashReport
{
    private static readonly Lock Gate = new();

    /// <param name="fault">What the report calls it.</param>
    /// <param name="strikes">How often it struck.</param>
    /// <param name="operations">Calls that were sent.</param>
    /// <param name="acknowledged">Of them, those that were told that they are done.</param>
    public static void Add(string fault, int strikes, long operations, long acknowledged, TimeSpan longestOutage, Judgement verdict)
    {
        if (Environment.GetEnvironmentVariable("GRID_CRASH_REPORT") is not { Length: > 0 } file) return;
        var row = string.Create(CultureInfo.InvariantCulture,
            $"| {fault} | {strikes:N0} | {operations:N0} | {acknowledged:N0} | {verdict.EventsCount:N0} | {longestOutage.TotalSeconds:N1} s | {CrashRun.Seed} | {verdict.Findings.Count} |\n");
        lock (Gate) File.AppendAllText(file, File.Exists(file) ? row : Head() + row);
    }

    private static string Head() => string.Create(CultureInfo.InvariantCulture,
        $"""
        {GridHost()}, .NET {Environment.Version}, {Environment.ProcessorCount} processors, GRID_CRASH_SECONDS={CrashRun.For.TotalSeconds}

        | fault | strikes | calls sent | acknowledged | events | longest outage | seed | violations |
        |---|--:|--:|--:|--:|--:|--:|--:|

        """);

    // The assembly that runs says which version it is of; only one of the two flavours has it.
    private static string GridHost()
    {
        var version = Type.GetType("Orleans.Runtime.SiloAddress, Orleans.Core.Abstractions")?.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version is null ? "Embedded host" : $"Microsoft Orleans {version.Split(' ', '+')[0].TrimEnd('.')}";
    }
}
