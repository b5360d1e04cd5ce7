using Omnichannel.Inventory;

namespace Omnichannel.Carts;

/// <summary>What a cart asks of the owners of stock. Every question may be asked any number of times: it has its effect once.</summary>
internal sealed class CartStock(IGrainFactory grains, Func<DateTimeOffset> now)
{
    public Task<HoldAnswer[]> AskAsync(CartPlan plan, Channel? channel, CartId cart) =>
        Task.WhenAll(plan.Asks.Select(ask => AskAsync(ask, plan.At, channel, $"cart:{cart}")));

    /// <summary>Returns once the units are not held any more. Never refused on the level of stock.</summary>
    public Task<ReservationReply> ReleaseAsync(HoldRelease release) => SureAsync(
        StockOf(release.Sku, release.Location),
        stock => stock.Release(new(release.ReservationId, release.Quantity, release.CommandId)),
        static reply => reply.Status == ReservationStatus.NotFound);

    // I24: the first answer to a question stands, whoever asks it and however often: nobody has to find out afterwards what others were told.
    private async Task<HoldAnswer> AskAsync(HoldAsk ask, DateTimeOffset plannedAt, Channel? channel, string reference)
    {
        // Where the clock was set back meanwhile, no more is left than there was at the start. Whoever comes back late asks only for what is left of
        // the hold, so that no line outlives the promise made at the start; when nothing is, whether it was held in time.
        var left = ask.Until - (now() < plannedAt ? plannedAt : now());
        var second = TimeSpan.FromSeconds(Limits.HoldSecondsMin);
        var holdFor = left <= TimeSpan.Zero ? TimeSpan.Zero : left < second ? second : left;
        var wanted = new HoldStock(ask.ReservationId, ask.Quantity, holdFor, plannedAt, channel, reference, ask.AllowsLess, ask.Existing);
        var reply = await StockOf(ask.Sku, ask.Location).Hold(wanted);
        if (reply.Status is ReserveStatus.Reserved or ReserveStatus.Exists) return HeldBy(reply.Reservation!, ask.Until);
        var isLapsed = reply.Status == ReserveStatus.ReservationClosed;

        // Once stock has forgotten what has ended nobody can tell whether it was held, and who was told so is believed. So a refusal is told to nobody ahead.
        var isForgotten = now() - plannedAt > TimeSpan.FromSeconds(Limits.RememberedSeconds / 2);
        return new(null, 0, null, reply.Available, isLapsed || isForgotten, Stands: isLapsed);
    }

    // I21: stock that another process owns too may not have heard yet of what was held there. A "no" that leaves no event is asked again, of the truth.
    private static async Task<TReply> SureAsync<TReply>(IStockGrain stock, Func<IStockGrain, Task<TReply>> ask, Func<TReply, bool> mayBeOld)
    {
        var reply = await ask(stock);
        if (!mayBeOld(reply)) return reply;
        await stock.StockStrong();
        return await ask(stock);
    }

    private IStockGrain StockOf(Sku sku, Location location) => grains.GetGrain<IStockGrain>(new StockKey(sku, location).ToString());

    // One that was confirmed meanwhile has no end of its own: the cart goes on with it for as long as it asked.
    private static HoldAnswer HeldBy(ReservationView held, DateTimeOffset until) =>
        new(held.Id, held.Quantity - held.Fulfilled - held.Released, held.ExpiresAt ?? until, 0, Stands: true);
}
