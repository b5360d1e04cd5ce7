using Omnichannel.Journal;

namespace Omnichannel.Silo.Cluster;

/// <summary>A shard of the journal that gave no answer.</summary>
internal sealed record SilentShard(int Shard, Exception Failure);

/// <summary>Whether this process can read its journal now, shard by shard.</summary>
internal static class ShardReads
{
    /// <summary>Asks every shard at once, and waits for at most <see cref="Limits.ReadyMillisecondsMax"/>, however many there are.</summary>
    /// <returns>The shards that did not answer, in their order; none when the whole journal can be read.</returns>
    public static async Task<IReadOnlyList<SilentShard>> SilentAsync(IJournal journal, TimeProvider clock)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(Limits.ReadyMillisecondsMax), clock);
        var reads = Enumerable.Range(0, journal.ShardCount).Select(shard => ReadAsync(journal, shard, limit.Token));
        return [.. (await Task.WhenAll(reads)).OfType<SilentShard>()];
    }

    // Null when it answered. A store that does not hear that nobody waits any more is not waited for.
    private static async Task<SilentShard?> ReadAsync(IJournal journal, int shard, CancellationToken limit)
    {
        try
        {
            await journal.ReadFromAsync(shard, 0, 1, limit).AsTask().WaitAsync(limit);
            return null;
        }
        catch (Exception failure)
        {
            return new(shard, failure);
        }
    }
}
