using Omnichannel.Feed;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Network;

namespace Omnichannel.Simulation.Workload;

/// <summary>Follows every shard of the feed through any node, and remembers all it was given.</summary>
public sealed class FeedFollower(World world, SimRandom random)
{
    private readonly Dictionary<int, List<Followed>> _entries = [];

    /// <summary>What it was given, by shard, in the order in which it came.</summary>
    public IReadOnlyDictionary<int, List<Followed>> Entries => _entries;

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
        if (!_entries.TryGetValue(shard, out var seen)) _entries.Add(shard, seen = []);
        var after = seen.Count == 0 ? 0 : seen[^1].Entry.Position;
        var key = shard.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var arrival = await world.Network.SendAsync(
            random.Pick(world.Nodes), grains => grains.GetGrain<IFeedGrain>(key).Read(after, limit), TimeSpan.FromSeconds(5), static () => { });
        if (arrival is not { Delivery: Delivery.Answered, Reply: { } page }) return false;
        world.Trace(page.NextAfter);
        seen.AddRange(page.Entries.Select(entry => new Followed(entry, world.IsCorrupt(entry.Entity))));
        return page.IsEnd;
    }
}

/// <param name="IsSuspect">The entity was damaged on the disk when it was read: nobody can tell from the feed alone.</param>
public sealed record Followed(FeedEntry Entry, bool IsSuspect);
