using System.Collections.Concurrent;
using Omnichannel.Grid;

namespace Omnichannel.Audit;

/// <summary>The live answers of entities that are asked one by one, several at the same time.</summary>
internal abstract class OneByOne<TFold>(GridClient grid, int concurrency) : ILiveAnswers
    where TFold : EntityFold
{
    public abstract IEnumerable<EntityFold> Of(FeedAudit audit);

    public async Task<IReadOnlyList<EntityFold>> AskAsync(IReadOnlyList<EntityFold> folds, LiveComparison comparison, CancellationToken cancellation)
    {
        var ahead = new ConcurrentBag<EntityFold>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation };
        await Parallel.ForEachAsync(folds.Cast<TFold>(), options, async (fold, token) =>
        {
            if (IsAhead(fold, await grid.SendAsync(Question(fold), token), comparison)) ahead.Add(fold);
        });
        return [.. ahead];
    }

    protected abstract GridCall Question(TFold fold);

    /// <summary>Compares, unless the answer is ahead of what has been read.</summary>
    protected abstract bool IsAhead(TFold fold, GridAnswer answer, LiveComparison comparison);

    protected static string KeyOf(TFold fold) => fold.Entity[(fold.Entity.IndexOf('/') + 1)..];
}
