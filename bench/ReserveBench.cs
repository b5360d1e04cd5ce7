using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Omnichannel.Testing;

namespace Omnichannel;

/// <summary>Reservations over HTTP, durable, on both databases: one hot SKU and 10,000 SKUs, in interleaved rounds on processes of their own.</summary>
internal sealed class ReserveBench(TimeSpan time, int rounds)
{
    private static readonly (string Name, int SkusCount, int Connections)[] Loads = [("hot SKU", 1, 64), ("10,000 SKUs, uniform", 10_000, 64)];

    public async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bench-");
        var server = PostgresTools.IsInstalled ? await PostgresServer.CreateAsync() : null;
        try
        {
            var results = new Dictionary<string, List<JsonElement>>();
            for (var round = 1; round <= rounds; round++)
            {
                await MeasureAsync("SQLite", new() { ["Grid:Store"] = "Sqlite", ["Grid:ConnectionString"] = $"Data Source={Path.Combine(folder.FullName, $"{round}.db")}" }, round, results);
                if (server is not null) await MeasureAsync("PostgreSQL", new() { ["Grid:Store"] = "Postgres", ["Grid:ConnectionString"] = await server.CreateDatabaseAsync() }, round, results);
            }

            Print(results);
            if (server is null) Console.WriteLine(PostgresTools.MissingReason);
        }
        finally
        {
            if (server is not null) await server.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    private async Task MeasureAsync(string store, Dictionary<string, string> settings, int round, Dictionary<string, List<JsonElement>> results)
    {
        await using var grid = await GridProcess.StartAsync(settings);
        foreach (var (name, skusCount, connections) in Loads)
        {
            var result = await LoadAsync(grid, skusCount, connections, $"b{round}-{skusCount}");
            var row = $"{store} | {name} | {connections}";
            if (!results.TryGetValue(row, out var measured)) results.Add(row, measured = []);
            measured.Add(result);
        }
    }

    private async Task<JsonElement> LoadAsync(GridProcess grid, int skusCount, int connections, string run)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "omni.dll"), "load", "--json", "--url", grid.Address.ToString(), "--run", run,
            "--skus", Text(skusCount), "--connections", Text(connections), "--seconds", Text((int)time.TotalSeconds),
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var load = Process.Start(start) ?? throw new InvalidOperationException("omni did not start.");
        var line = await load.StandardOutput.ReadToEndAsync();
        await load.WaitForExitAsync();
        if (load.ExitCode != 0) throw new InvalidOperationException($"omni load ended with {load.ExitCode}: {line}\n{grid.Output}");
        using var json = JsonDocument.Parse(line);
        return json.RootElement.Clone();
    }

    private static void Print(Dictionary<string, List<JsonElement>> results)
    {
        Console.WriteLine("| store | load | connections | reserved/s, median (range) | p50 ms | p99 ms | p99.9 ms | load generator's CPU |");
        Console.WriteLine("|---|---|--:|--:|--:|--:|--:|--:|");
        foreach (var (row, rounds) in results)
        {
            var rates = Sorted(rounds, "perSecond");
            var share = Median(rounds, "processorSeconds") / Median(rounds, "seconds");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {row} | {Middle(rates):N0} ({rates[0]:N0} to {rates[^1]:N0}) | {Median(rounds, "p50Milliseconds"):N1} | {Median(rounds, "p99Milliseconds"):N1} | {Median(rounds, "p99.9Milliseconds"):N1} | {share:P0} |"));
        }
    }

    private static double Median(List<JsonElement> rounds, string figure) => Middle(Sorted(rounds, figure));

    private static double[] Sorted(List<JsonElement> rounds, string figure) => [.. rounds.Select(round => round.GetProperty(figure).GetDouble()).Order()];

    private static double Middle(double[] sorted) => sorted[sorted.Length / 2];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
