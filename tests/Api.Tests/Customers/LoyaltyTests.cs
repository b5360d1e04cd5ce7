using System.Net;

namespace Omnichannel.Api.Customers;

/// <summary>Consents, points, purchases.</summary>
[Collection(SharedServerTests.Name)]
public sealed class LoyaltyTests(SharedServer shared)
{
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Consent_WhenWithdrawn_IsTheLastWordAndTheTimelineHasBoth()
    {
        var id = await _client.RegisterAsync();
        var path = People.Path(id) + "/consents/marketing/e-mail";

        (await _client.KeyedAsync("PUT", path, """{"state":"granted","textVersion":"2026-03","by":"in the app"}""")).Is(HttpStatusCode.OK);
        var last = (await _client.KeyedAsync("PUT", path, """{"state":"withdrawn","textVersion":"2026-03","by":"clerk 7"}""")).Is(HttpStatusCode.OK);

        Assert.Equal(("marketing", "e-mail", "withdrawn", "clerk 7"), (last.String("purpose"), last.String("channel"), last.String("state"), last.String("by")));
        Assert.Equal(last.Text, (await _client.GetAsync(People.Path(id))).Json.GetProperty("consents")[0].GetRawText());
        var told = (await _client.GetAsync(People.Path(id) + "/timeline?of=consents")).Json.GetProperty("events");
        Assert.Equal(["Granted", "Withdrawn"], told.EnumerateArray().Select(@event => @event.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Points_WhenTheKeyIsSentAgain_CountOnce()
    {
        var path = People.Path(await _client.RegisterAsync()) + "/points";
        const string Body = """{"type":"earn","points":120,"expiresAt":"2036-12-31T00:00:00Z","reason":"order-1"}""";
        await _client.PostAsync(path, Body, "earned-1");

        var repeat = (await _client.PostAsync(path, Body, "earned-1")).Is(HttpStatusCode.OK);

        Assert.Equal(120, repeat.Number("balance"));
        (await _client.PostAsync(path, Body.Replace("120", "121", StringComparison.Ordinal), "earned-1")).Problem(422, "idempotency-key-reused");
        (await _client.PostAsync(path, """{"type":"spend","points":120,"reason":"order-1"}""", "earned-1")).Problem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Points_WhenMoreAreSpentThanThereAre_TellsTheBalance()
    {
        var id = await _client.RegisterAsync();
        await _client.EarnAsync(id, 10);

        var problem = (await _client.KeyedAsync("POST", People.Path(id) + "/points", """{"type":"spend","points":11}""")).Problem(409, "insufficient-points");
        (await _client.KeyedAsync("POST", People.Path(id) + "/points", """{"type":"spend","points":4,"reference":"order-2"}""")).Is(HttpStatusCode.OK);

        Assert.Equal(10, problem.GetProperty("balance").GetInt64());
        var ledger = (await _client.GetAsync(People.Path(id) + "/points")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(6, ledger.GetProperty("points").GetProperty("balance").GetInt64());
        Assert.Equal(
            [("spent", -4L, 6L), ("earned", 10L, 10L)],
            ledger.GetProperty("entries").EnumerateArray().Select(entry => (entry.GetProperty("type").GetString(), entry.GetProperty("points").GetInt64(), entry.GetProperty("balance").GetInt64())));
    }

    [Fact]
    public async Task Points_WhenTheyWouldHaveEndedBefore_AreRefused()
    {
        var path = People.Path(await _client.RegisterAsync()) + "/points";

        Assert.Equal("/expiresAt", (await _client.KeyedAsync("POST", path, """{"type":"earn","points":1,"expiresAt":"2020-01-01T00:00:00Z"}""")).Problem(400, "expiry-out-of-range").GetProperty("field").GetString());
        (await _client.KeyedAsync("POST", path, """{"type":"spend","points":1,"expiresAt":"2036-01-01T00:00:00Z"}""")).Problem(400, "expiry-out-of-range");
        (await _client.KeyedAsync("POST", path, """{"type":"earn","points":1,"expiresAt":"tomorrow"}""")).Problem(400, "expiry-out-of-range");
    }

    [Fact]
    public async Task Purchase_WhenSentAgain_CountsOnce()
    {
        var path = People.Path(await _client.RegisterAsync()) + "/purchases/";
        const string Body = """{"total":3998,"currency":"EUR","units":2,"channel":"web","purchasedAt":"2026-01-02T10:00:00+01:00"}""";

        var first = (await _client.PutAsync(path + "order-1", Body)).Is(HttpStatusCode.Created);
        var repeat = (await _client.PutAsync(path + "order-1", Body)).Is(HttpStatusCode.OK);
        var second = (await _client.PutAsync(path + "order-2", """{"total":500,"currency":"JPY","units":1}""")).Is(HttpStatusCode.Created);

        Assert.Equal(first.Text, repeat.Text);
        Assert.Equal((2, 3), (second.Number("orders"), second.Number("units")));
        Assert.Equal("""[{"amount":3998,"currency":"EUR"},{"amount":500,"currency":"JPY"}]""", second.Json.GetProperty("spent").GetRawText());
        Assert.Equal("2026-01-02T09:00:00+00:00", second.String("firstAt"));
        (await _client.PutAsync(path + "order-1", Body.Replace("3998", "3999", StringComparison.Ordinal))).Problem(409, "exists-with-different-body");
    }

    [Theory]
    [InlineData("""{"total":1,"currency":"ZZZ","units":1}""", "currency-unknown", "/currency")]
    [InlineData("""{"total":1,"currency":"eur","units":1}""", "currency-unknown", "/currency")]
    [InlineData("""{"total":19.99,"currency":"EUR","units":1}""", "wrong-type", "/total")]
    [InlineData("""{"total":-1,"currency":"EUR","units":1}""", "amount-out-of-range", "/total")]
    [InlineData("""{"total":1,"currency":"EUR","units":-1}""", "quantity-out-of-range", "/units")]
    [InlineData("""{"total":1,"currency":"EUR","units":1,"purchasedAt":"2999-01-01T00:00:00Z"}""", "time-out-of-range", "/purchasedAt")]
    [InlineData("""{"total":1,"currency":"EUR","units":1,"purchasedAt":"2026-01-01T00:00:00"}""", "time-out-of-range", "/purchasedAt")]
    public async Task Purchase_WhenAFieldIsBad_IsRefusedByName(string body, string code, string field)
    {
        var id = await _client.RegisterAsync();

        var problem = (await _client.PutAsync(People.Path(id) + "/purchases/order-1", body)).Problem(400, code);

        Assert.Equal(field, problem.TryGetProperty("field", out var told) ? told.GetString() : null);
        Assert.Equal(1, (await _client.GetAsync(People.Path(id))).Number("version"));
    }
}
