using System.Net;

namespace Omnichannel.Api.Carts;

/// <summary>Goods with a price, and carts, as channels make them.</summary>
internal static class Shopping
{
    /// <summary>The secret of the device that the tests shop on.</summary>
    public const string Token = "0d7f3c2a9b8e4f61a5c0e7d2";

    public static readonly (string, string) Device = ("Cart-Token", Token);

    public static string Path(string cart) => $"/v1/carts/{cart}";

    public static async Task<string> ForSaleAsync(this ApiClient client, long units, long amount = 1999)
    {
        var sku = ApiClient.Fresh("MUG");
        await client.ReceiveAsync(sku, units);
        (await client.PriceAsync(sku, amount)).Is(HttpStatusCode.OK);
        return sku;
    }

    public static Task<Answer> PriceAsync(this ApiClient client, string sku, long amount) => client.KeyedAsync("PUT", $"/v1/prices/{sku}/base/EUR", $$"""{"amount":{{amount}}}""");

    public static async Task<string> OpenCartAsync(this ApiClient client, string more = "")
    {
        var cart = ApiClient.Fresh("cart");
        (await client.CallAsync("PUT", Path(cart), $$"""{"currency":"EUR","channel":"web"{{more}}}""", Device)).Is(HttpStatusCode.Created);
        return cart;
    }

    public static string Line(string sku, long quantity, string more = ""","holdForSeconds":900""") =>
        $$"""{"sku":"{{sku}}","quantity":{{quantity}},"fulfilment":{"kind":"ship","location":"london"}{{more}}}""";

    public static Task<Answer> AddAsync(this ApiClient client, string cart, string line, string body) => client.KeyedAsync("PUT", $"{Path(cart)}/lines/{line}", body, Device);
}
