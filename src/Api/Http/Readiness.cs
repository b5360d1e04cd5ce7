using System.Globalization;
using Omnichannel.Feed;

namespace Omnichannel.Http;

/// <summary>Whether traffic should be sent here.</summary>
public sealed class Readiness(IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Readiness> log)
{
    // 0 until the grid has been reached for the first time; then it never changes.
    private volatile int _shardsCount;

    /// <summary>Null until the grid has been reached for the first time.</summary>
    public StoreFacts? Facts { get; private set; }

    public bool IsDraining => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Null when ready, else why not.</summary>
    public async Task<ProblemKind?> ObstacleAsync()
    {
        if (IsDraining) return ProblemKinds.Draining;

        // One silo that died takes its shards with it for a while, and most grains serve on: the first shard that answers is enough.
        var reads = Enumerable.Range(0, _shardsCount == 0 ? Limits.JournalShardsDefault : _shardsCount).Select(ReadAsync).ToArray();
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(Limits.ReadyMillisecondsMax), clock);
        var failures = new List<Exception>();
        try
        {
            await foreach (var read in Task.WhenEach(reads).WithCancellation(limit.Token))
            {
                if (read.IsCompletedSuccessfully) return null;
                failures.Add(read.Exception?.InnerException ?? new TaskCanceledException(read));
            }
        }
        catch (OperationCanceledException late)
        {
            failures.Add(late);
        }

        ApiLog.NotReady(log, new AggregateException(failures));
        return ProblemKinds.NotReady;
    }

    // A read through the same path as every other: grain, journal, database.
    private async Task ReadAsync(int number)
    {
        if (_shardsCount == 0)
        {
            // Every key knows how many shards there are, also one that is none of them.
            var feed = Feed(number);
            Facts = await feed.Store();
            _shardsCount = await feed.ShardCount();
        }

        await Feed(number % _shardsCount).Read(0, 1);
    }

    private IFeedGrain Feed(int shard) => grains.GetGrain<IFeedGrain>(shard.ToString(CultureInfo.InvariantCulture));
}
