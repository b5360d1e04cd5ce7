using System.Diagnostics.Metrics;
using System.Globalization;

namespace Omnichannel.Metrics;

internal enum MetricKind
{
    None = 0,
    Counter = 1,
    Gauge = 2,
    Histogram = 3,
}

internal static class MetricKinds
{
    public static MetricKind Of(Instrument instrument) => Name(instrument) switch
    {
        // The runtime publishes these levels as counters.
        "ObservableCounter" when instrument.Name.StartsWith("dotnet.thread_pool.", StringComparison.Ordinal) => MetricKind.Gauge,
        "Histogram" => MetricKind.Histogram,
        "Counter" or "ObservableCounter" => MetricKind.Counter,
        _ => MetricKind.Gauge,
    };

    /// <summary>Whether a measurement is the figure itself, and not a change of it.</summary>
    public static bool IsAbsolute(Instrument instrument) => instrument.IsObservable || Name(instrument) == "Gauge";

    private static string Name(Instrument instrument) => instrument.GetType().Name.Split('`')[0];
}

/// <summary>Where the buckets of a histogram end: as its maker advises, else by its unit.</summary>
internal static class HistogramBounds
{
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] Amounts = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16384, 65536, 262144, 1048576];

    public static double[]? Of(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => Advised(histogram) ?? ByUnit(instrument),
        Histogram<long> histogram => Advised(histogram) ?? ByUnit(instrument),
        Histogram<int> histogram => Advised(histogram) ?? ByUnit(instrument),
        _ => null,
    };

    private static double[] ByUnit(Instrument instrument) => instrument.Unit == "s" ? Seconds : Amounts;

    private static double[]? Advised<T>(Histogram<T> histogram) where T : struct =>
        histogram.Advice?.HistogramBucketBoundaries?.Select(bound => Convert.ToDouble(bound, CultureInfo.InvariantCulture)).ToArray();
}
