using System.Net;

namespace Omnichannel.Api.Customers;

[Collection(SharedServerTests.Name)]
public sealed class SessionTests(SharedServer shared)
{
    private const string Token = "0d7f3c2a9b8e4f61a5c0e7d2";
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Start_WhenSentAgain_IsTheSameVisit()
    {
        var session = ApiClient.Fresh("visit");
        const string Body = """{"channel":"web","deviceId":"laptop-1","idleForSeconds":600}""";

        var first = (await _client.PutAsync(Path(session), Body)).Is(HttpStatusCode.Created);
        var again = (await _client.PutAsync(Path(session), Body)).Is(HttpStatusCode.OK);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(first.Text, (await _client.GetAsync(Path(session))).Is(HttpStatusCode.OK).Text);
        Assert.Equal(("web", "laptop-1", null), (first.String("channel"), first.String("deviceId"), first.String("customer")));
        Assert.Equal("session", (await _client.PutAsync(Path(session), """{"channel":"app"}""")).Problem(409, "exists-with-different-body").GetProperty("field").GetString());
        (await _client.GetAsync(Path("nobody") + "/events")).Problem(404, "session-not-found");
        (await _client.GetAsync(Path("nobody"))).Problem(404, "session-not-found");
        (await _client.PostAsync(Path("nobody") + "/seen", "{}")).Problem(404, "session-not-found");
    }

    [Fact]
    public async Task SignIn_WhenBothHaveACart_MergesThemAndReportsEveryLine()
    {
        var (ada, mug, pen) = (await _client.RegisterAsync(), await ForSaleAsync(5), await ForSaleAsync(5));
        var (app, web) = (ApiClient.Fresh("cart"), ApiClient.Fresh("cart"));
        await OpenAsync(app, ("Cart-Customer", ada));
        await AddAsync(app, "line-1", mug, 1, ("Cart-Customer", ada));
        await OpenAsync(web, ("Cart-Token", Token));
        await AddAsync(web, "line-1", mug, 2, ("Cart-Token", Token));
        await AddAsync(web, "line-2", pen, 1, ("Cart-Token", Token));
        var session = await VisitAsync("web", web);

        var signedIn = (await SignInAsync(session, ada, "key-1", ("Cart-Token", Token))).Is(HttpStatusCode.OK);
        var repeat = (await SignInAsync(session, ada, "key-1", ("Cart-Token", Token))).Is(HttpStatusCode.OK);

        Assert.Equal(signedIn.Text, repeat.Text);
        Assert.Equal((app, ada), (signedIn.Json.GetProperty("session").GetProperty("cart").GetString(), signedIn.Json.GetProperty("session").GetProperty("customer").GetString()));
        var entries = signedIn.Json.GetProperty("merge").GetProperty("entries").EnumerateArray();
        Assert.Equal([("combined", 3L), ("added", 1L)], entries.Select(entry => (entry.GetProperty("outcome").GetString(), entry.GetProperty("quantity").GetInt64())));
        Assert.Equal(2, (await _client.GetAsync(ApiClient.Stock(mug))).Number("available"));
        (await _client.CallAsync("GET", $"/v1/carts/{app}", null, ("Cart-Token", Token))).Problem(403, "not-your-cart");
        (await SignInAsync(session, "nobody", "key-2")).Problem(404, "customer-not-found");
        (await SignInAsync(session, await _client.RegisterAsync(), "key-1")).Problem(422, "idempotency-key-reused");
        (await SignInAsync(session, await _client.RegisterAsync(), "key-3")).Problem(409, "signed-in-as-another");
    }

    [Fact]
    public async Task SignIn_WhenTheCartIsAnotherPersons_LeavesItAlone()
    {
        var (ada, mug, theirs) = (await _client.RegisterAsync(), await ForSaleAsync(5), ApiClient.Fresh("cart"));
        await OpenAsync(theirs, ("Cart-Token", Token));
        await AddAsync(theirs, "line-1", mug, 1, ("Cart-Token", Token));
        var session = await VisitAsync("web", theirs);

        var signedIn = (await SignInAsync(session, ada, "key-1", ("Cart-Token", "another-device-another-secret"))).Is(HttpStatusCode.OK);

        Assert.Equal("not-owner", signedIn.String("cartStatus"));
        Assert.Null(signedIn.Json.GetProperty("session").GetProperty("cart").GetString());
        Assert.Null((await _client.GetAsync(People.Path(ada))).String("openCart"));
        Assert.Null((await _client.CallAsync("GET", $"/v1/carts/{theirs}", null, ("Cart-Token", Token))).Is(HttpStatusCode.OK).String("customer"));
    }

