using System.Globalization;
using System.Text.Json;
using Omnichannel.Testing;

namespace Omnichannel.Bench;

/// <summary>Every side of the comparison, started and idle, so that rounds can go from one to the next.</summary>
internal sealed class Sides : IAsyncDisposable
{
    /// <summary>One per processor: more shards make more, smaller transactions, which pays where there are processors for them.</summary>
    public const string ShardsSetting = "--Grid:Shards=2";

    private readonly List<IAsyncDisposable> _processes = [];
    private readonly Published _published;
    private readonly PostgresServer _server;
    private readonly string _folder;
    private readonly CancellationToken _cancellation;
    private string _shopDatabase = "";
    private int _redisPort;
    private int _redisRuns;

    private Sides(Published published, PostgresServer server, string folder, CancellationToken cancellation) =>
        (_published, _server, _folder, _cancellation) = (published, server, folder, cancellation);

    public PgBenchSide PgBench { get; private set; } = null!;

    public HttpSide Grid { get; private set; } = null!;

    public HttpSide SqliteGrid { get; private set; } = null!;

    public HttpSide NoOp { get; private set; } = null!;

    public HttpSide SqlShop { get; private set; } = null!;

    public static async Task<Sides> StartAsync(Published published, PostgresServer server, string folder, CancellationToken cancellation)
    {
        var sides = new Sides(published, server, folder, cancellation);
        try
        {
            sides.PgBench = new(server, await server.CreateDatabaseAsync(), folder);
            await sides.PgBench.PrepareAsync();
            sides.Grid = await sides.StartGridAsync("--Grid:Store=Postgres", $"--Grid:ConnectionString={await server.CreateDatabaseAsync()}", ShardsSetting);
            sides.SqliteGrid = await sides.StartGridAsync("--Grid:Store=Sqlite", $"--Grid:ConnectionString=Data Source={Path.Combine(folder, "grid.db")}");
            sides.NoOp = await sides.StartPeerAsync(isOnServer: false, url => ["noop", url, Path.Combine(folder, "noop.db")]);
            sides._shopDatabase = await server.CreateDatabaseAsync();
            sides.SqlShop = await sides.StartPeerAsync(isOnServer: true, url => ["sql", url, sides._shopDatabase]);
            await sides.StartRedisAsync();
            return sides;
        }
        catch
        {
            await sides.DisposeAsync();
            throw;
        }
    }

    public async Task<Figure> RunRedisAsync(int connections, int linesPerCall, int warmUpSeconds, int seconds)
    {
        var run = string.Create(CultureInfo.InvariantCulture, $"run-{++_redisRuns}");
        var line = await Tool.RunOwnAsync(
            "Omnichannel.Peers.dll", _cancellation, "redis", Tool.Text(_redisPort), Tool.Text(connections), Tool.Text(linesPerCall), run, Tool.Text(warmUpSeconds), Tool.Text(seconds));
        using var json = JsonDocument.Parse(line);
        return HttpSide.FigureOf(json.RootElement);
    }

    /// <summary>The tables of (a) and (b) against themselves and against what was acknowledged.</summary>
    public async Task AuditSqlAsync()
    {
        await PgBench.AuditAsync();
        await PgBenchSide.AuditAsync(_shopDatabase, 0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var side in (HttpSide?[])[Grid, SqliteGrid, NoOp, SqlShop]) side?.Dispose();
        foreach (var process in _processes) await process.DisposeAsync();
    }

    private async Task<HttpSide> StartGridAsync(params string[] settings)
    {
        var url = PeerProcess.Url(PeerProcess.FreePort());
        return await StartAsync(_published.Api, url, isOnServer: settings[0].EndsWith("Postgres", StringComparison.Ordinal), [$"--urls={url}", .. settings]);
    }

    private async Task<HttpSide> StartPeerAsync(bool isOnServer, Func<string, string[]> arguments)
    {
        var url = PeerProcess.Url(PeerProcess.FreePort());
        return await StartAsync(_published.Peers, url, isOnServer, arguments(url));
    }

    private async Task<HttpSide> StartAsync(string program, string url, bool isOnServer, string[] arguments)
    {
        using var probe = new HttpClient { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(5) };
        var process = await PeerProcess.StartOwnAsync(
            program,
            async () =>
            {
                using var answer = await probe.GetAsync("/health/ready");
                return answer.IsSuccessStatusCode;
            },
            arguments);
        _processes.Add(process);
        return new(url, process.Id, isOnServer ? () => ProcessorClock.Seconds(_server.ProcessIds()) : null, _cancellation);
    }

    // Everything that makes it slower without making it safer is left out: no snapshots, no rewriting of its log.
    private async Task StartRedisAsync()
    {
        _redisPort = PeerProcess.FreePort();
        string[] arguments =
        [
            "--port", Tool.Text(_redisPort), "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--auto-aof-rewrite-percentage", "0",
        ];
        _processes.Add(await PeerProcess.StartAsync(
            "redis-server",
            async () =>
            {
                using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync("127.0.0.1", _redisPort);
                return true;
            },
            arguments));
    }
}
