using System.Globalization;

namespace Omnichannel.Crash;

/// <summary>One row per fault for docs/RELIABILITY.md, appended to the file that <c>GRID_CRASH_REPORT</c> names; nothing when it names none.</summary>
public static class CrashReport
{
    private static readonly Lock Gate = new();

    public static void Add(string fault, Market market, Judgement verdict, TimeSpan longestOutage) =>
        Add(fault, market.Acknowledged + market.Refused + market.Unanswered, market.Acknowledged, longestOutage, verdict);

    public static void Add(string fault, long operations, long acknowledged, TimeSpan longestOutage, Judgement verdict)
    {
        if (Environment.GetEnvironmentVariable("GRID_CRASH_REPORT") is not { Length: > 0 } file) return;
        var row = string.Create(CultureInfo.InvariantCulture,
            $"| {fault} | {operations:N0} | {acknowledged:N0} | {verdict.EventsCount:N0} | {longestOutage.TotalSeconds:N1} s | {CrashRun.Seed} | {verdict.Findings.Count} |\n");
        lock (Gate) File.AppendAllText(file, row);
    }
}
