using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Omnichannel.Bench;

/// <summary>A side that serves reservations over HTTP: the grid, the grid without its grains, a service on SQL. All are driven by <c>omni load</c>.</summary>
/// <param name="process">The process that serves.</param>
/// <param name="store">Seconds of processor that its database took so far; null when it has none of its own.</param>
internal sealed partial class HttpSide(string url, int process, Func<double>? store, CancellationToken cancellation) : IDisposable
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(60);
    private readonly HttpClient _client = new() { BaseAddress = new(url), Timeout = CallLimit };

    public HttpClient Client => _client;

    /// <param name="arguments">Of <c>omni load</c>.</param>
    public async Task<Figure> LoadAsync(params string[] arguments)
    {
        var before = await ReadAsync();
        var line = await Tool.RunOwnAsync("omni.dll", cancellation, ["load", "--json", "--url", url, .. arguments]);
        var after = await ReadAsync();
        using var json = JsonDocument.Parse(line);
        var count = after.Reserved - before.Reserved;
        double? Per(double from, double to, double scale) => count > 0 ? (to - from) * scale / count : null;
        return FigureOf(json.RootElement) with
        {
            ServerMicroseconds = Per(before.Server, after.Server, 1e6),
            StoreMicroseconds = store is null ? null : Per(before.Store, after.Store, 1e6),
            AllocatedBytes = Per(before.Allocated, after.Allocated, 1),
        };
    }

    /// <summary>As a load generator of ours prints it.</summary>
    public static Figure FigureOf(JsonElement told)
    {
        double Number(string name) => told.GetProperty(name).GetDouble();
        if (Number("failed") > 0) throw new InvalidOperationException($"Calls failed: {told.GetRawText()}");
        return new(Number("perSecond"), Number("p50Milliseconds"), Number("p99Milliseconds"), Number("p99.9Milliseconds"), Number("processorSeconds") / Number("seconds"));
    }

    public void Dispose() => _client.Dispose();

    private async Task<(double Server, double Store, double Reserved, double Allocated)> ReadAsync()
    {
        var metrics = "";
        using (var answer = await _client.GetAsync("/metrics", cancellation))
        {
            if (answer.IsSuccessStatusCode) metrics = await answer.Content.ReadAsStringAsync(cancellation);
        }

        return (ProcessorClock.Seconds(process), store?.Invoke() ?? 0, Sum(ReservedLine(), metrics), Sum(AllocatedLine(), metrics));
    }

    private static double Sum(Regex line, string metrics) =>
        line.Matches(metrics).Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^omnichannel_stock_reserve_duration_seconds_count\S* (\S+)$", RegexOptions.Multiline)]
    private static partial Regex ReservedLine();

    [GeneratedRegex(@"^dotnet_gc_heap_total_allocated\S* (\S+)$", RegexOptions.Multiline)]
    private static partial Regex AllocatedLine();
}
