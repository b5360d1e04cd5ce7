using System.Net;
using System.Text.Json;

namespace Omnichannel.Api.Carts;

[Collection(SharedServerTests.Name)]
public sealed class PriceTests(SharedServer shared)
{
    private static string? FieldOf(JsonElement problem) => problem.GetProperty("field").GetString();

    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Quote_WhenAnOverrideApplies_GivesItsPriceAndSaysWhy()
    {
        var mug = ApiClient.Fresh("MUG");
        await _client.PriceAsync(mug, 1999);
        (await OverrideAsync(mug, "summer", """{"currency":"EUR","amount":1799,"channel":"web","reason":"summer sale"}""")).Is(HttpStatusCode.OK);

        var (web, store) = (await QuoteAsync(mug, "currency=EUR&channel=web"), await QuoteAsync(mug, "currency=EUR&channel=store"));

        Assert.Equal((1799, "channel", "summer"), (web.Number("amount"), web.String("rule"), web.String("overrideId")));
        Assert.Equal((1999, "base", null), (store.Number("amount"), store.String("rule"), store.String("overrideId")));
        Assert.Equal(TimeSpan.FromSeconds(Limits.QuoteSeconds), web.Json.GetProperty("until").GetDateTimeOffset() - web.Json.GetProperty("quotedAt").GetDateTimeOffset());
        (await QuoteAsync(mug, "currency=USD")).Problem(404, "price-not-found");
    }

    [Fact]
    public async Task Differences_WhenChannelsPayDifferently_ListsEachWithItsReason()
    {
        var mug = ApiClient.Fresh("MUG");
        await _client.PriceAsync(mug, 1999);
        await OverrideAsync(mug, "summer", """{"currency":"EUR","amount":1799,"channel":"web","reason":"summer sale"}""");
        await OverrideAsync(mug, "later", """{"currency":"EUR","amount":1499,"channel":"web","from":"2036-09-01T00:00:00Z","reason":"clearance"}""");
        await OverrideAsync(mug, "same", """{"currency":"EUR","amount":1999,"group":"staff","reason":"no difference"}""");

        var told = (await _client.GetAsync($"/v1/prices/{mug}/differences")).Is(HttpStatusCode.OK).Json.GetProperty("differences").EnumerateArray();

        Assert.Equal(
            [("later", "scheduled", "clearance", 1999L), ("summer", "active", "summer sale", 1999L)],
            told.Select(each => (
                each.GetProperty("override").GetProperty("id").GetString(), each.GetProperty("state").GetString(), each.GetProperty("override").GetProperty("reason").GetString(),
                each.GetProperty("baseAmount").GetInt64())).Order());
    }

    [Fact]
    public async Task Clear_WhenThereIsNone_SaysSo()
    {
        var mug = ApiClient.Fresh("MUG");

        Assert.Equal("currency", FieldOf((await _client.KeyedAsync("DELETE", $"/v1/prices/{mug}/base/EUR")).Problem(404, "price-not-found")));
        Assert.Equal("override", FieldOf((await _client.KeyedAsync("DELETE", $"/v1/prices/{mug}/overrides/summer")).Problem(404, "price-not-found")));
        await _client.PriceAsync(mug, 1);
        var moved = (await _client.KeyedAsync("DELETE", $"/v1/prices/{mug}/base/EUR", null, ("If-Match", "\"9\""))).Problem(412, "version-mismatch");
        Assert.Equal("If-Match", FieldOf(moved));
        (await _client.KeyedAsync("DELETE", $"/v1/prices/{mug}/base/EUR", null, ("If-Match", "\"1\""))).Is(HttpStatusCode.OK);
        (await QuoteAsync(mug, "currency=EUR")).Problem(404, "price-not-found");
    }

    [Theory]
    [InlineData("""{"amount":19.99}""", "wrong-type", "/amount")]
    [InlineData("""{"amount":"1999"}""", "wrong-type", "/amount")]
    [InlineData("""{"amount":1e3}""", "wrong-type", "/amount")]
    [InlineData("""{"amount":-1}""", "amount-out-of-range", "/amount")]
    [InlineData("""{"amount":1000000000001}""", "amount-out-of-range", "/amount")]
    [InlineData("""{}""", "field-missing", "/amount")]
    [InlineData("""{"amount":1,"reason":"a\u0000"}""", "text-out-of-range", "/reason")]
    [InlineData("""{"amount":1,"currency":"EUR"}""", "unknown-field", "/currency")]
    public async Task Base_WhenAFieldIsBad_IsRefusedByName(string body, string code, string field)
    {
        var mug = ApiClient.Fresh("MUG");

        Assert.Equal(field, (await _client.KeyedAsync("PUT", $"/v1/prices/{mug}/base/EUR", body)).Problem(400, code).GetProperty("field").GetString());
        Assert.Equal(0, (await _client.GetAsync($"/v1/prices/{mug}")).Number("version"));
    }

    [Theory]
    [InlineData("XXY")]
    [InlineData("eur")]
    [InlineData("EURO")]
    [InlineData("XAU")]
    public async Task Base_WhenTheCurrencyIsUnknown_IsRefused(string currency) =>
        Assert.Equal("currency", (await _client.KeyedAsync("PUT", $"/v1/prices/MUG-X/base/{currency}", """{"amount":1}""")).Problem(400, "currency-unknown").GetProperty("field").GetString());

    [Theory]
    [InlineData("""{"currency":"EUR","amount":1,"reason":"x"}""", "audience-missing", "/channel")]
    [InlineData("""{"currency":"EUR","amount":1,"channel":"web"}""", "reason-missing", "/reason")]
    [InlineData("""{"currency":"EUR","amount":1,"channel":"web","reason":" "}""", "reason-missing", "/reason")]
    [InlineData("""{"currency":"EUR","amount":1,"channel":"WEB","reason":"x"}""", "channel-invalid", "/channel")]
    [InlineData("""{"currency":"EUR","amount":1,"channel":"web","reason":"x","until":"2020-01-01T00:00:00Z"}""", "validity-out-of-range", "/until")]
    [InlineData("""{"currency":"EUR","amount":1,"channel":"web","reason":"x","from":"2036-01-01"}""", "validity-out-of-range", "/from")]
    [InlineData("""{"currency":"EUR","amount":1,"channel":"web","reason":"x","from":"2036-01-01T00:00:00"}""", "validity-out-of-range", "/from")]
    public async Task Override_WhenAFieldIsBad_IsRefusedByName(string body, string code, string field)
    {
        var mug = ApiClient.Fresh("MUG");

        var problem = (await OverrideAsync(mug, "o-1", body)).Problem(400, code);

        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.Equal(0, (await _client.GetAsync($"/v1/prices/{mug}")).Number("version"));
    }

    private Task<Answer> OverrideAsync(string sku, string id, string body) => _client.KeyedAsync("PUT", $"/v1/prices/{sku}/overrides/{id}", body);

    private Task<Answer> QuoteAsync(string sku, string query) => _client.GetAsync($"/v1/prices/{sku}/quote?{query}");
}
