using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Omnichannel.Testing;

namespace Omnichannel.Bench;

/// <summary>What happens to the time of a reservation while everything grows that may grow. On PostgreSQL, in a database and a process of its own.</summary>
internal sealed class GrowthRun(
    BenchOptions options, Published published, PostgresServer server, string folder, Action<string> tell, CancellationToken cancellation) : IAsyncDisposable
{
    private const int BatchLines = 1_000;
    private const int ImportRowsPerCall = 20_000;
    private const int StartsCount = 3;
    private string _database = "";
    private PeerProcess? _process;
    private HttpSide? _grid;

    public List<GrowthCurve> Curves { get; } = [];

    /// <summary>The dearest of time and processor with the most open holds, against 100.</summary>
    public double? OpenHoldsRatio { get; private set; }

    public double? ImportedPerSecond { get; private set; }

    public double? StartEmptySeconds { get; private set; }

    public double? StartFullSeconds { get; private set; }

    public double? ActivationBytes { get; private set; }

    private HttpSide Grid => _grid ?? throw new InvalidOperationException("No grid is running.");

    public async Task RunAsync()
    {
        await StartEmptyAsync();
        await GrowConnectionsAsync();
        await GrowOpenHoldsAsync();
        await GrowHistoryAsync();
        await GrowSkusAsync();
        tell("  memory of an activation");
        var count = Math.Max(1_000, (int)(50_000 * options.Growth));
        ActivationBytes = double.Parse(await Tool.RunOwnAsync("Omnichannel.Peers.dll", cancellation, "memory", Path.Combine(folder, "memory.db"), Tool.Text(count)), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    // From the start of the process to the first 201, with what `dotnet publish` made.
    private async Task StartEmptyAsync()
    {
        var times = new List<double>();
        for (var start = 0; start < StartsCount; start++)
        {
            _database = await server.CreateDatabaseAsync();
            times.Add(await StartAsync("empty"));
            if (start < StartsCount - 1) await StopAsync();
        }

        StartEmptySeconds = times.Order().ElementAt(StartsCount / 2);
        tell($"  start, empty: {StartEmptySeconds:N2} s");
    }

    private async Task GrowConnectionsAsync()
    {
        var curve = Begin("Connections, hot SKU", "connections", "reserved/s", "p50 ms", "p99 ms");
        foreach (var connections in (int[])[1, 8, 64, 256, 1_000])
        {
            var figure = await LoadAsync($"connections-{connections}", "--connections", Tool.Text(connections), "--seconds", "3", "--warm-up", "1");
            Add(curve, Whole(connections), Whole(figure.PerSecond), Short(figure.P50), Short(figure.P99));
        }
    }

    private async Task GrowOpenHoldsAsync()
    {
        var curve = Begin("Open reservations on one SKU, 4,000 calls/s", "open before", "p50 ms", "p99 ms", "grid, µs of processor a call");
        var figures = new Dictionary<int, Figure>();
        foreach (var open in (int[])[10, 100, 1_000, 10_000, Scaled(100_000)])
        {
            var run = $"open-{open}";
            await HoldAsync($"/v1/stock/{run}-0/load", open, holdForSeconds: 86_400);
            var figure = figures[open] = await LoadAsync(run, "--connections", "32", "--rate", "4000", "--seconds", "3", "--warm-up", "0");
            Add(curve, Whole(open), Short(figure.P50), Short(figure.P99), Short(figure.ServerMicroseconds));
        }

        var (few, many) = (figures[100], figures[Scaled(100_000)]);
        OpenHoldsRatio = Math.Max(many.P50!.Value / few.P50!.Value, many.ServerMicroseconds!.Value / few.ServerMicroseconds!.Value);
    }

    // Holds of a second that expire: two events each, and an id that stays remembered for a day.
    private async Task GrowHistoryAsync()
    {
        var curve = Begin("Events in the history of one SKU, half of them expiries", "events", "first call after a restart, ms", "p50 ms at 1,000 calls/s", "p99 ms");
        foreach (var events in (int[])[2, 1_000, 10_000, 100_000, Scaled(1_000_000)])
        {
            var run = $"history-{events}";
            var stock = $"/v1/stock/{run}-0/load";
            await HoldAsync(stock, events / 2, holdForSeconds: 1);
            await UntilReleasedAsync(stock);
            await StopAsync();
            await StartAsync($"after-{run}");
            var started = Stopwatch.GetTimestamp();
            await ReserveAsync(stock, "first");
            var first = Stopwatch.GetElapsedTime(started);
            var figure = await LoadAsync(run, "--connections", "32", "--rate", "1000", "--seconds", "2", "--warm-up", "1");
            Add(curve, Whole(events), Short(first.TotalMilliseconds), Short(figure.P50), Short(figure.P99));
        }
    }

    private async Task GrowSkusAsync()
    {
        var curve = Begin("Known SKU-locations, uniform choice, 64 connections", "SKU-locations", "import, rows/s", "reserved/s", "p50 ms", "p99 ms");
        foreach (var count in (int[])[1_000, 10_000, Scaled(100_000), Scaled(1_000_000)])
        {
            var run = $"known-{count}";
            var started = Stopwatch.GetTimestamp();
            await ImportAsync(run, count);
            ImportedPerSecond = count / Stopwatch.GetElapsedTime(started).TotalSeconds;
            var figure = await LoadAsync(run, "--stocked", "--skus", Tool.Text(count), "--seconds", "3", "--warm-up", "1");
            Add(curve, Whole(count), Whole(ImportedPerSecond), Whole(figure.PerSecond), Short(figure.P50), Short(figure.P99));
        }

        await StopAsync();
        StartFullSeconds = await StartAsync("full");
        tell($"  start with all of them: {StartFullSeconds:N2} s");
    }

    private Task<Figure> LoadAsync(string run, params string[] arguments) => Grid.LoadAsync(["--run", run, .. arguments]);

    // Part by part, like omni import: a client of HTTP/1.1 reads no answer before it has sent all, and the grid takes no row whose result nobody reads.
    private async Task ImportAsync(string run, int count)
    {
        for (var first = 0; first < count; first += ImportRowsPerCall) await ImportAsync(run, first..Math.Min(count, first + ImportRowsPerCall));
    }

    private async Task ImportAsync(string run, Range rows)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/stock/import") { Content = new StreamedRows(run, rows) };
        request.Headers.Add("Idempotency-Key", $"{run}-{rows.Start}");
        using var answer = await Grid.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        var last = "";
        while (await lines.ReadLineAsync(cancellation) is { } line) last = line;
        if (!last.Contains($"\"imported\":{rows.End.Value - rows.Start.Value}", StringComparison.Ordinal)) throw new InvalidOperationException($"The import ended with {last}");
    }

    private async Task HoldAsync(string stock, int count, int holdForSeconds)
    {
        await PostAsync(stock + "/movements", """{"type":"receive","quantity":1000000000,"reason":"load"}""", "application/json", "load-opening");
        for (var first = 0; first < count; first += BatchLines)
        {
            var lines = new StringBuilder();
            for (var id = first; id < Math.Min(count, first + BatchLines); id++)
                lines.Append(CultureInfo.InvariantCulture, $$"""{"id":"held-{{id}}","quantity":1,"holdForSeconds":{{holdForSeconds}}}""").Append('\n');
            await PostAsync(stock + "/reservations", lines.ToString(), "application/x-ndjson", null);
        }
    }

    private async Task UntilReleasedAsync(string stock)
    {
        // Each read ends a bounded number of holds whose time has come.
        while (!(await Grid.Client.GetStringAsync(stock, cancellation)).Contains("\"reserved\":0,", StringComparison.Ordinal)) continue;
    }

    private async Task PostAsync(string path, string body, string mediaType, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await Grid.Client.SendAsync(request, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    private async Task ReserveAsync(string stock, string id)
    {
        using var answer = await Grid.Client.PutAsync($"{stock}/reservations/{id}", new StringContent("""{"quantity":1}""", Encoding.UTF8, "application/json"), cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <returns>Seconds to the first reservation that was served.</returns>
    private async Task<double> StartAsync(string id)
    {
        var url = PeerProcess.Url(PeerProcess.FreePort());
        using var probe = new HttpClient { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(10) };
        _process = await PeerProcess.StartOwnAsync(published.Api, () => TryReserveAsync(probe, id), $"--urls={url}", "--Grid:Store=Postgres", $"--Grid:ConnectionString={_database}", Sides.ShardsSetting);
        _grid = new(url, _process.Id, () => ProcessorClock.Seconds(server.ProcessIds()), cancellation);
        return _process.StartedIn.TotalSeconds;
    }

    private async Task StopAsync()
    {
        _grid?.Dispose();
        if (_process is { } running) await running.DisposeAsync();
        (_grid, _process) = (null, null);
    }

    private static async Task<bool> TryReserveAsync(HttpClient probe, string id)
    {
        using var delivery = new HttpRequestMessage(HttpMethod.Post, "/v1/stock/probe/load/movements") { Content = new StringContent("""{"type":"receive","quantity":1000}""", Encoding.UTF8, "application/json") };
        delivery.Headers.Add("Idempotency-Key", "opening");
        using var delivered = await probe.SendAsync(delivery);
        using var held = await probe.PutAsync($"/v1/stock/probe/load/reservations/{id}", new StringContent("""{"quantity":1}""", Encoding.UTF8, "application/json"));
        return held.StatusCode is HttpStatusCode.Created;
    }

    private int Scaled(int full) => Math.Max(1_000, (int)(full * options.Growth));

    private GrowthCurve Begin(string title, params string[] columns)
    {
        tell($"  {title}");
        var curve = new GrowthCurve(title, columns);
        Curves.Add(curve);
        return curve;
    }

    private void Add(GrowthCurve curve, params string[] cells)
    {
        curve.Rows.Add(cells);
        tell("    " + string.Join(" | ", cells));
    }

    private static string Whole(double? number) => string.Create(CultureInfo.InvariantCulture, $"{number:N0}");

    private static string Short(double? number) => string.Create(CultureInfo.InvariantCulture, $"{number:N2}");
}
