using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnichannel.Silo;
using Omnichannel.Testing;

namespace Omnichannel.Api;

/// <summary>Health, metrics, start and stop.</summary>
public sealed partial class OperationsTests
{
    [Fact]
    public async Task Ready_WhenServing_TellsTheStoreAndItsDurability()
    {
        await using var server = await ApiServer.StartAsync();

        var ready = (await server.Client.GetAsync("/health/ready")).Is(HttpStatusCode.OK);

        Assert.Equal(("ready", "Sqlite"), (ready.String("status"), ready.String("store")));
        Assert.Contains("synchronous=full", ready.String("durability"), StringComparison.Ordinal);
        Assert.False(ready.Json.GetProperty("draining").GetBoolean());
        Assert.Equal("live", (await server.Client.GetAsync("/health/live")).Is(HttpStatusCode.OK).String("status"));
    }

    [Fact]
    public async Task Stop_WhenCallsAreRunning_LetsThemEndAndTakesNoMore()
    {
        using var folder = new TemporaryFolder();
        var (started, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        var server = await ApiServer.StartAsync(folder.File("grid.db"), app => app.MapGet("/slow/{sku}", async (string sku, HttpContext http) =>
        {
            started.SetResult();
            await mayEnd.Task;
            return await ReceiveAsync(http, sku);
        }));

        var slow = server.Client.GetAsync("/slow/MUG-1");
        await started.Task;
        var lifetime = server.App.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopping = server.App.StopAsync();
        Assert.True(lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.False(stopping.IsCompleted);
        mayEnd.SetResult();

        (await slow).Is(HttpStatusCode.OK);
        await stopping;
        await server.DisposeAsync();
        await using var again = await ApiServer.StartAsync(folder.File("grid.db"));
        Assert.Equal(5, (await again.Client.GetAsync(ApiClient.Stock("MUG-1"))).Number("onHand"));
    }

    [Fact]
    public async Task Ready_WhenDraining_SaysNo()
    {
        await using var server = await ApiServer.StartAsync();
        var lifetime = server.App.Services.GetRequiredService<IHostApplicationLifetime>();

        // What SIGTERM does first; the server itself is stopped by whoever waits for this.
        lifetime.StopApplication();

        var problem = (await server.Client.GetAsync("/health/ready")).Problem(503, "draining");
        Assert.True(problem.GetProperty("draining").GetBoolean());
        (await server.Client.GetAsync("/health/live")).Is(HttpStatusCode.OK);
        (await server.Client.GetAsync(ApiClient.Stock("MUG-1"))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_WhenTheJournalCannotBeRead_SaysNo()
    {
        await using var server = await ApiServer.StartAsync();

        await server.App.Services.GetRequiredService<GridStore>().Journal.DisposeAsync();

        var problem = (await server.Client.GetAsync("/health/ready")).Problem(503, "not-ready");
        Assert.Equal(("Sqlite", false), (problem.GetProperty("store").GetString(), problem.GetProperty("draining").GetBoolean()));
        (await server.Client.GetAsync("/health/live")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Start_WhenTheJournalIsThere_FindsEveryAnswerGivenBefore()
    {
        using var folder = new TemporaryFolder();
        string reservation;
        await using (var first = await ApiServer.StartAsync(folder.File("grid.db")))
        {
            reservation = await first.Client.ReserveAsync(await first.Client.ReceiveAsync("MUG-1", 10), 4);
        }

        await using var second = await ApiServer.StartAsync(folder.File("grid.db"));
        Assert.Equal(4, (await second.Client.GetAsync(reservation)).Is(HttpStatusCode.OK).Number("quantity"));
        Assert.Equal(6, (await second.Client.GetAsync(ApiClient.Stock("MUG-1"))).Number("available"));
    }

    [Theory]
    [InlineData("--Grid:Store=Oracle")]
    [InlineData("--Http:DrainDelaySeconds=x")]
    public async Task Start_WhenASettingIsWrong_SaysWhich(string setting)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => ApiServer.StartAsync(settings: setting));

        Assert.Contains(setting[2..].Split('=')[0], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_WhenCallsWereServed_CountThemByOutcome()
    {
        await using var server = await ApiServer.StartAsync();
        var stock = await server.Client.ReceiveAsync("MUG-1", 3);
        await server.Client.ReserveAsync(stock, 1);
        await server.Client.ReserveAsync(stock, 1);
        await server.Client.PutAsync(stock + "/reservations/x", """{"quantity":9}""");
        await server.Client.PutAsync(stock + "/reservations/x", "nonsense");

        var answer = (await server.Client.GetAsync("/metrics")).Is(HttpStatusCode.OK);

        Assert.Equal("text/plain", answer.MediaType);
        var samples = Samples(answer.Text);
        Assert.Equal(2, samples["omnichannel_stock_reserve_duration_seconds_count{status=\"reserved\"}"]);
        Assert.Equal(2, samples["omnichannel_stock_reserve_duration_seconds_bucket{status=\"reserved\",le=\"+Inf\"}"]);
        Assert.Equal(1, samples["omnichannel_stock_reserve_duration_seconds_count{status=\"insufficient-stock\"}"]);
        Assert.True(samples["omnichannel_stock_reserve_duration_seconds_sum{status=\"reserved\"}"] > 0);
        Assert.Equal(1, samples["omnichannel_http_problems_total{code=\"malformed-json\"}"]);
        var route = "http_request_method=\"PUT\",http_response_status_code=\"201\",http_route=\"/v1/stock/{sku}/{location}/reservations/{id}\"";
        Assert.Equal(2, samples[$"http_server_request_duration_seconds_count{{{route}}}"]);
        string[] parts =
        [
            "omnichannel_journal_flush_duration_seconds_count", "omnichannel_journal_flush_size_count", "omnichannel_journal_queue_length",
            "omnichannel_activations", "kestrel_active_connections", "dotnet_gc_collections_total",
        ];
        foreach (var name in parts)
            Assert.Contains(samples.Keys, sample => sample == name || sample.StartsWith(name + "{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_WhenWritten_AreWellFormed()
    {
        await using var server = await ApiServer.StartAsync();
        await server.Client.ReserveAsync(await server.Client.ReceiveAsync("MUG-1", 3), 1);

        var text = (await server.Client.GetAsync("/metrics")).Text;

        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var samples = Samples(text);
        foreach (var bucket in samples.Keys.Where(name => name.Contains("le=\"+Inf\"", StringComparison.Ordinal)))
        {
            var count = bucket.Replace("_bucket", "_count", StringComparison.Ordinal)
                .Replace(",le=\"+Inf\"}", "}", StringComparison.Ordinal)
                .Replace("{le=\"+Inf\"}", "", StringComparison.Ordinal);
            Assert.Equal(samples[bucket], samples[count]);
        }
    }

    private static Dictionary<string, double> Samples(string text)
    {
        var samples = new Dictionary<string, double>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var sample = Sample().Match(line);
            Assert.True(sample.Success, line);

            // Throws on a sample that is there twice.
            samples.Add(sample.Groups[1].Value, double.Parse(sample.Groups[2].Value, CultureInfo.InvariantCulture));
        }

        return samples;
    }

    private static async Task<IResult> ReceiveAsync(HttpContext http, string sku)
    {
        var grains = http.RequestServices.GetRequiredService<Orleans.IGrainFactory>();
        var stock = grains.GetGrain<Inventory.IStockGrain>($"{sku}/london");
        var reply = await stock.Move(new(new("late"), Inventory.MovementType.Receive, 5));
        return Results.Text(reply.Status.ToString());
    }

    [GeneratedRegex("""^([a-z_]+(?:\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})?) (-?[0-9.]+(?:E[-+]?[0-9]+)?)$""")]
    private static partial Regex Sample();
}
