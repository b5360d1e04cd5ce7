using System.Net;
using Omnichannel.Api.Customers;

namespace Omnichannel.Api.Carts;

[Collection(SharedServerTests.Name)]
public sealed class CartTests(SharedServer shared)
{
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Add_WhenHeld_TakesTheUnitsAndCountsDown()
    {
        var (mug, cart) = (await _client.ForSaleAsync(5), await _client.OpenCartAsync());

        var added = (await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 2))).Is(HttpStatusCode.Created);

        var line = added.Json.GetProperty("lines")[0];
        Assert.Equal((2L, 3998L, "base"), (line.GetProperty("held").GetInt64(), added.Number("total"), line.GetProperty("quote").GetProperty("rule").GetString()));
        Assert.True(line.GetProperty("heldUntil").GetDateTimeOffset() > DateTimeOffset.UtcNow);
        Assert.Equal($"{Shopping.Path(cart)}/lines/line-1", added.Headers.Location?.ToString());
        Assert.Equal(3, (await _client.GetAsync(ApiClient.Stock(mug))).Number("available"));
    }

    [Fact]
    public async Task Add_WhenTheKeyIsSentAgain_HasOneEffect()
    {
        var (mug, cart) = (await _client.ForSaleAsync(5), await _client.OpenCartAsync());
        var path = $"{Shopping.Path(cart)}/lines/line-1";
        (await _client.CallAsync("PUT", path, Shopping.Line(mug, 2), Shopping.Device, ("Idempotency-Key", "add-1"))).Is(HttpStatusCode.Created);

        (await _client.CallAsync("PUT", path, Shopping.Line(mug, 2), Shopping.Device, ("Idempotency-Key", "add-1"))).Is(HttpStatusCode.OK);

        (await _client.CallAsync("PUT", path, Shopping.Line(mug, 3), Shopping.Device, ("Idempotency-Key", "add-1"))).Problem(422, "idempotency-key-reused");
        (await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 1))).Problem(409, "cart-line-exists");
        Assert.Equal(2, (await _client.GetAsync(ApiClient.Stock(mug))).Number("reserved"));
    }

    [Fact]
    public async Task Add_WhenStockIsShort_SaysHowMuchThereIsAndHoldsNothing()
    {
        var (mug, cart) = (await _client.ForSaleAsync(1), await _client.OpenCartAsync());

        var problem = (await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 2))).Problem(409, "insufficient-stock");

        Assert.Equal((1, "line-1"), (problem.GetProperty("available").GetInt64(), problem.GetProperty("shortages")[0].GetProperty("lineId").GetString()));
        Assert.Equal(0, (await _client.GetAsync(ApiClient.Stock(mug))).Number("reserved"));
        Assert.Empty((await ReadAsync(cart)).Json.GetProperty("lines").EnumerateArray());
    }

    [Fact]
    public async Task Remove_WhenHeld_GivesTheUnitsBackAtOnce()
    {
        var (mug, cart) = (await _client.ForSaleAsync(5), await _client.OpenCartAsync());
        await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 2));
        (await _client.KeyedAsync("PUT", $"{Shopping.Path(cart)}/lines/line-1/quantity", """{"quantity":4}""", Shopping.Device)).Is(HttpStatusCode.OK);
        Assert.Equal(1, (await _client.GetAsync(ApiClient.Stock(mug))).Number("available"));

        (await _client.KeyedAsync("DELETE", $"{Shopping.Path(cart)}/lines/line-1", null, Shopping.Device)).Is(HttpStatusCode.OK);

        Assert.Equal(5, (await _client.GetAsync(ApiClient.Stock(mug))).Number("available"));
        (await _client.KeyedAsync("DELETE", $"{Shopping.Path(cart)}/lines/line-1", null, Shopping.Device)).Problem(404, "cart-line-not-found");
    }

    [Fact]
    public async Task Cart_WhenItIsAnotherPersons_IsNeitherToldNorChanged()
    {
        var (mug, cart) = (await _client.ForSaleAsync(5), await _client.OpenCartAsync());
        await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 2));
        var before = (await ReadAsync(cart)).Text;
        (string, string)[] strangers = [("Cart-Token", "another-secret-of-another-device"), ("Cart-Customer", "ada")];

        foreach (var stranger in strangers)
        {
            foreach (var (method, path, body) in Calls(mug))
            {
                var problem = (await _client.KeyedAsync(method, Shopping.Path(cart) + path, body, stranger)).Problem(403, "not-your-cart");
                Assert.DoesNotContain(mug, problem.GetRawText(), StringComparison.Ordinal);
            }
        }

        (await _client.KeyedAsync("GET", Shopping.Path(cart))).Problem(400, "cart-owner-missing");
        (await _client.KeyedAsync("GET", Shopping.Path(cart), null, Shopping.Device, ("Cart-Customer", "ada"))).Problem(400, "cart-owner-invalid");
        (await _client.KeyedAsync("GET", Shopping.Path(cart), null, ("Cart-Token", "short"))).Problem(400, "cart-owner-invalid");
        Assert.Equal(before, (await ReadAsync(cart)).Text);
    }

    [Fact]
    public async Task Checkout_WhenALineCannotBeHeld_BlamesTheCartAndNamesTheLine()
    {
        var (cart, mug) = (await _client.OpenCartAsync(), await _client.ForSaleAsync(1));
        await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 2, ""));

        var problem = (await _client.CallAsync("PUT", Shopping.Path(cart) + "/checkouts/c-1", "{}", Shopping.Device)).Problem(409, "insufficient-stock");

        Assert.Equal(("cart", "line-1"), (problem.GetProperty("field").GetString(), problem.GetProperty("shortages")[0].GetProperty("lineId").GetString()));
    }

    [Fact]
    public async Task Hold_OfALineThatIsNotThere_BlamesTheListOfLines()
    {
        var cart = await _client.OpenCartAsync();

        var problem = (await _client.KeyedAsync("POST", Shopping.Path(cart) + "/hold", """{"holdForSeconds":60,"lines":["line-9"]}""", Shopping.Device)).Problem(404, "cart-line-not-found");

        Assert.Equal("/lines", problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Change_WhenTheVersionIsAnother_IsRefused()
    {
        var cart = await _client.OpenCartAsync();

        var problem = (await _client.KeyedAsync("PUT", Shopping.Path(cart) + "/note", """{"note":"ring"}""", Shopping.Device, ("If-Match", "\"7\""))).Problem(412, "version-mismatch");

        Assert.Equal((7, 1, "If-Match"), (problem.GetProperty("expected").GetInt64(), problem.GetProperty("actual").GetInt64(), problem.GetProperty("field").GetString()));
        (await _client.KeyedAsync("PUT", Shopping.Path(cart) + "/note", """{"note":"ring"}""", Shopping.Device, ("If-Match", "\"1\""))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Price_WhenItChanges_IsShownOnTheLineAndThePromiseCounts()
    {
        var (mug, cart) = (await _client.ForSaleAsync(5), await _client.OpenCartAsync());
        await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 2));
        await _client.PriceAsync(mug, 2499);

        var line = (await ReadAsync(cart)).Json.GetProperty("lines")[0];

        Assert.Equal((1999, 2499), (line.GetProperty("quote").GetProperty("amount").GetInt64(), line.GetProperty("current").GetProperty("amount").GetInt64()));
        var events = (await _client.CallAsync("GET", Shopping.Path(cart) + "/events", null, Shopping.Device)).Json.GetProperty("events");
        Assert.Contains("line-price-changed", events.EnumerateArray().Select(@event => @event.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Merge_WhenTakenBack_RestoresBothCarts()
    {
        var (mug, target, source) = (await _client.ForSaleAsync(9), await _client.OpenCartAsync(), await _client.OpenCartAsync());
        await _client.AddAsync(target, "line-1", Shopping.Line(mug, 2));
        await _client.AddAsync(source, "line-1", Shopping.Line(mug, 3));
        var path = $"{Shopping.Path(target)}/merges/m-1";
        var body = $$"""{"source":"{{source}}","sourceToken":"{{Shopping.Token}}","strategy":"sum"}""";

        var merged = (await _client.CallAsync("PUT", path, body, Shopping.Device)).Is(HttpStatusCode.Created);
        (await _client.CallAsync("PUT", path, body, Shopping.Device)).Is(HttpStatusCode.OK);
        Assert.Equal(("combined", 5), (merged.Json.GetProperty("report").GetProperty("entries")[0].GetProperty("outcome").GetString(), merged.Json.GetProperty("cart").GetProperty("units").GetInt64()));
        Assert.Equal(target, (await _client.AddAsync(source, "line-2", Shopping.Line(mug, 1))).Problem(409, "cart-closed").GetProperty("mergedInto").GetString());

        (await _client.CallAsync("POST", path + "/undo", "{}", Shopping.Device)).Is(HttpStatusCode.OK);

        Assert.Equal((2, 3), ((await ReadAsync(target)).Number("units"), (await ReadAsync(source)).Number("units")));
        Assert.Equal(5, (await _client.GetAsync(ApiClient.Stock(mug))).Number("reserved"));
        (await _client.CallAsync("PUT", path, body, Shopping.Device)).Problem(409, "merge-undone");
        (await _client.CallAsync("PUT", $"{Shopping.Path(target)}/merges/m-2", $$"""{"source":"{{target}}","strategy":"sum"}""", Shopping.Device)).Problem(400, "same-cart");
        (await _client.CallAsync("GET", $"{Shopping.Path(target)}/merges/m-9", null, Shopping.Device)).Problem(404, "cart-merge-not-found");
    }

    [Fact]
    public async Task Merge_WhenTheOtherCartIsAnotherPersons_IsRefused()
    {
        var (target, source) = (await _client.OpenCartAsync(), ApiClient.Fresh("cart"));
        await _client.CallAsync("PUT", Shopping.Path(source), """{"currency":"EUR"}""", ("Cart-Token", "another-secret-of-another-device"));

        var problem = (await _client.CallAsync("PUT", $"{Shopping.Path(target)}/merges/m-1", $$"""{"source":"{{source}}","strategy":"sum"}""", Shopping.Device)).Problem(403, "source-not-your-cart");

        Assert.Equal("/sourceToken", problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Handover_WhenTheCodeIsUsed_GoesOnAtTheTillOnce()
    {
        var (mug, cart) = (await _client.ForSaleAsync(5), await _client.OpenCartAsync());
        await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 2));
        var lines = (await ReadAsync(cart)).Json.GetProperty("lines").GetRawText();
        var till = ("Cart-Token", "the-till-has-a-secret-of-its-own");
        var first = (await _client.CallAsync("PUT", Shopping.Path(cart) + "/handovers/h-1", "{}", Shopping.Device)).Is(HttpStatusCode.OK).String("code")!;
        var code = (await _client.CallAsync("PUT", Shopping.Path(cart) + "/handovers/h-1", "{}", Shopping.Device)).Is(HttpStatusCode.OK).String("code")!;

        Assert.Equal("/code", (await TakeAsync(first, till)).Problem(404, "code-unknown").GetProperty("field").GetString());
        var taken = (await TakeAsync(code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), till)).Is(HttpStatusCode.OK);

        Assert.Equal(lines, taken.Json.GetProperty("lines").GetRawText());
        (await TakeAsync(code, ("Cart-Token", "somebody-who-has-seen-the-code"))).Problem(409, "code-used");
        (await _client.CallAsync("PUT", Shopping.Path(cart) + "/handovers/h-1", "{}", Shopping.Device)).Problem(409, "code-used");
        foreach (var bad in (string[])["", "00000-00000", "x", "ilou0-ilou1"]) (await TakeAsync(bad, till)).Problem(404, "code-unknown");
        (await _client.CallAsync("GET", Shopping.Path(cart), null, till)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Checkout_WhenPressedTwiceAndOnTwoDevices_IsOne()
    {
        var (mug, cart) = (await _client.ForSaleAsync(5), await _client.OpenCartAsync());
        await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 2, ""));
        var path = Shopping.Path(cart) + "/checkouts/";

        var pressed = await Task.WhenAll(Enumerable.Range(0, 8).Select(press => _client.CallAsync("PUT", $"{path}device-{press % 2}", """{"expectedTotal":3998}""", Shopping.Device)));

        var document = Assert.Single(pressed.Where(answer => (int)answer.Status < 300).Select(answer => answer.Text).Distinct());
        Assert.Single(pressed, answer => answer.Status == HttpStatusCode.Created);
        foreach (var refused in pressed.Where(answer => (int)answer.Status >= 300))
            Assert.Contains(refused.Problem(409, "cart-locked").GetProperty("checkout").GetString()!, document, StringComparison.Ordinal);
        Assert.Equal(2, (await _client.GetAsync(ApiClient.Stock(mug))).Number("reserved"));
        (await _client.AddAsync(cart, "line-2", Shopping.Line(mug, 1))).Problem(409, "cart-locked");
    }

    [Fact]
    public async Task Checkout_WhenCancelled_UnlocksTheCartAndGivesBackWhatItHeldForItselfOnly()
    {
        var (mug, cart) = (await _client.ForSaleAsync(5), await _client.OpenCartAsync());
        await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 2));
        await _client.AddAsync(cart, "line-2", Shopping.Line(mug, 1, """,  "note":"a gift" """));
        var path = Shopping.Path(cart) + "/checkouts/c-1";

        (await _client.CallAsync("PUT", path, """{"expectedTotal":1}""", Shopping.Device)).Problem(409, "total-mismatch");
        (await _client.CallAsync("PUT", path, "{}", Shopping.Device)).Is(HttpStatusCode.Created);
        Assert.Equal(3, (await _client.GetAsync(ApiClient.Stock(mug))).Number("reserved"));
        Assert.Equal("cancelled", (await _client.CallAsync("POST", path + "/cancel", "{}", Shopping.Device)).Is(HttpStatusCode.OK).String("state"));
        (await _client.CallAsync("POST", path + "/cancel", "{}", Shopping.Device)).Is(HttpStatusCode.OK);

        Assert.Equal(2, (await _client.GetAsync(ApiClient.Stock(mug))).Number("reserved"));
        (await _client.CallAsync("PUT", path, "{}", Shopping.Device)).Problem(409, "checkout-closed");
        (await _client.CallAsync("GET", Shopping.Path(cart) + "/checkouts/c-9", null, Shopping.Device)).Problem(404, "checkout-not-found");
        (await _client.CallAsync("PUT", Shopping.Path(await _client.OpenCartAsync()) + "/checkouts/c-1", "{}", Shopping.Device)).Problem(409, "cart-empty");
    }

    [Fact]
    public async Task Attach_BySomebodyWhoNamesTheOwner_ShowsNothing()
    {
        var (cart, ada) = (await _client.OpenCartAsync(), await _client.RegisterAsync());
        var body = $$"""{"customer":"{{ada}}"}""";
        (await _client.CallAsync("POST", Shopping.Path(cart) + "/attach", body, Shopping.Device, ("Idempotency-Key", "attach-1"))).Is(HttpStatusCode.OK);

        (await _client.KeyedAsync("POST", Shopping.Path(cart) + "/attach", body, ("Cart-Token", "a-stranger-0123456789ab"))).Problem(403, "not-your-cart");

        (await _client.CallAsync("POST", Shopping.Path(cart) + "/attach", body, Shopping.Device, ("Idempotency-Key", "attach-1"))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Open_ByACustomerWhoWasErased_IsRefused()
    {
        var (ada, cart) = (await _client.RegisterAsync(), await _client.OpenCartAsync());
        (await _client.KeyedAsync("POST", People.Path(ada) + "/erase", "{}")).Is(HttpStatusCode.OK);

        var opened = await _client.CallAsync("PUT", Shopping.Path(ApiClient.Fresh("cart")), """{"currency":"EUR"}""", ("Cart-Customer", ada));
        var attached = await _client.KeyedAsync("POST", Shopping.Path(cart) + "/attach", $$"""{"customer":"{{ada}}"}""", Shopping.Device);

        Assert.Equal("Cart-Customer", opened.Problem(410, "customer-erased").GetProperty("field").GetString());
        Assert.Equal("/customer", attached.Problem(410, "customer-erased").GetProperty("field").GetString());
    }

    private static IEnumerable<(string Method, string Path, string? Body)> Calls(string sku) =>
    [
        ("GET", "", null), ("GET", "/events", null), ("GET", "/live", null), ("PUT", "/lines/line-2", Shopping.Line(sku, 1)), ("PUT", "/lines/line-1/quantity", """{"quantity":1}"""),
        ("DELETE", "/lines/line-1", null), ("PUT", "/note", """{"note":"x"}"""), ("POST", "/hold", """{"holdForSeconds":60}"""), ("POST", "/attach", """{"customer":"ada"}"""),
        ("PUT", "/checkouts/c-1", "{}"), ("PUT", "/handovers/h-1", "{}"), ("PUT", "/merges/m-1", """{"source":"cart-x","strategy":"sum"}"""),
    ];

    private Task<Answer> ReadAsync(string cart) => _client.CallAsync("GET", Shopping.Path(cart), null, Shopping.Device);

    private Task<Answer> TakeAsync(string code, (string, string) device) => _client.CallAsync("POST", "/v1/carts/take-over", $$"""{"code":"{{code}}","channel":"store"}""", device);
}
