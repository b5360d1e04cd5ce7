using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Crash;
using Omnichannel.Feed;
using Omnichannel.Silo;
using Omnichannel.Silo.Cluster;
using Omnichannel.Testing;
using Orleans.Streams;

namespace Omnichannel.Cluster;

/// <summary>An analyst's process: a client of the cluster that follows every shard through its stream.</summary>
public sealed class StreamedJournalTests : ClusterFaults
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [PostgresFact]
    public async Task Follow_WhileSilosAreKilled_TellsEveryEntryOnceInOrder()
    {
        await using var cluster = await StartAsync();
        using var analyst = await ConnectAsync();
        var (grains, streams) = (analyst.Services.GetRequiredService<IGrainFactory>(), analyst.Services.GetRequiredKeyedService<IStreamProvider>(JournalStreams.Provider));
        var told = new ConcurrentDictionary<int, ConcurrentQueue<long>>();
        var followers = new List<ShardFollower>();
        for (var shard = 0; shard < Limits.JournalShardsDefault; shard++)
        {
            var positions = told.GetOrAdd(shard, static _ => new());
            followers.Add(await ShardFollower.StartAsync(
                grains, streams, shard, 0, entry => Done(() => positions.Enqueue(entry.Position)), TimeProvider.System, NullLogger.Instance));
        }

        await RunServedAsync(
            "an analyst follows the streams while silos are killed one by one",
            day => day.RepeatAsync(
                async round =>
                {
                    await Next(cluster, round).KillAsync();
                    await day.UntilAcknowledgedAsync(100);
                    await TestCluster.RestartAsync(Next(cluster, round));
                },
                more: 150),
            cluster);

        using var client = new HttpClient { BaseAddress = cluster.Api.Address };
        foreach (var (shard, positions) in told)
        {
            var end = await EndAsync(client, shard);
            await UntilAsync(() => followers[shard].Position >= end);
            Assert.Equal(Enumerable.Range(1, (int)end).Select(position => (long)position), positions.ToArray()[..(int)end]);
        }

        foreach (var follower in followers) await follower.DisposeAsync();
        await analyst.StopAsync();
    }

    private static async Task<long> EndAsync(HttpClient client, int shard)
    {
        for (var after = 0L; ;)
        {
            var page = await Calls.GetAsync(client, $"/v1/feed/{shard}?after={after}&limit={Limits.FeedPageMax}");
            after = page.GetProperty("nextAfter").GetInt64();
            if (page.GetProperty("isEnd").GetBoolean()) return after;
        }
    }

    // What a follower hears comes from other processes: there is nothing to await but the next look.
    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Limit);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition()) await ticks.WaitForNextTickAsync(deadline.Token);
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private async Task<IHost> ConnectAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(TestCluster.SettingsOf(Database, "day").Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        var settings = GridSettings.From(builder.Configuration);
        builder.Services.AddClusterClient(settings, ClusterSettings.From(builder.Configuration, settings), TimeProvider.System);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