    [Fact]
    public async Task SignOut_WhenTheNextVisitorComes_LeavesNothingBehind()
    {
        var (ada, cart) = (await _client.RegisterAsync(), ApiClient.Fresh("cart"));
        await OpenAsync(cart, ("Cart-Token", Token));
        var session = await VisitAsync("app", cart);
        await SignInAsync(session, ada, "key-1", ("Cart-Token", Token));
        (await _client.PostAsync(Path(session) + "/seen", """{"cart":"cart-of-somebody"}""")).Problem(409, "cart-is-customers");

        var left = (await _client.PostAsync(Path(session) + "/sign-out", "{}")).Is(HttpStatusCode.OK);
        (await _client.PostAsync(Path(session) + "/sign-out", "{}")).Is(HttpStatusCode.OK);

        Assert.Equal((null, null), (left.String("customer"), left.String("cart")));
        Assert.Equal(cart, (await _client.GetAsync(People.Path(ada))).String("openCart"));
        Assert.Equal("""{"sessions":[]}""", (await _client.GetAsync(People.Path(ada) + "/sessions")).Text);
    }

    [Fact]
    public async Task Resume_WhenItGoesOnElsewhere_BringsCustomerCartAndStep()
    {
        var (ada, cart, next) = (await _client.RegisterAsync(), ApiClient.Fresh("cart"), ApiClient.Fresh("visit"));
        await OpenAsync(cart, ("Cart-Token", Token));
        var session = await VisitAsync("web", cart);
        await SignInAsync(session, ada, "key-1", ("Cart-Token", Token));
        await _client.PostAsync(Path(session) + "/seen", """{"step":"delivery"}""");

        var resumed = (await _client.PutAsync(Path(next), $$"""{"channel":"store","resumes":"{{session}}"}""")).Is(HttpStatusCode.Created);

        Assert.Equal((ada, cart, "delivery"), (resumed.String("customer"), resumed.String("cart"), resumed.String("step")));
        var ended = (await _client.GetAsync(Path(session))).Is(HttpStatusCode.OK);
        Assert.Equal(("resumed", next), (ended.String("end"), ended.String("successor")));
        var problem = (await _client.PostAsync(Path(session) + "/seen", "{}")).Problem(409, "session-closed");
        Assert.Equal(("resumed", next), (problem.GetProperty("end").GetString(), problem.GetProperty("successor").GetString()));
        (await _client.PutAsync(Path(ApiClient.Fresh("visit")), $$"""{"channel":"store","resumes":"{{session}}"}""")).Problem(409, "resume-refused");
        var self = ApiClient.Fresh("visit");
        (await _client.PutAsync(Path(self), $$"""{"channel":"store","resumes":"{{self}}"}""")).Problem(400, "same-session");
        Assert.Equal([next], Live(await _client.GetAsync(People.Path(ada) + "/sessions")));
    }

    [Fact]
    public async Task Revoke_WhenOneOfMany_EndsThatOneOnly()
    {
        var (ada, other) = (await _client.RegisterAsync(), await _client.RegisterAsync());
        var (phone, laptop, theirs) = (await VisitAsync("app"), await VisitAsync("web"), await VisitAsync("web"));
        foreach (var session in (string[])[phone, laptop]) await SignInAsync(session, ada, "key-1");
        await SignInAsync(theirs, other, "key-1");

        Assert.Equal([laptop], Live((await _client.CallAsync("DELETE", $"{People.Path(ada)}/sessions/{phone}")).Is(HttpStatusCode.OK)));
        Assert.Equal([laptop], Live((await _client.CallAsync("DELETE", $"{People.Path(ada)}/sessions/{phone}")).Is(HttpStatusCode.OK)));

        Assert.Equal("revoked", (await _client.GetAsync(Path(phone))).String("end"));
        (await _client.CallAsync("DELETE", $"{People.Path(ada)}/sessions/{theirs}")).Problem(404, "session-not-found");
        Assert.Null((await _client.GetAsync(Path(theirs))).String("end"));
        (await SignInAsync(phone, ada, "key-9")).Problem(409, "session-closed");
    }

