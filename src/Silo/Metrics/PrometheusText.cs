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

        // Two meters may hold an instrument of one name (a process with two journals): the format wants each series once.
        foreach (var sameName in metrics.GroupBy(NameOf).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var first = sameName.First();
            if (first.Instrument.Description is { Length: > 0 } description) AppendComment(text, "HELP", sameName.Key, Escaped(description));
            AppendComment(text, "TYPE", sameName.Key, TypeOf(first.Kind));
            foreach (var same in sameName.SelectMany(metric => metric.All).GroupBy(LabelsOf))
            {
                if (first.Kind == MetricKind.Histogram) AppendHistogram(text, sameName.Key, same.Key, [.. same]);
                else AppendSample(text, sameName.Key, same.Key, same.Sum(series => series.Value));
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

    private static void AppendComment(StringBuilder text, string keyword, string name, string comment) =>
        text.Append("# ").Append(keyword).Append(' ').Append(name).Append(' ').Append(comment).Append('\n');

    private static void AppendHistogram(StringBuilder text, string name, string labels, Series[] same)
    {
        var bounds = same[0].Bounds;
        long below = 0;
        for (var bucket = 0; bucket <= bounds.Length; bucket++)
        {
            below += same.Sum(series => series.CountIn(bucket));
            var bound = bucket < bounds.Length ? Number(bounds[bucket]) : "+Inf";
            AppendSample(text, name + "_bucket", $"{labels}{(labels.Length == 0 ? "" : ",")}le=\"{bound}\"", below);
        }

        AppendSample(text, name + "_sum", labels, same.Sum(series => series.Value));
        AppendSample(text, name + "_count", labels, below);
    }

    private static void AppendSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string LabelsOf(Series series) => string.Join(',', series.Tags.Select(static tag =>
    {
        var value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "";
        return $"{tag.Key.Replace('.', '_')}=\"{Escaped(value).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }));

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
