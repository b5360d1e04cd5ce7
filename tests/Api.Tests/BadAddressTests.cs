namespace Omnichannel.Api;

/// <summary>Nonsense in paths, query strings and headers.</summary>
[Collection(SharedServerTests.Name)]
public sealed class BadAddressTests(SharedServer shared)
{
    private static readonly string[] BadIds = ["a%20b", "%C3%A4", "a%2Fb", "a%00b", "a+b", "a*b", "%7B%7D", "a,b", "a'b", "%FF", new('x', 65)];
    private static readonly string[] Routes =
    [
        "GET /v1/stock/{sku}/{location}", "GET /v1/stock/{sku}/{location}/events", "POST /v1/stock/{sku}/{location}/movements", "PUT /v1/stock/{sku}/{location}/safety-stock",
        "PUT /v1/stock/{sku}/{location}/reservations/{id}", "GET /v1/stock/{sku}/{location}/reservations/{id}", "POST /v1/stock/{sku}/{location}/reservations/{id}/confirm",
        "POST /v1/stock/{sku}/{location}/reservations/{id}/fulfill", "POST /v1/stock/{sku}/{location}/reservations/{id}/release",
        "POST /v1/stock/{sku}/{location}/reservations/{id}/extend", "GET /v1/reservations/{id}", "PUT /v1/transfers/{id}", "GET /v1/transfers/{id}",
    ];

    private readonly ApiClient _client = shared.Server.Client;

    public static TheoryData<string, string> Names
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var route in Routes)
            {
                foreach (var name in new[] { "sku", "location", "id" })
                {
                    if (route.Contains($"{{{name}}}", StringComparison.Ordinal)) data.Add(route, name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Call_WhenANameBreaksTheRule_SaysWhich(string route, string name)
    {
        foreach (var bad in BadIds)
        {
            var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace($"{{{name}}}", bad, StringComparison.Ordinal));
            foreach (var good in new[] { "{sku}", "{location}", "{id}" }) path = path.Replace(good, "ok", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(new(method), path);
            if (method != "GET") request.Content = new StringContent("{}", null, "application/json");
            request.Headers.TryAddWithoutValidation("Idempotency-Key", "k");

            var answer = await _client.SendAsync(request);

            // The server itself refuses a path with a NUL before anything of ours runs.
            if (bad == "a%00b" && answer.Text.Length == 0) continue;
            Assert.Equal(name, answer.Problem(400, "identifier-invalid").GetProperty("field").GetString());
        }
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("after=", "after")]
    [InlineData("after=1.5", "after")]
    [InlineData("after=%2B1", "after")]
    [InlineData("after=%201", "after")]
    [InlineData("after=1e3", "after")]
    [InlineData("after=0x10", "after")]
    [InlineData("after=9223372036854775808", "after")]
    [InlineData("after=1&after=2", "after")]
    [InlineData("after=%F0%9D%9F%99", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=5001", "limit")]
    [InlineData("limit=99999999999999999999", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit", "limit")]
    [InlineData("limit=1,2", "limit")]
    public async Task Page_WhenAParameterIsBad_SaysWhich(string query, string name)
    {
        foreach (var path in new[] { "/v1/stock/a/b/events", "/v1/feed/0" })
        {
            Assert.Equal(name, (await _client.GetAsync($"{path}?{query}")).Problem(400, "parameter-invalid").GetProperty("field").GetString());
        }
    }

    [Theory]
    [InlineData("/v1/stock/a/b/events?after=9223372036854775807&limit=1000")]
    [InlineData("/v1/feed/0?after=9223372036854775807&limit=5000")]
    [InlineData("/v1/stock/a/b/events?after=0&limit=1&other=thing")]
    public async Task Page_WhenAParameterIsAtItsEdge_IsRead(string path) => (await _client.GetAsync(path)).Is(System.Net.HttpStatusCode.OK);

    [Theory]
    [InlineData("weak")]
    [InlineData("")]
    [InlineData("Strong")]
    [InlineData("strong&consistency=strong")]
    public async Task Stock_WhenTheConsistencyIsUnknown_SaysSo(string consistency) =>
        Assert.Equal("consistency", (await _client.GetAsync($"/v1/stock/a/b?consistency={consistency}")).Problem(400, "parameter-invalid").GetProperty("field").GetString());

    [Fact]
    public async Task Events_WhenTheLimitIsOverTheirOwn_AreRefused() =>
        Assert.Equal("limit", (await _client.GetAsync("/v1/stock/a/b/events?limit=1001")).Problem(400, "parameter-invalid").GetProperty("field").GetString());

    [Theory]
    [InlineData("/v1/stock/a/b/movements")]
    [InlineData("/v1/stock/import")]
    public async Task Move_WhenTheKeyIsMissingOrBad_SaysSo(string path)
    {
        (await _client.PostAsync(path, """{"type":"receive","quantity":1}""")).Problem(400, "idempotency-key-missing");
        foreach (var key in new[] { "", "\"\"", "a b", "a/b", "\"a", "a\"", "'a'", new string('k', 65), "a, b" })
        {
            var problem = (await _client.PostAsync(path, """{"type":"receive","quantity":1}""", key)).Problem(400, "idempotency-key-invalid");
            Assert.Equal("Idempotency-Key", problem.GetProperty("field").GetString());
        }

        using var twice = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", null, "application/json") };
        twice.Headers.TryAddWithoutValidation("Idempotency-Key", ["a", "b"]);
        (await _client.SendAsync(twice)).Problem(400, "idempotency-key-invalid");
        Assert.Equal(0, (await _client.GetAsync("/v1/stock/a/b")).Number("version"));
    }

    [Fact]
    public async Task Call_WhenNamesAreAtTheirEdge_IsServed()
    {
        var (sku, location, id) = (new string('S', 64), "A.b_C:d-9", new string('9', 64));
        var stock = await _client.ReceiveAsync(sku, 1_000_000_000, location);

        (await _client.PutAsync($"{stock}/reservations/{id}", """{"quantity":1000000000,"holdForSeconds":2592000}""")).Is(System.Net.HttpStatusCode.Created);
        (await _client.GetAsync($"{stock.ToLowerInvariant()}/reservations/{id}")).Problem(404, "reservation-not-found");
    }
}
