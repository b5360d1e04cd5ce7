using System.Numerics;

namespace Omnichannel.Grid;

/// <summary>Latencies in buckets that are exact to about 3 %, in constant memory; many callers may add at once.</summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private readonly long[] _counts = new long[64 << SubBits];
    private long _max;

    public long Count => _counts.Sum();

    public TimeSpan Max => TimeSpan.FromMicroseconds(Interlocked.Read(ref _max));

    public void Add(TimeSpan latency)
    {
        var microseconds = Math.Max(0, (long)latency.TotalMicroseconds);
        Interlocked.Increment(ref _counts[IndexOf(microseconds)]);
        var max = Interlocked.Read(ref _max);
        while (microseconds > max) max = Math.Max(max, Interlocked.CompareExchange(ref _max, microseconds, max));
    }

    /// <param name="share">0 to 1.</param>
    public TimeSpan Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(share * Count);
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted && seen > 0) return TimeSpan.FromMicroseconds(Math.Min(TopOf(i), Interlocked.Read(ref _max)));
        }

        return TimeSpan.Zero;
    }

    // Below 32 every value has its own bucket; above, each power of two is cut into 32.
    private static int IndexOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)Math.Max(1, value)) - SubBits);
        return (int)((shift << SubBits) + (value >> shift));
    }

    private static long TopOf(int index)
    {
        if (index < 2 << SubBits) return index;
        var shift = (index >> SubBits) - 1;
        return (((long)(index & ((1 << SubBits) - 1)) + (1 << SubBits) + 1) << shift) - 1;
    }
}