    [Fact]
    public async Task Revoke_OfASessionThatCameWithAMerge_IsRepeatable()
    {
        var (ada, guest, visit) = (await _client.RegisterAsync(), await _client.RegisterAsync(), await VisitAsync("app"));
        await SignInAsync(visit, guest, "key-1");
        (await _client.PutAsync($"{People.Path(ada)}/merges/{ApiClient.Fresh("m")}", $$"""{"absorbed":"{{guest}}","strategy":"sum"}""")).Is(HttpStatusCode.Created);

        Assert.Empty(Live((await _client.CallAsync("DELETE", $"{People.Path(ada)}/sessions/{visit}")).Is(HttpStatusCode.OK)));

        (await _client.CallAsync("DELETE", $"{People.Path(ada)}/sessions/{visit}")).Is(HttpStatusCode.OK);
        (await _client.CallAsync("DELETE", $"{People.Path(guest)}/sessions/{visit}")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Presence_WhenVisitsComeAndGo_CountsThem()
    {
        var channel = ApiClient.Fresh("kiosk");
        var (first, second) = (await VisitAsync(channel), await VisitAsync(channel));
        Assert.Equal($$"""{"channel":"{{channel}}","sessions":2,"isFull":false}""", (await _client.GetAsync($"/v1/presence/{channel}")).Is(HttpStatusCode.OK).Text);

        Assert.Equal("ended", (await _client.PostAsync(Path(first) + "/end", "{}")).Is(HttpStatusCode.OK).String("end"));
        (await _client.PostAsync(Path(first) + "/end", "{}")).Is(HttpStatusCode.OK);

        Assert.Equal(1, (await _client.GetAsync($"/v1/presence/{channel}")).Number("sessions"));
        (await _client.GetAsync("/v1/presence/WEB")).Problem(400, "channel-invalid");
        var events = (await _client.GetAsync(Path(second) + "/events")).Is(HttpStatusCode.OK).Json.GetProperty("events");
        Assert.Equal("session-started", events[0].GetProperty("type").GetString());
    }

    private static string Path(string session) => $"/v1/sessions/{session}";

    private static IEnumerable<string?> Live(Answer answer) => answer.Json.GetProperty("sessions").EnumerateArray().Select(session => session.GetProperty("id").GetString());

    private Task<Answer> SignInAsync(string session, string customer, string key, params (string, string)[] headers) =>
        _client.CallAsync("POST", Path(session) + "/sign-in", $$"""{"customer":"{{customer}}","strategy":"sum"}""", [("Idempotency-Key", key), .. headers]);

    private async Task<string> VisitAsync(string channel, string? cart = null)
    {
        var session = ApiClient.Fresh("visit");
        (await _client.PutAsync(Path(session), $$"""{"channel":"{{channel}}"}""")).Is(HttpStatusCode.Created);
        if (cart is not null) (await _client.PostAsync(Path(session) + "/seen", $$"""{"cart":"{{cart}}"}""")).Is(HttpStatusCode.OK);
        return session;
    }

    private async Task<string> ForSaleAsync(long units)
    {
        var sku = ApiClient.Fresh("MUG");
        await _client.ReceiveAsync(sku, units);
        (await _client.KeyedAsync("PUT", $"/v1/prices/{sku}/base/EUR", """{"amount":700}""")).Is(HttpStatusCode.OK);
        return sku;
    }

    private async Task OpenAsync(string cart, (string, string) owner) => (await _client.CallAsync("PUT", $"/v1/carts/{cart}", """{"currency":"EUR"}""", owner)).Is(HttpStatusCode.Created);

    private async Task AddAsync(string cart, string line, string sku, int quantity, (string, string) owner)
    {
        var body = $$"""{"sku":"{{sku}}","quantity":{{quantity}},"fulfilment":{"kind":"ship","location":"london"},"holdForSeconds":900}""";
        (await _client.KeyedAsync("PUT", $"/v1/carts/{cart}/lines/{line}", body, owner)).Is(HttpStatusCode.Created);
    }
}
