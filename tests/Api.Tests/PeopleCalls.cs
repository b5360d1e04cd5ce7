namespace Omnichannel.Api;

/// <summary>Every call about prices, carts, customers, identities and sessions that takes a body, with all it takes to send it badly.</summary>
internal static class PeopleCalls
{
    public const string Name = "bad-people";
    public const string Sku = "BAD-PEOPLE";
    public const string Token = "0d7f3c2a9b8e4f61a5c0e7d2";

    private const string Customer = $"/v1/customers/{Name}";
    private const string Session = $"/v1/sessions/{Name}";
    private const string Cart = $"/v1/carts/{Name}";
    private const string Price = $"/v1/prices/{Sku}";

    /// <summary>What none of these calls may change.</summary>
    public static readonly string[] Watched = [Customer, Session, Cart, Price];

    private static JsonField Amount => JsonField.Number("amount", "amount-out-of-range", 0, 1_000_000_000_000);

    private static JsonField Quantity => JsonField.Number("quantity", "quantity-out-of-range", 1, 1_000);

    private static JsonField Strategy => Choice("strategy", "sum", "strategy-out-of-range");

    private static JsonField CustomerId => JsonField.Identifier("customer", Name);

    private static JsonField Currency => new("currency", "\"EUR\"", true)
    {
        Bad = [.. JsonField.As("currency-unknown", "\"\"", "\"eur\"", "\"EURO\"", "\"ZZZ\"", "\"E R\""), ("null", "field-missing"), .. JsonField.NotText],
    };

    public static IEnumerable<JsonCall> All => [.. Prices(), .. Carts(), .. Customers(), .. Identities(), .. Sessions()];

    private static IEnumerable<JsonCall> Prices()
    {
        yield return new("base-price", "PUT", Price + "/base/EUR", Amount, JsonField.Text("reason", "text-out-of-range"));
        var (from, until) = (Time("from", "validity-out-of-range"), Time("until", "validity-out-of-range"));
        yield return new("override", "PUT", Price + "/overrides/o-1", Currency, Amount, JsonField.Channel, from, until, Reason);
    }

    private static JsonField Reason => new("reason", "\"sale\"", true) { Bad = JsonField.Text("reason", "text-out-of-range").Bad, WhenMissing = "reason-missing" };

    private static IEnumerable<JsonCall> Carts()
    {
        var hold = JsonField.Number("holdForSeconds", "hold-out-of-range", 1, 2_592_000, false);
        var note = JsonField.Text("note", "text-out-of-range");
        var fulfilment = new JsonField("fulfilment", """{"kind":"ship","location":"london"}""", true)
        {
            Bad = [("null", "field-missing"), .. JsonField.As("wrong-type", "5", "[]", "\"ship\"")],
        };
        var total = new JsonField("expectedTotal", "2") { Bad = [("-1", "amount-out-of-range"), .. JsonField.As("wrong-type", "1.5", "\"5\"", "1e3", "true", "{}")] };
        yield return Owned("open-cart", "PUT", Cart, Currency, JsonField.Channel, JsonField.Number("abandonAfterSeconds", "abandonment-out-of-range", 60, 7_776_000, false));
        yield return Owned("add-line", "PUT", Cart + "/lines/l-1", JsonField.Identifier("sku", Sku), Quantity, fulfilment, hold, note);
        yield return Owned("change-line", "PUT", Cart + "/lines/l-1/quantity", Quantity);
        yield return Owned("cart-note", "PUT", Cart + "/note", note);
        yield return Owned("hold-cart", "POST", Cart + "/hold", JsonField.Number("holdForSeconds", "hold-out-of-range", 1, 2_592_000));
        yield return Owned("attach-cart", "POST", Cart + "/attach", CustomerId);
        yield return Owned("merge-cart", "PUT", Cart + "/merges/m-1", JsonField.Identifier("source", "nobody"), Strategy);
        yield return Owned("checkout", "PUT", Cart + "/checkouts/c-1", hold, total);
    }

