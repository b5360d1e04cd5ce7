using System.Globalization;
using System.Net;
using System.Text.Json;
using Omnichannel.Crash;
using Omnichannel.Testing;

namespace Omnichannel.Cluster;

/// <summary>What a silo tells those who run it.</summary>
public sealed class SiloOperationsTests : ClusterFaults
{
    [PostgresFact]
    public async Task Metrics_OfASiloThatServes_SayWhatItDid()
    {
        await using var cluster = await StartAsync(silosCount: 1);
        using var client = new HttpClient { BaseAddress = cluster.Api.Address };
        await Calls.ReceiveAsync(client, "MUG-1", "london", 10, "delivery");
        using var silo = new HttpClient { BaseAddress = cluster.Silos[0].Address };

        using var answer = await silo.GetAsync("/metrics");

        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(Sum(text, "omnichannel_journal_flush_size_count") >= 1);
        Assert.True(Sum(text, "orleans_catalog_activations") >= 1);
        Assert.True(Sum(text, "orleans_gateway_connected_clients") >= 1);
        Assert.All(
            ["omnichannel_journal_flush_duration_seconds_count", "omnichannel_journal_queue_length", "omnichannel_calls_inflight", "dotnet_gc_collections_total"],
            name => Assert.NotEmpty(Samples(text, name)));
        Assert.NotEmpty(Samples(await client.GetStringAsync("/metrics"), "omnichannel_calls_inflight"));
    }

    [PostgresFact]
    public async Task Ready_WhileTheDatabaseIsAway_NamesEveryShard()
    {
        await using var cluster = await StartAsync(silosCount: 1);
        using var silo = new HttpClient { BaseAddress = cluster.Silos[0].Address };
        var ready = await ReadyAsync(silo);
        Assert.Equal((HttpStatusCode.OK, "ready"), (ready.Status, ready.Answer.GetProperty("status").GetString()));
        Assert.Equal((Limits.JournalShardsDefault, 0), (ready.Answer.GetProperty("shards").GetInt32(), ready.Answer.GetProperty("silentShards").GetArrayLength()));

        await Server.StopAsync("immediate");
        var unready = await ReadyAsync(silo);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not-ready"), (unready.Status, unready.Answer.GetProperty("status").GetString()));
        Assert.Equal(Enumerable.Range(0, Limits.JournalShardsDefault), unready.Answer.GetProperty("silentShards").EnumerateArray().Select(shard => shard.GetInt32()));

        await Server.StartAsync();
        using var deadline = new CancellationTokenSource(OutageMax);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await ReadyAsync(silo)).Status != HttpStatusCode.OK) await ticks.WaitForNextTickAsync(deadline.Token);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> ReadyAsync(HttpClient silo)
    {
        using var answer = await silo.GetAsync("/health/ready");
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, body.RootElement.Clone());
    }

    private static double Sum(string text, string name) => Samples(text, name).Sum(sample => double.Parse(sample[(sample.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    private static string[] Samples(string text, string name) =>
        [.. text.Split('\n').Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))];
}
