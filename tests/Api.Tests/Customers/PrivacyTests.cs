using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Omnichannel.Testing;

namespace Omnichannel.Api.Customers;

/// <summary>I72: a person whose every word is marked: the marks are told to whoever asks for that person, and are nowhere else.</summary>
public sealed class PrivacyTests
{
    private const string Mark = "Zq7Mark";
    private const string Customer = "ada";

    [Fact]
    public async Task Marks_WhenThePersonLives_AreInNoLogMetricFeedOrProblem()
    {
        using var folder = new TemporaryFolder();
        var logs = new HeardLogs();
        await using var server = await StartAsync(folder, logs);
        var problems = await LiveAsync(server.Client);

        var export = (await server.Client.GetAsync(People.Path(Customer) + "/export")).Is(HttpStatusCode.OK);

        Assert.True(Count(export.Text) >= 20, "The export has to tell what is held.");
        Assert.Contains($"\"deviceId\":\"{Mark}-mark-visit-2\"", export.Text, StringComparison.Ordinal);
        Nowhere("problems", string.Join('\n', problems));
        Nowhere("metrics", (await server.Client.GetAsync("/metrics")).Text);
        Nowhere("feed", await FeedAsync(server.Client));
        Nowhere("logs", logs.Text);
        Assert.True(logs.Count > 0, "Nothing was logged at all: the test looks at the wrong place.");
    }

