using System.Globalization;

namespace Omnichannel.Crash;

/// <summary>How long and from which seed the faults run. Short by default; <c>GRID_CRASH_SECONDS</c> and <c>GRID_CRASH_SEED</c> change it.</summary>
public static class CrashRun
{
    /// <summary>Every fault strikes at least so often, however short the run.</summary>
    public const int RoundsMin = 3;

    public static TimeSpan For { get; } = TimeSpan.FromSeconds(Number("GRID_CRASH_SECONDS", 0));

    public static int Seed { get; } = Number("GRID_CRASH_SEED", 1);

    /// <summary>Does something once, and again for as long as this run is to last, with the number of the round.</summary>
    /// <returns>How many rounds there were.</returns>
    public static async Task<int> RepeatAsync(int roundsMin, Func<int, Task> happening)
    {
        using var ended = new CancellationTokenSource(For);
        var round = 0;
        for (; round < roundsMin || !ended.IsCancellationRequested; round++) await happening(round);
        return round;
    }

    private static int Number(string variable, int whenLeftOut) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : whenLeftOut;
}
