namespace Omnichannel.Grid;

/// <summary>How long to wait before the next try of a call that got no answer.</summary>
public static class Backoff
{
    private const int FirstMilliseconds = 50;
    private const int MillisecondsMax = 2_000;
    private const int DoublingsMax = 6;

    /// <param name="attempt">From 1.</param>
    /// <param name="retryAfter">What the grid asked for.</param>
    /// <param name="jitter">0 to 1: spreads the tries of many callers.</param>
    public static TimeSpan Before(int attempt, TimeSpan? retryAfter, double jitter)
    {
        var milliseconds = Math.Min(MillisecondsMax, FirstMilliseconds << Math.Min(attempt - 1, DoublingsMax));
        var wait = TimeSpan.FromMilliseconds(milliseconds * (0.5 + jitter / 2));
        return retryAfter is { } asked && asked > wait ? asked : wait;
    }
}
