using Omnichannel.Feed;

namespace Omnichannel.Http;

/// <summary>Whether traffic should be sent here.</summary>
public sealed class Readiness(IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Readiness> log)
{
    /// <summary>Null until the grid has been reached for the first time.</summary>
    public StoreFacts? Facts { get; private set; }

    public bool IsDraining => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Null when ready, else why not.</summary>
    public async Task<ProblemKind?> ObstacleAsync()
    {
        if (IsDraining) return ProblemKinds.Draining;
        try
        {
            // A read through the same path as every other: grain, journal, database.
            await ReadAsync(grains.GetGrain<IFeedGrain>("0")).WaitAsync(TimeSpan.FromMilliseconds(Limits.ReadyMillisecondsMax), clock);
            return null;
        }
        catch (Exception failure)
        {
            ApiLog.NotReady(log, failure);
            return ProblemKinds.NotReady;
        }
    }

    private async Task ReadAsync(IFeedGrain feed)
    {
        Facts ??= await feed.Store();
        await feed.Read(0, 1);
    }
}
