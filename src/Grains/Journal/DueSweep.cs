using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Inventory;

namespace Omnichannel.Journal;

/// <summary>I22: wakes the entities whose time has come, from the due index of the store: no hold outlives its owner, also after a crash.</summary>
/// <remarks>Waking is harmless, so any number of silos may sweep at once.</remarks>
public sealed class DueSweep(GridServices services, IGrainFactory grains)
{
    private static readonly FrozenDictionary<string, Func<IGrainFactory, string, IWakeable>> Kinds = new Dictionary<string, Func<IGrainFactory, string, IWakeable>>
    {
        [StockGrain.Kind] = static (grains, key) => grains.GetGrain<IStockGrain>(key),
        [TransferGrain.Kind] = static (grains, key) => grains.GetGrain<ITransferGrain>(key),
        [ReservationGroupGrain.Kind] = static (grains, key) => grains.GetGrain<IReservationGroupGrain>(key),
        [CustomerGrain.Kind] = static (grains, key) => grains.GetGrain<ICustomerGrain>(key),
        [CustomerMergeGrain.Kind] = static (grains, key) => grains.GetGrain<ICustomerMergeGrain>(key),
        [SessionGrain.Kind] = static (grains, key) => grains.GetGrain<ISessionGrain>(key),
        [PresenceGrain.Kind] = static (grains, key) => grains.GetGrain<IPresenceGrain>(key),
        [CartGrain.Kind] = static (grains, key) => grains.GetGrain<ICartGrain>(key),
    }.ToFrozenDictionary();

    private static readonly TimeSpan RestFor = TimeSpan.FromSeconds(Limits.CoordinatorRetrySeconds);

    // An entity that cannot be woken (its journal is damaged, its partner is away) must not be asked on every sweep.
    // By the monotonic clock: a wall clock that is set back would let it rest for as long.
    private readonly Dictionary<EntityKey, long> _restingSince = [];
    private readonly ILogger _log = services.Loggers.CreateLogger<DueSweep>();

    /// <summary>Wakes everything that is due now, up to <see cref="Limits.DueEntitiesPerSweepMax"/>, and returns how many were woken.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = services.Clock.GetUtcNow();
        foreach (var rested in _restingSince.Where(rest => services.Clock.GetElapsedTime(rest.Value) >= RestFor).Select(rest => rest.Key).ToArray()) _restingSince.Remove(rested);
        var due = await services.Journal.ReadDueAsync(now, Limits.DueEntitiesPerSweepMax + _restingSince.Count, cancellationToken);
        var woken = 0;
        foreach (var batch in due.Where(entity => !_restingSince.ContainsKey(entity)).Chunk(Limits.WakesInFlightMax))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outcomes = await Task.WhenAll(batch.Select(WakeAsync));
            foreach (var (entity, isWoken) in batch.Zip(outcomes))
            {
                if (isWoken) woken++;
                else _restingSince[entity] = services.Clock.GetTimestamp();
            }
        }

        return woken;
    }

    private async Task<bool> WakeAsync(EntityKey entity)
    {
        try
        {
            if (!Kinds.TryGetValue(entity.Kind, out var find)) throw new JournalCorruptException($"{entity}: no grain owns entities of this kind.");
            await find(grains, entity.Key).Wake();
            return true;
        }
        catch (Exception failure)
        {
            JournalLog.NotWoken(_log, entity, failure);
            return false;
        }
    }
}
