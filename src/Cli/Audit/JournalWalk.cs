using Omnichannel.Grid;

namespace Omnichannel.Audit;

/// <summary>Folds the whole feed, page by page: the next page is on its way while one is folded. Goes on from where it was when it is asked
/// again.</summary>
internal sealed class JournalWalk(FeedReader feed, FeedAudit audit, int shardsCount)
{
    private readonly long[] _after = new long[shardsCount];
    private long _entriesCount;

    public long EntriesCount => Interlocked.Read(ref _entriesCount);

    public int ShardsCount => shardsCount;

    /// <summary>To the end that each shard had when it was reached.</summary>
    public Task ToEndAsync(CancellationToken cancellation) => Parallel.ForAsync(
        0,
        shardsCount,
        new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
        async (shard, token) => await ToEndAsync(shard, token));

    private async Task ToEndAsync(int shard, CancellationToken cancellation)
    {
        var next = feed.ReadAsync(shard, _after[shard], cancellation);
        while (true)
        {
            using var page = await next;
            if (!page.IsEnd && page.NextAfter <= _after[shard])
                throw new GridAnswerException($"Shard {shard} does not go on after {_after[shard]}, and says that this is not its end.");
            _after[shard] = page.NextAfter;
            if (!page.IsEnd) next = feed.ReadAsync(shard, page.NextAfter, cancellation);
            foreach (var entry in page.Entries)
            {
                audit.Shard(shard).Add(entry);
                Interlocked.Increment(ref _entriesCount);
            }

            if (page.IsEnd) return;
        }
    }
}
