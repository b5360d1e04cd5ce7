using Omnichannel.Feed;

namespace Omnichannel.Http;

/// <summary>What an operator wants to know of the store before trusting it.</summary>
/// <param name="Store">Which database holds the journal.</param>
/// <param name="Durability">What an acknowledgement survives, in the words of the store's settings.</param>
/// <param name="Place">Where the data is; no secrets.</param>
public sealed record GridFacts(string Store, string Durability, string Place);

/// <summary>Whether traffic should be sent here.</summary>
public sealed class Readiness(IGrainFactory grains, IHostApplicationLifetime lifetime, GridFacts facts, TimeProvider clock, ILogger<Readiness> log)
{
    public GridFacts Facts => facts;

    public bool IsDraining => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Null when ready, else why not.</summary>
    public async Task<ProblemKind?> ObstacleAsync()
    {
        if (IsDraining) return ProblemKinds.Draining;
        try
        {
            // A read through the same path as every other: grain, journal, database.
            await grains.GetGrain<IFeedGrain>("0").Read(0, 1).WaitAsync(TimeSpan.FromMilliseconds(Limits.ReadyMillisecondsMax), clock);
            return null;
        }
        catch (Exception failure)
        {
            ApiLog.NotReady(log, failure);
            return ProblemKinds.NotReady;
        }
    }
}
