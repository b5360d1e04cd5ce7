using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash.Speed;

/// <summary>A measurement. It says something only on a machine that does nothing else, so it runs when it is asked to: <c>GRID_SPEED=1</c>.</summary>
public sealed class SpeedFactAttribute : FactAttribute
{
    public SpeedFactAttribute()
    {
        if (!SpeedReport.IsWanted) Skip = SpeedReport.Reason;
    }
}

/// <summary>A measurement on a real PostgreSQL.</summary>
public sealed class PostgresSpeedFactAttribute : FactAttribute
{
    public PostgresSpeedFactAttribute()
    {
        if (!SpeedReport.IsWanted) Skip = SpeedReport.Reason;
        else if (!PostgresTools.IsInstalled) Skip = PostgresTools.MissingReason;
    }
}

/// <summary>What was measured, in a file of its own: <c>GRID_SPEED_REPORT=report.md</c>.</summary>
internal static class SpeedReport
{
    public const string Reason = "A measurement, for a quiet machine: set GRID_SPEED=1.";

    public static bool IsWanted => Environment.GetEnvironmentVariable("GRID_SPEED") == "1";

    public static async Task AddAsync(string line)
    {
        if (Environment.GetEnvironmentVariable("GRID_SPEED_REPORT") is { Length: > 0 } file) await File.AppendAllTextAsync(file, line + "\n");
    }
}
