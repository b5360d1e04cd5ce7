using Omnichannel.Http;

namespace Omnichannel.Inventory;

/// <summary>From the parts of an address to the grain that owns it.</summary>
internal static class Owners
{
    public static IStockGrain Stock(this IGrainFactory grains, string sku, string location) => grains.Stock(Check.StockKey(sku, location));

    public static IStockGrain Stock(this IGrainFactory grains, StockKey key) => grains.GetGrain<IStockGrain>(key.ToString());
}
