using Omnichannel.Audit;
using Omnichannel.Feed;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Network;

namespace Omnichannel.Simulation.Workload;

/// <summary>Follows every shard of the feed through any node, and remembers all it was given.</summary>
public sealed class FeedFollower(World world, SimRandom random, Findings findings)
{
    private readonly Dictionary<int, FollowedFeed> _shards = [];

    /// <summary>What it was given.</summary>
    public IReadOnlyDictionary<int, FollowedFeed> Shards => _shards;

    /// <summary>Follows until the world is closing.</summary>
    public async Task RunAsync()
    {
        while (!world.IsClosing)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Between(50, 2_000)), world.Clock);
            await TurnAsync(random.Below(world.Plan.ShardsCount), (int)random.Between(1, 20));
        }
    }

    /// <summary>Reads on to the end of every shard.</summary>
    public async Task FinishAsync()
    {
        for (var shard = 0; shard < world.Plan.ShardsCount; shard++)
        {
            while (!await TurnAsync(shard, Limits.FeedPageMax)) await Task.Delay(TimeSpan.FromMilliseconds(10), world.Clock);
        }
    }

    // True when the page was the last.
    private async Task<bool> TurnAsync(int shard, int limit)
    {
        if (!_shards.TryGetValue(shard, out var followed)) _shards.Add(shard, followed = new(shard, findings));
        var (after, damageVersion) = (followed.After, world.Store.DamageVersion);
        var key = shard.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var arrival = await world.Network.SendAsync(
            random.Pick(world.Nodes), grains => grains.GetGrain<IFeedGrain>(key).Read(after, limit), TimeSpan.FromSeconds(5), static () => { });
        if (arrival is not { Delivery: Delivery.Answered, Reply: { } page }) return false;
        world.Trace(page.NextAfter);

        // When the entity is damaged on the disk while it is read, nobody can tell from the feed alone.
        foreach (var entry in page.Entries)
        {
            var events = world.Store.WasDamagedSince(damageVersion, entry.Entity) ? null : entry.EventsJson;
            followed.Add(new(entry.Position, entry.Entity, entry.ExpectedVersion, entry.Version, entry.At, events));
        }

        return page.IsEnd;
    }
}