    private static IEnumerable<JsonCall> Customers()
    {
        var line = Line("by", true);
        yield return new("consent", "PUT", Customer + "/consents/marketing/web", Choice("state", "granted", "choice-unknown"), JsonField.Identifier("textVersion", "v-1"), line);
        yield return new(
            "points", "POST", Customer + "/points", Choice("type", "earn", "choice-unknown"), JsonField.Number("points", "points-out-of-range", 1, 1_000_000_000),
            Time("expiresAt", "expiry-out-of-range"), Line("reason"), Line("reference"));
        yield return new(
            "purchase", "PUT", Customer + "/purchases/o-1", JsonField.Number("total", "amount-out-of-range", 0, 1_000_000_000_000), Currency,
            JsonField.Number("units", "quantity-out-of-range", 0, 1_000_000_000), JsonField.Channel, Time("purchasedAt", "time-out-of-range"));
        yield return new(
            "touchpoint", "PUT", Customer + "/touchpoints/t-1", JsonField.Channel with { IsRequired = true },
            Line("subject", true), Line("outcome"), Line("reference"), Flag("isIssue"));
        yield return new("resolve", "POST", Customer + "/touchpoints/t-1/resolve", Line("outcome", true));
        yield return new(
            "feedback", "PUT", Customer + "/feedback/f-1", Choice("type", "nps", "choice-unknown"),
            JsonField.Number("score", "score-out-of-range", 0, 10), JsonField.Channel, Line("reference"));
        yield return new("merge-customers", "PUT", Customer + "/merges/m-1", JsonField.Identifier("absorbed", "nobody"), Strategy);
        yield return new("erase", "POST", Customer + "/erase");
    }

    private static IEnumerable<JsonCall> Identities()
    {
        var value = new JsonField("value", "\"x@example\"", true) { Bad = [("null", "field-missing"), ("\"\"", "identity-invalid"), .. JsonField.NotText] };
        yield return new("claim", "POST", "/v1/identities/claim", CustomerId, Choice("kind", "email", "choice-unknown"), value, Flag("isVerified"));
        yield return new("look-up", "POST", "/v1/identities/look-up", Choice("kind", "email", "choice-unknown"), value);
        yield return new("verify", "POST", "/v1/identities/email:none/verify", CustomerId);
        yield return new("release", "POST", "/v1/identities/email:none/release", CustomerId);
    }

    private static IEnumerable<JsonCall> Sessions()
    {
        yield return new(
            "start-session", "PUT", Session, JsonField.Channel with { IsRequired = true }, JsonField.Identifier("deviceId", "d-1", false),
            JsonField.Number("idleForSeconds", "idle-out-of-range", 60, 2_592_000, false) with { Good = "600" }, JsonField.Identifier("resumes", "nobody", false));
        yield return new("seen", "POST", Session + "/seen", JsonField.Identifier("step", "basket", false), JsonField.Identifier("cart", "nobody", false));
        yield return new("sign-in", "POST", Session + "/sign-in", JsonField.Identifier("customer", "nobody"), Strategy);
        yield return new("sign-out", "POST", Session + "/sign-out");
    }

    private static JsonCall Owned(string name, string method, string path, params JsonField[] fields) => new(name, method, path, fields) { Headers = [("Cart-Token", Token)] };

    private static JsonField Choice(string name, string good, string code) => new(name, $"\"{good}\"", true)
    {
        Bad = [.. JsonField.As(code, "\"\"", "\"none\"", "\"1\"", $"\"{good.ToUpperInvariant()}\"", $"\"{good} \""), ("null", "field-missing"), .. JsonField.NotText],
    };

    private static JsonField Line(string name, bool isRequired = false) => JsonField.Text(name, "text-out-of-range") with
    {
        IsRequired = isRequired,
        Bad = [.. JsonField.Text(name, "text-out-of-range").Bad, .. JsonField.As("text-out-of-range", "\"\"", "\"   \""), .. isRequired ? JsonField.As("field-missing", "null") : []],
    };

    private static JsonField Time(string name, string code) => new(name, "null")
    {
        Bad = [.. JsonField.As(code, "\"\"", "\"tomorrow\"", "\"2036-01-01\"", "\"2036-01-01T00:00:00\"", "\"2036-02-30T00:00:00Z\"", "\"2036-01-01T24:00:00Z\""), .. JsonField.NotText],
    };

    private static JsonField Flag(string name) => new(name, "false") { Bad = JsonField.As("wrong-type", "\"true\"", "1", "0", "{}", "[]") };
}
