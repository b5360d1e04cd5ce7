using System.Text.Json;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>One customer on the web, in the app and at a till: one cart, one set of prices, one memory.</summary>
/// <param name="grid">The grid, which the journey kills while the checkout is pressed.</param>
internal sealed class Journey(GridProcess grid) : IDisposable
{
    private const string WebToken = "web-5b1e8a7c3d9f2046e8b1a7c3";
    private const string AppToken = "app-0d7f3c2a9b8e4f61a5c0e7d2";
    private const string TillToken = "till-9b8e4f61a5c0e7d20d7f3c2a";
    private const int OldPrice = 1999;
    private const int NewPrice = 1799;
    private const int PenPrice = 500;
    private const long Total = (3 * OldPrice) + PenPrice;

    private static readonly (string, string) Ada = ("Cart-Customer", "ada");
    private static readonly (string, string) Till = ("Cart-Token", TillToken);
    private readonly DeviceClient _devices = new(grid.Address);

    public async Task ShopAsync()
    {
        await StockUpAsync();
        await FillAnonymousCartAsync("web", "cart-web", WebToken, ("line-mug", "MUG", 2), ("line-pen", "PEN", 1));
        await FillAnonymousCartAsync("app", "cart-app", AppToken, ("line-1", "MUG", 1));
        await _devices.OkAsync(201, "PUT", "/v1/customers/ada", """{"profile":{"givenName":"Ada"},"channel":"app"}""");
    }

    /// <summary>Ada signs in on the app, whose cart becomes hers, and then on the web, whose cart goes into it.</summary>
    public async Task SignInAsync()
    {
        var app = await SignInAsync("app", AppToken);
        Assert.Equal("cart-app", app.GetProperty("session").GetProperty("cart").GetString());
        var web = await SignInAsync("web", WebToken);
        Assert.Equal("cart-app", web.GetProperty("session").GetProperty("cart").GetString());
        var entries = web.GetProperty("merge").GetProperty("entries").EnumerateArray();
        Assert.Equal(
            ["MUG combined 3", "PEN added 1"],
            entries.Select(entry => $"{entry.GetProperty("sku").GetString()} {entry.GetProperty("outcome").GetString()} {entry.GetProperty("quantity").GetInt64()}"));
        Assert.Equal(403, (await _devices.SendAsync("GET", "/v1/carts/cart-app", null, ("Cart-Token", WebToken))).Status);
        await HoldsAreRightAsync();
    }

    /// <summary>A price changes: the line says so, and the promise of before counts.</summary>
    public async Task ChangePriceAsync()
    {
        await _devices.OkAsync(200, "PUT", "/v1/prices/MUG/base/EUR", $$"""{"amount":{{NewPrice}}}""", ("Idempotency-Key", "price-2"));
        var cart = await CartAsync(Ada);
        var mug = Line(cart, "MUG");
        Assert.Equal((OldPrice, NewPrice), (mug.GetProperty("quote").GetProperty("amount").GetInt32(), mug.GetProperty("current").GetProperty("amount").GetInt32()));
        Assert.Equal(Total, cart.GetProperty("total").GetInt64());
    }

    /// <summary>The till takes the cart over by a code, holds intact; the code is good once.</summary>
    public async Task HandOverAsync()
    {
        var before = await CartAsync(Ada);
        var code = (await _devices.OkAsync(200, "PUT", "/v1/carts/cart-app/handovers/till-4", "{}", Ada)).GetProperty("code").GetString();
        var taken = await _devices.OkAsync(200, "POST", "/v1/carts/take-over", $$"""{"code":"{{code}}","channel":"store"}""", Till);
        Assert.Equal(before.GetProperty("lines").GetRawText(), taken.GetProperty("lines").GetRawText());
        var (status, problem) = await _devices.SendAsync("POST", "/v1/carts/take-over", $$"""{"code":"{{code}}"}""", ("Cart-Token", WebToken));
        Assert.Equal((409, "code-used"), (status, problem.GetProperty("code").GetString()));
        await HoldsAreRightAsync();
    }

    /// <summary>The till and the app press at once, the grid dies, and both press on until they are told.</summary>
    /// <param name="when">Given both presses: when the grid is killed.</param>
    public async Task CheckOutAsync(Func<Task, Task, Task> when)
    {
        var (till, app) = (PressAsync("checkout-till", Till), PressAsync("checkout-app", Ada));
        await when(till, app);
        await grid.KillAsync();
        await grid.RestartAsync();
        (int Status, JsonElement Body)[] told = [await till, await app];

        var document = OneCheckout(told);

        // The screens were dark when the answers came: both press again, and are told the same.
        await grid.KillAsync();
        await grid.RestartAsync();
        Assert.Equal(document, OneCheckout([await PressAsync("checkout-till", Till), await PressAsync("checkout-app", Ada)]));
        Assert.Equal("locked", (await CartAsync(Till)).GetProperty("state").GetString());
    }

    /// <summary>Three mugs and a pen are held, and nothing else: not by the cart that was merged, nor by a press that came second.</summary>
    public async Task HoldsAreRightAsync()
    {
        Assert.Equal((10L, 3L), await LevelAsync("MUG"));
        Assert.Equal((3L, 1L), await LevelAsync("PEN"));
    }

