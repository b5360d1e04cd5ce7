using System.Diagnostics;

namespace Omnichannel.Bench;

/// <summary>The comparison: round by round, load by load, one side after the other, so that what the machine does meanwhile meets all of them.</summary>
internal sealed class PeerRounds(BenchOptions options, Sides sides, Action<string> tell)
{
    public const string Grid = "grid";
    public const string SqliteGrid = "grid, SQLite";
    public const string TwoStatements = "(a1) PostgreSQL, two statements";
    public const string OneStatement = "(a2) PostgreSQL, one statement";
    public const string SqlShop = "(b) minimal API on Npgsql";
    public const string Redis = "(c) Redis, Lua";
    public const string NoOp = "(d) the grid without its grain";

    public const string Hot = "hot SKU, 64 connections";
    public const string HotWide = "hot SKU, 256 connections";
    public const string HotBatch = "hot SKU, 64 connections, batches of 50";
    public const string HotHalf = "hot SKU, 64 connections, open loop at half of the peak";
    public const string Uniform = "10,000 SKUs, uniform, 64 connections";
    public const string Zipf = "10,000 SKUs, Zipf 1.1, 64 connections";

    private const string OneSku = "1";
    private const string AnySku = "random(1, 10000)";
    private const string ZipfSku = "random_zipfian(1, 10000, 1.1)";

    private readonly Dictionary<(string Load, string Side), Measured> _results = [];
    private int _runsCount;

    public IReadOnlyDictionary<(string Load, string Side), Measured> Results => _results;

    public async Task RunAsync()
    {
        for (var round = 1; round <= options.Rounds; round++)
        {
            tell($"round {round} of {options.Rounds}");
            await RunHotAsync(Hot, 64);
            await MeasureAsync(Hot, SqlShop, () => LoadAsync(sides.SqlShop, 64, 1));
            await MeasureAsync(Hot, SqliteGrid, () => LoadAsync(sides.SqliteGrid, 64, 1));
            await RunHotAsync(HotWide, 256);
            await MeasureAsync(HotBatch, OneStatement, () => sides.PgBench.RunManyAsync(OneSku, 64, options, CancellationToken.None));
            await MeasureAsync(HotBatch, Redis, () => sides.RunRedisAsync(64, 50, options.WarmUpSeconds, options.Seconds));
            await MeasureAsync(HotBatch, Grid, () => LoadAsync(sides.Grid, 64, 1, "--batch", "50"));
            await MeasureAsync(HotHalf, Grid, () => LoadAsync(sides.Grid, 64, 1, "--rate", Tool.Text(Math.Round(_results[(Hot, Grid)].PerSecond / 2))));
            await RunManyAsync(Uniform, AnySku, 64);
            await MeasureAsync(Uniform, NoOp, () => LoadAsync(sides.NoOp, 64, 10_000, "--root", "/noop"));
            await RunManyAsync(Zipf, ZipfSku, 64, "--zipf", "1.1");
        }
    }

    private async Task RunHotAsync(string load, int connections)
    {
        await MeasureAsync(load, TwoStatements, () => PgBenchAsync(false, OneSku, connections));
        await MeasureAsync(load, OneStatement, () => PgBenchAsync(true, OneSku, connections));
        await MeasureAsync(load, Redis, () => sides.RunRedisAsync(connections, 1, options.WarmUpSeconds, options.Seconds));
        await MeasureAsync(load, NoOp, () => LoadAsync(sides.NoOp, connections, 1, "--root", "/noop"));
        await MeasureAsync(load, Grid, () => LoadAsync(sides.Grid, connections, 1));
    }

    private async Task RunManyAsync(string load, string choice, int connections, params string[] arguments)
    {
        await MeasureAsync(load, TwoStatements, () => PgBenchAsync(false, choice, connections));
        await MeasureAsync(load, OneStatement, () => PgBenchAsync(true, choice, connections));
        await MeasureAsync(load, Grid, () => LoadAsync(sides.Grid, connections, 10_000, arguments));
    }

    private Task<Figure> PgBenchAsync(bool isOneStatement, string choice, int connections) =>
        sides.PgBench.RunAsync(isOneStatement, choice, connections, options, CancellationToken.None);

    private Task<Figure> LoadAsync(HttpSide side, int connections, int skusCount, params string[] arguments) => side.LoadAsync(
        [
            "--run", $"b{++_runsCount}", "--connections", Tool.Text(connections), "--skus", Tool.Text(skusCount),
            "--seconds", Tool.Text(options.Seconds), "--warm-up", Tool.Text(options.WarmUpSeconds), .. arguments,
        ]);

    private async Task MeasureAsync(string load, string side, Func<Task<Figure>> measure)
    {
        var started = Stopwatch.GetTimestamp();
        var figure = await measure();
        if (!_results.TryGetValue((load, side), out var measured)) _results.Add((load, side), measured = new());
        measured.Add(figure);
        tell($"  {load}: {side}: {figure.PerSecond:N0}/s, p50 {figure.P50:N1} ms, p99 {figure.P99:N1} ms, server {figure.ServerMicroseconds:N0} us, store {figure.StoreMicroseconds:N0} us ({Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s)");
    }
}
