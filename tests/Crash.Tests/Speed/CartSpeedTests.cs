using System.Diagnostics;
using System.Globalization;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash.Speed;

/// <summary>How much dearer it is to put something into a cart and hold it than to hold it alone: at most twice.</summary>
/// <remarks>Every client does one after the other in turn, so that whatever else the machine does weighs on both.</remarks>
public sealed class CartSpeedTests : IAsyncLifetime
{
    private const double RatioMax = 2;
    private const int WarmUpPairs = 300;
    private const int Pairs = 1_500;
    private const int LinesPerCart = 20;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("speed-");
    private PostgresServer? _server;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [SpeedFact]
    public Task Add_WithAHold_CostsAtMostTwoReserves_Sqlite() => MeasureAsync("SQLite", Stores.Sqlite(Path.Combine(_folder.FullName, "grid.db")));

    [PostgresSpeedFact]
    public async Task Add_WithAHold_CostsAtMostTwoReserves_Postgres()
    {
        _server = await PostgresServer.CreateAsync();
        var settings = Stores.Postgres(await _server.CreateDatabaseAsync());
        settings["Grid:MasterKey"] = Convert.ToBase64String(new byte[32]);
        await MeasureAsync("PostgreSQL", settings);
    }

    private static async Task MeasureAsync(string store, Dictionary<string, string> settings)
    {
        await using var grid = await GridProcess.StartAsync(settings);
        foreach (var clients in (int[])[1, 16])
        {
            await RunAsync(grid, clients, WarmUpPairs, $"warm-{clients}");
            var started = Stopwatch.GetTimestamp();
            var (reserves, adds) = await RunAsync(grid, clients, Pairs, $"run-{clients}");
            var ratio = adds.Sum() / reserves.Sum();
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"| {store}, {clients} clients | reserve p50 {Percentile(reserves, 0.5):N2} ms, p99 {Percentile(reserves, 0.99):N2} ms | add with a hold p50 {Percentile(adds, 0.5):N2} ms, p99 {Percentile(adds, 0.99):N2} ms "
                + $"| ratio of sums {ratio:N2}, of medians {Percentile(adds, 0.5) / Percentile(reserves, 0.5):N2} | {reserves.Count} pairs in {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s |");
            await SpeedReport.AddAsync(line);
            Assert.True(ratio <= RatioMax, line);
        }
    }

    private static async Task<(List<double> Reserves, List<double> Adds)> RunAsync(GridProcess grid, int clients, int pairs, string run)
    {
        var (reserves, adds) = (new List<double>(), new List<double>());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async number =>
        {
            using var client = new DeviceClient(grid.Address);
            var (sku, name) = ($"MUG-{run}-{number}", $"{run}-{number}");
            await client.OkAsync(200, "POST", $"/v1/stock/{sku}/london/movements", """{"type":"receive","quantity":1000000}""", ("Idempotency-Key", "d-1"));
            await client.OkAsync(200, "PUT", $"/v1/prices/{sku}/base/EUR", """{"amount":1999}""", ("Idempotency-Key", "p-1"));
            for (var pair = 0; pair < pairs / clients; pair++)
            {
                var (cart, owner) = ($"{name}-{pair / LinesPerCart}", ("Cart-Token", $"the-secret-of-device-{name}"));
                if (pair % LinesPerCart == 0) await client.OkAsync(201, "PUT", $"/v1/carts/{cart}", """{"currency":"EUR","channel":"web"}""", owner);
                var before = Stopwatch.GetTimestamp();
                await client.OkAsync(201, "PUT", $"/v1/stock/{sku}/london/reservations/{name}-{pair}", """{"quantity":1,"holdForSeconds":900,"channel":"web"}""");
                var between = Stopwatch.GetTimestamp();
                var body = $$"""{"sku":"{{sku}}","quantity":1,"fulfilment":{"kind":"ship","location":"london"},"holdForSeconds":900}""";
                await client.OkAsync(201, "PUT", $"/v1/carts/{cart}/lines/l-{pair}", body, owner, ("Idempotency-Key", $"a-{pair}"));
                var after = Stopwatch.GetTimestamp();
                lock (reserves)
                {
                    reserves.Add(Stopwatch.GetElapsedTime(before, between).TotalMilliseconds);
                    adds.Add(Stopwatch.GetElapsedTime(between, after).TotalMilliseconds);
                }
            }
        }));
        return (reserves, adds);
    }

    internal static double Percentile(List<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }
}
