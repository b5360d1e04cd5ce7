using Omnichannel.Inventory;

namespace Omnichannel.Carts;

/// <summary>What a cart asks of the owners of stock. Every question may be asked any number of times: it has its effect once.</summary>
internal sealed class CartStock(IGrainFactory grains, Func<DateTimeOffset> now)
{
    private const int LessTriesMax = 3;

    public Task<HoldAnswer[]> AskAsync(CartPlan plan, Channel? channel, CartId cart) =>
        Task.WhenAll(plan.Asks.Select(ask => AskAsync(ask, channel, $"cart:{cart}")));

    /// <summary>Returns once the units are not held any more. Never refused on the level of stock.</summary>
    public Task<ReservationReply> ReleaseAsync(HoldRelease release) =>
        StockOf(release.Sku, release.Location).Release(new(release.ReservationId, release.Quantity, release.CommandId));

    private async Task<HoldAnswer> AskAsync(HoldAsk ask, Channel? channel, string reference)
    {
        var left = ask.Until - now();
        var second = TimeSpan.FromSeconds(Limits.HoldSecondsMin);
        if (ask.Existing is { } existing && await ExtendAsync(ask, existing, left < second ? second : left) is { } extended) return extended;

        // Whoever comes back late asks only for what is left of the hold, so that no line outlives the promise made at the start.
        if (left < second) return await FindAsync(ask);
        var quantity = ask.Quantity;
        for (var tries = 1; ; tries++)
        {
            var reply = await StockOf(ask.Sku, ask.Location).Reserve(new(ask.ReservationId, quantity, left, channel, reference));
            if (reply.Status is ReserveStatus.Reserved or ReserveStatus.Exists) return HeldBy(reply.Reservation!);

            // An earlier try, before a crash, may have taken less.
            if (ask.AllowsLess && reply is { Status: ReserveStatus.ExistsWithDifferentQuantity, Reservation.State: ReservationState.Reserved }) return HeldBy(reply.Reservation);
            var takesLess = ask.AllowsLess && reply.Status == ReserveStatus.InsufficientStock && reply.Available > 0 && tries < LessTriesMax;
            if (!takesLess) return new(null, 0, null, reply.Available, HasLapsed: reply.Status == ReserveStatus.ReservationClosed);
            quantity = Math.Min(ask.Quantity, reply.Available);
        }
    }

    // Null when the reservation is gone: it has run out, or gave way to a sale.
    private async Task<HoldAnswer?> ExtendAsync(HoldAsk ask, ReservationId existing, TimeSpan holdFor)
    {
        var reply = await StockOf(ask.Sku, ask.Location).Extend(new(existing, holdFor));
        return reply.Reservation is { State: ReservationState.Reserved } held && reply.Status is ReservationStatus.Done or ReservationStatus.AlreadyDone ? HeldBy(held) : null;
    }

    // Once stock has forgotten the reservation nobody can tell whether it was made.
    private async Task<HoldAnswer> FindAsync(HoldAsk ask)
    {
        var reply = await StockOf(ask.Sku, ask.Location).FindReservation(ask.ReservationId);
        if (reply.Reservation is { State: ReservationState.Reserved } held) return HeldBy(held);
        var isForgotten = now() - ask.Until > TimeSpan.FromSeconds(Limits.RememberedSeconds / 2);
        return new(null, 0, null, 0, HasLapsed: reply.Reservation is not null || isForgotten);
    }

    private IStockGrain StockOf(Sku sku, Location location) => grains.GetGrain<IStockGrain>(new StockKey(sku, location).ToString());

    private static HoldAnswer HeldBy(ReservationView held) => new(held.Id, held.Quantity - held.Fulfilled - held.Released, held.ExpiresAt, 0);
}