    /// <summary>One story, in one order, without gaps, whatever channel it happened on and whoever died.</summary>
    public async Task TimelineIsOneAsync()
    {
        var cart = await EventsAsync("/v1/carts/cart-app/events?limit=1000", Ada);
        string[] story = ["cart-opened", "line-added", "cart-attached", "cart-merged", "line-price-changed", "handover-offered", "handover-taken", "checkout-frozen"];
        Assert.Equal(story, cart.Where(type => story.Contains(type)).Distinct());
        Assert.Single(cart, "checkout-frozen");
        Assert.Single(cart, "cart-merged");
        Assert.Single(cart, "handover-taken");

        var customer = await EventsAsync("/v1/customers/ada/timeline?limit=1000");
        Assert.Equal(["customer-registered", "session-attached", "cart-adopted", "session-attached", "cart-kept"], customer);
        var told = await _devices.OkAsync(200, "GET", "/v1/customers/ada/story");
        Assert.Equal("cart-app", told.GetProperty("openCart").GetProperty("id").GetString());
    }

    public void Dispose() => _devices.Dispose();

    private async Task StockUpAsync()
    {
        foreach (var (sku, units, price) in (IEnumerable<(string, int, int)>)[("MUG", 10, OldPrice), ("PEN", 3, PenPrice)])
        {
            await _devices.OkAsync(200, "POST", $"/v1/stock/{sku}/london/movements", $$"""{"type":"receive","quantity":{{units}}}""", ("Idempotency-Key", "delivery-1"));
            await _devices.OkAsync(200, "PUT", $"/v1/prices/{sku}/base/EUR", $$"""{"amount":{{price}}}""", ("Idempotency-Key", "price-1"));
        }
    }

    private async Task FillAnonymousCartAsync(string channel, string cart, string token, params (string Line, string Sku, int Quantity)[] lines)
    {
        var owner = ("Cart-Token", token);
        await _devices.OkAsync(201, "PUT", $"/v1/sessions/visit-{channel}", $$"""{"channel":"{{channel}}","deviceId":"{{channel}}-1"}""");
        await _devices.OkAsync(201, "PUT", $"/v1/carts/{cart}", $$"""{"currency":"EUR","channel":"{{channel}}"}""", owner);
        foreach (var (line, sku, quantity) in lines)
        {
            var body = $$"""{"sku":"{{sku}}","quantity":{{quantity}},"fulfilment":{"kind":"pick-up","location":"london"},"holdForSeconds":3600}""";
            await _devices.OkAsync(201, "PUT", $"/v1/carts/{cart}/lines/{line}", body, owner, ("Idempotency-Key", line));
        }

        await _devices.OkAsync(200, "POST", $"/v1/sessions/visit-{channel}/seen", $$"""{"cart":"{{cart}}","step":"basket"}""");
    }

    private Task<JsonElement> SignInAsync(string channel, string token) => _devices.OkAsync(
        200, "POST", $"/v1/sessions/visit-{channel}/sign-in", """{"customer":"ada","strategy":"sum"}""", ("Idempotency-Key", "sign-in"), ("Cart-Token", token));

    private Task<(int Status, JsonElement Body)> PressAsync(string checkout, (string, string) owner) => _devices.UntilToldAsync(
        "PUT", $"/v1/carts/cart-app/checkouts/{checkout}", $$"""{"holdForSeconds":3600,"expectedTotal":{{Total}}}""", owner);

    private static string OneCheckout((int Status, JsonElement Body)[] told)
    {
        var document = Assert.Single(told, answer => answer.Status is 200 or 201).Body;
        var second = Assert.Single(told, answer => answer.Status == 409).Body;
        Assert.Equal(("cart-locked", document.GetProperty("id").GetString()), (second.GetProperty("code").GetString(), second.GetProperty("checkout").GetString()));
        Assert.Equal(Total, document.GetProperty("total").GetInt64());
        var holds = document.GetProperty("lines").EnumerateArray().SelectMany(line => line.GetProperty("reservations").EnumerateArray());
        Assert.Equal(4, holds.Sum(hold => hold.GetProperty("quantity").GetInt64()));
        return document.GetRawText();
    }

    private Task<JsonElement> CartAsync((string, string) owner) => _devices.OkAsync(200, "GET", "/v1/carts/cart-app", null, owner);

    private static JsonElement Line(JsonElement cart, string sku) => cart.GetProperty("lines").EnumerateArray().Single(line => line.GetProperty("sku").GetString() == sku);

    private async Task<(long OnHand, long Reserved)> LevelAsync(string sku)
    {
        var stock = await _devices.OkAsync(200, "GET", $"/v1/stock/{sku}/london");
        return (stock.GetProperty("onHand").GetInt64(), stock.GetProperty("reserved").GetInt64());
    }

    private async Task<string[]> EventsAsync(string path, params (string, string)[] headers)
    {
        var events = (await _devices.OkAsync(200, "GET", path, null, headers)).GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(1, events.Length).Select(version => (long)version), events.Select(@event => @event.GetProperty("version").GetInt64()));
        return [.. events.Select(@event => @event.GetProperty("type").GetString()!)];
    }
}
