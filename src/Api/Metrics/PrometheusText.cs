using System.Globalization;
using System.Text;

namespace Omnichannel.Metrics;

/// <summary>The Prometheus text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Of(IReadOnlyList<MetricSeries> metrics)
    {
        var text = new StringBuilder(16 * 1024);

        // Two meters may hold an instrument of one name (one per process part): the format wants their series together.
        foreach (var sameName in metrics.GroupBy(NameOf).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var first = sameName.First();
            if (first.Instrument.Description is { Length: > 0 } description) text.Append("# HELP ").Append(sameName.Key).Append(' ').Append(Escaped(description)).Append('\n');
            text.Append("# TYPE ").Append(sameName.Key).Append(' ').Append(TypeOf(first.Kind)).Append('\n');
            foreach (var series in sameName.SelectMany(metric => metric.All))
            {
                if (first.Kind == MetricKind.Histogram) AppendHistogram(text, sameName.Key, series);
                else AppendSample(text, sameName.Key, series, null, series.Value);
            }
        }

        return text.ToString();
    }

    private static string NameOf(MetricSeries metric)
    {
        var name = metric.Instrument.Name.Replace('.', '_').Replace('-', '_');
        var unit = metric.Instrument.Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return metric.Kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static void AppendHistogram(StringBuilder text, string name, Series series)
    {
        long below = 0;
        for (var bucket = 0; bucket <= series.Bounds.Length; bucket++)
        {
            below += series.CountIn(bucket);
            var bound = bucket < series.Bounds.Length ? Number(series.Bounds[bucket]) : "+Inf";
            AppendSample(text, name + "_bucket", series, bound, below);
        }

        AppendSample(text, name + "_sum", series, null, series.Value);
        AppendSample(text, name + "_count", series, null, below);
    }

    private static void AppendSample(StringBuilder text, string name, Series series, string? bound, double value)
    {
        text.Append(name);
        var separator = '{';
        foreach (var tag in series.Tags)
        {
            AppendLabel(text, ref separator, tag.Key.Replace('.', '_'), Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "");
        }

        if (bound is not null) AppendLabel(text, ref separator, "le", bound);
        if (separator == ',') text.Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static void AppendLabel(StringBuilder text, ref char separator, string name, string value)
    {
        text.Append(separator).Append(name).Append("=\"").Append(Escaped(value).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        separator = ',';
    }

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
