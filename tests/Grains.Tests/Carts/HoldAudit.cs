using Omnichannel.Inventory;
using Omnichannel.Journal;

namespace Omnichannel.Carts;

/// <summary>Folds a whole journal and compares what carts say they hold with what stock holds.</summary>
internal static class HoldAudit
{
    public static async Task<(Dictionary<string, Cart> Carts, Dictionary<string, Stock> Stocks)> FoldAsync(IJournal journal)
    {
        var (carts, stocks) = (new Dictionary<string, Cart>(), new Dictionary<string, Stock>());
        foreach (var row in await journal.ReadFromAsync(0, 0, int.MaxValue, CancellationToken.None))
        {
            var entity = row.Row.Entity;
            if (entity.Kind == CartGrain.Kind) Fold(carts, entity.Key, CartCodec.Instance, row.Row);
            if (entity.Kind == StockGrain.Kind) Fold(stocks, entity.Key, StockCodec.Instance, row.Row);
        }

        return (carts, stocks);
    }

    /// <summary>I43: every open reservation of a cart is behind exactly one line, with the same units and the same end; and the other way round.</summary>
    public static async Task CheckAsync(CartGrid grid)
    {
        var (carts, stocks) = await FoldAsync(grid.Journal);
        Assert.All(carts, static cart => Assert.True(cart.Value.Plan is null && cart.Value.Releases.Count == 0, $"{cart.Key} still waits."));
        var said = carts.Values.SelectMany(static cart => cart.Lines)
            .SelectMany(static line => line.Holds.Select(hold => (Place: $"{line.Sku}/{line.Fulfilment.Location}", hold.Id, hold.Quantity, hold.ExpiresAt)));
        var held = stocks.SelectMany(static stock => stock.Value.Reservations.Where(static reservation => reservation.IsOpen)
            .Select(reservation => (Place: stock.Key, reservation.Id, Quantity: reservation.Open, reservation.ExpiresAt)));
        Assert.Equal(held.OrderBy(static hold => hold.Id.Value, StringComparer.Ordinal), said.OrderBy(static hold => hold.Id.Value, StringComparer.Ordinal));
    }

    private static void Fold<TState, TEvent>(Dictionary<string, TState> states, string key, MachineCodec<TState, TEvent> codec, JournalRow row)
        where TState : Machine<TEvent>
        where TEvent : MachineEvent
    {
        if (!states.TryGetValue(key, out var state)) states.Add(key, state = codec.Empty());
        foreach (var @event in codec.DecodeEvents(row.Payload.Span)) state.Apply(@event);
    }
}
