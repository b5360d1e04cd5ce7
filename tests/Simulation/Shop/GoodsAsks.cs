using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Simulation.Shop;

/// <summary>What happens to the goods in the carts meanwhile: deliveries, sales at the till, new prices.</summary>
internal static class GoodsAsks
{
    public static ShopAsk Receive(string sku, string id, long quantity) => Move(sku, id, MovementType.Receive, quantity, "stock-received");

    public static ShopAsk Sell(string sku, string id, long quantity) => Move(sku, id, MovementType.Sell, quantity, "stock-sold");

    public static ShopAsk Price(string sku, string id, long amount)
    {
        var command = new SetBasePrice(CommandId.Create(id), new("EUR"), amount);
        return new($"price {sku} at {amount}", new(id, "base-price-set"), async grains =>
        {
            var status = (await grains.GetGrain<IPriceGrain>(sku).SetBase(command)).Status;
            return new(status.ToString(), status is PriceStatus.Done or PriceStatus.Exists);
        });
    }

    private static ShopAsk Move(string sku, string id, MovementType type, long quantity, string tag)
    {
        var command = new MoveStock(CommandId.Create(id), type, quantity);
        return new($"{type} {quantity} of {sku}", new(id, tag), async grains =>
        {
            var status = (await grains.GetGrain<IStockGrain>($"{sku}/loc-0").Move(command)).Status;
            return new(status.ToString(), status is MoveStatus.Moved or MoveStatus.Exists);
        });
    }
}
