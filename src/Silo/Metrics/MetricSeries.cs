using System.Diagnostics.Metrics;

namespace Omnichannel.Metrics;

/// <summary>One instrument and its series, one per combination of tag values. Recording allocates nothing once a series is known.</summary>
internal sealed class MetricSeries(Instrument instrument, string[]? keptTags)
{
    private const int BucketCount = 256;
    private readonly Series?[] _buckets = new Series?[BucketCount];
    private readonly Lock _adding = new();
    private readonly double[]? _bounds = HistogramBounds.Of(instrument);
    private int _count;

    public Instrument Instrument => instrument;

    public MetricKind Kind { get; } = MetricKinds.Of(instrument);

    public IEnumerable<Series> All
    {
        get
        {
            foreach (var bucket in _buckets)
            {
                for (var series = bucket; series is not null; series = series.Next) yield return series;
            }
        }
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (Kind == MetricKind.Histogram) series?.Observe(value);
        else if (MetricKinds.IsAbsolute(instrument)) series?.Set(value);
        else series?.Add(value);
    }

    private Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var index = Hash(tags) & (BucketCount - 1);
        for (var series = Volatile.Read(ref _buckets[index]); series is not null; series = series.Next)
        {
            if (IsSame(series.Tags, tags)) return series;
        }

        return Add(index, tags);
    }

    private Series? Add(int index, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_adding)
        {
            for (var series = _buckets[index]; series is not null; series = series.Next)
            {
                if (IsSame(series.Tags, tags)) return series;
            }

            // A tag with unbounded values is a mistake of whoever records it: it must not eat the memory.
            if (_count == Limits.MetricSeriesMax) return null;
            _count++;
            var kept = new List<KeyValuePair<string, object?>>();
            foreach (var tag in tags)
            {
                if (IsKept(tag.Key)) kept.Add(tag);
            }

            var added = new Series([.. kept], _bounds, _buckets[index]);
            Volatile.Write(ref _buckets[index], added);
            return added;
        }
    }

    // Cheaper than hashing whole strings, and good enough to tell methods, routes and statuses apart.
    private int Hash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = 17;
        foreach (var tag in tags)
        {
            if (!IsKept(tag.Key)) continue;
            var part = tag.Value is string { Length: > 0 } text ? (text.Length << 14) ^ (text[0] << 7) ^ text[^1] : tag.Value?.GetHashCode() ?? 0;
            hash = unchecked((hash * 31) + part);
        }

        return hash ^ (hash >> 8) ^ (hash >> 16);
    }

    private bool IsSame(KeyValuePair<string, object?>[] known, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var index = 0;
        foreach (var tag in tags)
        {
            if (!IsKept(tag.Key)) continue;
            if (index == known.Length || known[index].Key != tag.Key || !Equals(known[index].Value, tag.Value)) return false;
            index++;
        }

        return index == known.Length;
    }

    private bool IsKept(string tag) => keptTags is null || Array.IndexOf(keptTags, tag) >= 0;
}

/// <summary>The figures of one combination of tag values.</summary>
internal sealed class Series(KeyValuePair<string, object?>[] tags, double[]? bounds, Series? next)
{
    private readonly long[] _counts = bounds is null ? [] : new long[bounds.Length + 1];
    private double _value;

    public KeyValuePair<string, object?>[] Tags => tags;

    public Series? Next => next;

    public double[] Bounds => bounds ?? [];

    /// <summary>The level, the total, or the sum of what was observed.</summary>
    public double Value => Volatile.Read(ref _value);

    public long CountIn(int bucket) => Volatile.Read(ref _counts[bucket]);

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double value)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (before.Equals(seen)) return;
            seen = before;
        }
    }

    public void Observe(double value)
    {
        var bucket = 0;
        while (bucket < bounds!.Length && value > bounds[bucket]) bucket++;
        Interlocked.Increment(ref _counts[bucket]);
        Add(value);
    }
}