    [Fact]
    public async Task Marks_WhenThePersonIsErased_AreNowhereOnDisk()
    {
        using var folder = new TemporaryFolder();
        var logs = new HeardLogs();
        await using (var server = await StartAsync(folder, logs))
        {
            await LiveAsync(server.Client);
            (await server.Client.PutAsync(People.Path("ada-2"), $$"""{"profile":{"familyName":"{{Mark}}Guest"} }""")).Is(HttpStatusCode.Created);
            (await server.Client.PutAsync(People.Path(Customer) + "/merges/m-1", """{"absorbed":"ada-2","strategy":"sum"}""")).Is(HttpStatusCode.Created);

            Assert.True((await server.Client.KeyedAsync("POST", People.Path(Customer) + "/erase", "{}")).Is(HttpStatusCode.OK).Json.GetProperty("isErased").GetBoolean());

            foreach (var path in (string[])["", "/story", "/points", "/timeline", "/touchpoints", "/export", "/sessions"])
                Nowhere(path, (await server.Client.GetAsync(People.Path(Customer) + path)).Problem(410, "customer-erased").GetRawText());
            (await server.Client.GetAsync(People.Path("ada-2"))).Problem(410, "customer-erased");
            (await server.Client.PutAsync(People.Path(Customer), "{}")).Problem(410, "customer-erased");
            (await server.Client.KeyedAsync("POST", People.Path(Customer) + "/erase", "{}")).Is(HttpStatusCode.OK);
            (await server.Client.PostAsync("/v1/identities/look-up", $$"""{"kind":"email","value":"{{Mark}}@example.com"}""")).Problem(404, "identity-not-found");
            foreach (var (method, path, body) in OnCart)
                Nowhere(path, (await server.Client.KeyedAsync(method, path, body, ("Cart-Customer", Customer))).Problem(410, "customer-erased").GetRawText());
            foreach (var visit in (string[])["mark-visit", "mark-visit-2"])
            {
                Assert.Null((await server.Client.GetAsync("/v1/sessions/" + visit)).Is(HttpStatusCode.OK).String("deviceId"));
                Nowhere(visit, (await server.Client.GetAsync($"/v1/sessions/{visit}/events")).Is(HttpStatusCode.OK).Text);
            }

            Nowhere("feed", await FeedAsync(server.Client));
        }

        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(folder.File("grid.db"))!))
            Nowhere(Path.GetFileName(file), Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
        Nowhere("logs", logs.Text);

        // Another start folds the same journal: what cannot be read any more does not stand in the way.
        await using var again = await StartAsync(folder, logs);
        (await again.Client.GetAsync(People.Path(Customer))).Problem(410, "customer-erased");
    }

    private static Task<ApiServer> StartAsync(TemporaryFolder folder, HeardLogs logs) => ApiServer.StartAsync(
        folder.File("grid.db"), app => app.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs), "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace");

    private static (string Method, string Path, string? Body)[] OnCart { get; } =
    [
        ("GET", "/v1/carts/mark-cart", null),
        ("GET", "/v1/carts/mark-cart/events", null),
        ("GET", "/v1/carts/mark-cart/live", null),
        ("PUT", "/v1/carts/mark-cart", """{"currency":"EUR"}"""),
        ("PUT", "/v1/carts/another-cart", """{"currency":"EUR"}"""),
        ("PUT", "/v1/carts/mark-cart/note", """{"note":"late"}"""),
        ("PUT", "/v1/carts/mark-cart/lines/line-9", """{"sku":"MARK-MUG","quantity":1,"fulfilment":{"kind":"ship","location":"london"}}"""),
        ("PUT", "/v1/carts/mark-cart/lines/line-1/quantity", """{"quantity":2}"""),
        ("DELETE", "/v1/carts/mark-cart/lines/line-1", null),
        ("POST", "/v1/carts/mark-cart/hold", """{"holdForSeconds":900}"""),
        ("PUT", "/v1/carts/mark-cart/checkouts/checkout-1", "{}"),
        ("PUT", "/v1/carts/mark-cart/handovers/1", "{}"),
        ("PUT", "/v1/carts/mark-cart/merges/merge-9", """{"source":"another-cart","strategy":"sum"}"""),
        ("POST", "/v1/carts/mark-cart/merges/merge-9/undo", "{}"),
    ];

    // Everything that can be said about a person, well and badly; what was refused is given back.
    private static async Task<List<string>> LiveAsync(ApiClient client)
    {
        var path = People.Path(Customer);
        var problems = new List<string>();
        (await client.PutAsync(path, Profile("Zq7MarkGiven"))).Is(HttpStatusCode.Created);
        (await client.PatchAsync(Customer, $$"""{"title":"{{Mark}}Title","addresses":{"{{Mark}}":null} }""")).Is(HttpStatusCode.OK);
        (await client.KeyedAsync("PUT", path + "/consents/marketing/web", $$"""{"state":"granted","textVersion":"v1","by":"{{Mark}}By"}""")).Is(HttpStatusCode.OK);
        (await client.KeyedAsync("POST", path + "/points", $$"""{"type":"earn","points":5,"reason":"{{Mark}}Why","reference":"{{Mark}}Ref"}""")).Is(HttpStatusCode.OK);
        (await client.KeyedAsync("POST", path + "/points", $$"""{"type":"spend","points":1,"reason":"{{Mark}}Why"}""")).Is(HttpStatusCode.OK);
        (await client.PutAsync(path + "/touchpoints/t-1", $$"""{"channel":"web","subject":"{{Mark}}","outcome":"{{Mark}}","reference":"{{Mark}}","isIssue":true}""")).Is(HttpStatusCode.Created);
        (await client.PostAsync(path + "/touchpoints/t-1/resolve", $$"""{"outcome":"{{Mark}}End"}""")).Is(HttpStatusCode.OK);
        (await client.PutAsync(path + "/feedback/f-1", $$"""{"type":"nps","score":1,"reference":"{{Mark}}","comment":"{{Mark}}Said"}""")).Is(HttpStatusCode.Created);
        (await client.ClaimAsync(Customer, "email", $"{Mark}@example.com")).Is(HttpStatusCode.Created);
        (await client.ClaimAsync(Customer, "social-handle", $"net:{Mark}")).Is(HttpStatusCode.Created);
        (await client.PostAsync("/v1/identities/look-up", $$"""{"kind":"email","value":"{{Mark}}@example.com"}""")).Is(HttpStatusCode.OK);

        var owner = ("Cart-Customer", Customer);
        await client.ReceiveAsync("MARK-MUG", 5);
        (await client.KeyedAsync("PUT", "/v1/prices/MARK-MUG/base/EUR", """{"amount":1999}""")).Is(HttpStatusCode.OK);
        (await client.CallAsync("PUT", "/v1/carts/mark-cart", """{"currency":"EUR"}""", owner)).Is(HttpStatusCode.Created);
        var line = $$"""{"sku":"MARK-MUG","quantity":1,"fulfilment":{"kind":"ship","location":"london"},"holdForSeconds":900,"note":"{{Mark}}Line"}""";
        (await client.KeyedAsync("PUT", "/v1/carts/mark-cart/lines/line-1", line, owner)).Is(HttpStatusCode.Created);
        Assert.Contains($"{Mark}Note", (await client.KeyedAsync("PUT", "/v1/carts/mark-cart/note", $$"""{"note":"{{Mark}}Note"}""", owner)).Text, StringComparison.Ordinal);
        Assert.Equal(3, Count((await client.CallAsync("GET", "/v1/carts/mark-cart/events", null, owner)).Is(HttpStatusCode.OK).Text));
        problems.Add((await client.KeyedAsync("PUT", "/v1/carts/mark-cart/note", $$"""{"note":"{{Mark}}\u0000"}""", owner)).Problem(400, "text-out-of-range").GetRawText());

        // A visit that ended long ago, and one that goes on.
        foreach (var visit in (string[])["mark-visit", "mark-visit-2"])
        {
            var device = $$"""{"channel":"web","deviceId":"{{Mark}}-{{visit}}"}""";
            (await client.PutAsync("/v1/sessions/" + visit, device)).Is(HttpStatusCode.Created);
            Assert.Equal($"{Mark}-{visit}", (await client.PutAsync("/v1/sessions/" + visit, device)).Is(HttpStatusCode.OK).String("deviceId"));
            problems.Add((await client.PutAsync("/v1/sessions/" + visit, $$"""{"channel":"web","deviceId":"{{Mark}}-other"}""")).Problem(409, "exists-with-different-body").GetRawText());
            (await client.KeyedAsync("POST", $"/v1/sessions/{visit}/sign-in", $$"""{"customer":"{{Customer}}","strategy":"sum"}""")).Is(HttpStatusCode.OK);
            Assert.Equal($"{Mark}-{visit}", (await client.GetAsync($"/v1/sessions/{visit}/events")).Is(HttpStatusCode.OK).Json.GetProperty("events")[0].GetProperty("deviceId").GetString());
            if (visit == "mark-visit") (await client.PostAsync($"/v1/sessions/{visit}/end", "{}")).Is(HttpStatusCode.OK);
        }

        Assert.Equal(1, Count((await client.GetAsync(path + "/sessions")).Is(HttpStatusCode.OK).Text));
        Assert.Equal(2, Count((await client.GetAsync(path + "/timeline?of=visits")).Is(HttpStatusCode.OK).Text));

        (await client.PutAsync(People.Path("bob"), "{}")).Is(HttpStatusCode.Created);
        problems.Add((await client.ClaimAsync("bob", "email", $"{Mark}@example.com")).Problem(409, "identity-taken").GetRawText());
        problems.Add((await client.ClaimAsync("bob", "phone", Mark)).Problem(400, "identity-invalid").GetRawText());
        problems.Add((await client.PostAsync("/v1/identities/look-up", $$"""{"kind":"email","value":"{{Mark}}"}""")).Problem(400, "identity-invalid").GetRawText());
        problems.Add((await client.PutAsync(path, Profile("Another"))).Problem(409, "exists-with-different-body").GetRawText());
        problems.Add((await client.PatchAsync(Customer, $$"""{"birthDate":"{{Mark}}","title":"x"}""")).Problem(400, "field-out-of-range").GetRawText());
        problems.Add((await client.PatchAsync(Customer, $$"""{"title":["{{Mark}}"]}""")).Problem(400, "wrong-type").GetRawText());
        problems.Add((await client.KeyedAsync("POST", path + "/points", $$"""{"type":"earn","points":0,"reason":"{{Mark}}"}""")).Problem(400, "points-out-of-range").GetRawText());
        problems.Add((await client.PutAsync(path + "/touchpoints/t-1", $$"""{"channel":"web","subject":"{{Mark}}Other"}""")).Problem(409, "exists-with-different-body").GetRawText());
        problems.Add((await client.PutAsync(path + "/touchpoints/t-2", $$"""{"channel":"web","subject":"{{Mark}}\u0000"}""")).Problem(400, "text-out-of-range").GetRawText());
        return problems;
    }

    private static string Profile(string given) =>
        $$"""
        {"profile":{"givenName":"{{given}}","familyName":"{{Mark}}","company":"{{Mark}}","preferences":{"{{Mark}}":"{{Mark}}"},"tags":{"{{Mark}}":true},
         "addresses":{"{{Mark}}":{"line1":"{{Mark}}","line2":"{{Mark}}","city":"{{Mark}}","country":"GB","postalCode":"{{Mark}}"} } } }
        """;

    private static async Task<string> FeedAsync(ApiClient client)
    {
        var feed = new StringBuilder();
        for (var (after, isEnd) = (0L, false); !isEnd;)
        {
            var page = (await client.GetAsync($"/v1/feed/0?after={after}")).Is(HttpStatusCode.OK);
            feed.Append(page.Text);
            (after, isEnd) = (page.Number("nextAfter"), page.Json.GetProperty("isEnd").GetBoolean());
        }

        Assert.Contains("customer-registered", feed.ToString(), StringComparison.Ordinal);
        return feed.ToString();
    }

    private static void Nowhere(string place, string text)
    {
        var at = text.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        Assert.True(at < 0, at < 0 ? "" : $"{place}: …{text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 80)]}…");
    }

    private static int Count(string text) => text.Split(Mark).Length - 1;

    /// <summary>Everything that anybody logs, at any level.</summary>
    private sealed class HeardLogs : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public int Count => _lines.Count;

        public string Text => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            _lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
