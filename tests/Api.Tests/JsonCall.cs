namespace Omnichannel.Api;

/// <summary>A call that takes JSON, with all it takes to send it well or badly.</summary>
public sealed record JsonCall(string Name, string Method, string Path, params JsonField[] Fields)
{
    private const long QuantityMax = 1_000_000_000;
    private const string QuantityCode = "quantity-out-of-range";

    /// <summary>Where the object of the fields sits, marked by a hash; for those of a line.</summary>
    public string Around { get; init; } = "#";

    public (string Name, string Value)[] Headers { get; init; } = [];

    public string Good => Body(Fields.Select(Member));

    private static JsonField Quantity => JsonField.Number("quantity", QuantityCode, 1, QuantityMax);

    private static JsonField Hold => JsonField.Number("holdForSeconds", "hold-out-of-range", 1, 2_592_000, false);

    public static IEnumerable<JsonCall> All(string sku)
    {
        var stock = $"/v1/stock/{sku}/london";
        return [.. Reservations(stock + "/reservations/r-1"), .. Movements(stock + "/movements"), .. Others(sku, stock), .. Groups(sku)];
    }

    public string With(string member) => Body(Fields.Select(Member).Append(member));

    public string PointerOf(string name) => (Around == "#" ? "/" : "/lines/0/") + name;

    public string Replacing(JsonField field, string value) => Body(Fields.Select(each => each == field ? $"\"{each.Name}\":{value}" : Member(each)));

    public string Without(JsonField field) => Body(Fields.Where(each => each != field).Select(Member));

    public HttpRequestMessage Request(HttpContent content, string? mediaType)
    {
        var request = new HttpRequestMessage(new(Method), Path) { Content = content };
        if (mediaType is not null) content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", ApiClient.Fresh("key"));
        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static IEnumerable<JsonCall> Reservations(string path)
    {
        var quantity = Quantity with { IsRequired = false, Bad = [.. Quantity.Bad.Where(bad => bad.Value != "null")] };
        var commandId = JsonField.Identifier("commandId", "c-1", false) with { IsRequired = true, WhenMissing = "command-id-missing" };
        yield return new("reserve", "PUT", path, Quantity, Hold, JsonField.Channel, JsonField.Text("reference", "reference-out-of-range"));
        yield return new("confirm", "POST", path + "/confirm");
        yield return new("fulfill", "POST", path + "/fulfill", quantity, commandId);
        yield return new("release", "POST", path + "/release", quantity, commandId);
        yield return new("extend", "POST", path + "/extend", JsonField.Number("holdForSeconds", "hold-out-of-range", 1, 2_592_000));
    }

    private static IEnumerable<JsonCall> Movements(string path)
    {
        var signed = JsonField.Number("quantity", QuantityCode, -QuantityMax, QuantityMax);
        var reason = new JsonField("reason", "\"lost\"", true) { Bad = JsonField.As("reason-missing", "\"\"", "\" \""), WhenMissing = "reason-missing" };
        yield return Movement("receive", path, Quantity);
        yield return Movement("sell", path, Quantity);
        yield return Movement("adjust", path, signed with { Bad = [.. signed.Bad, ("0", QuantityCode)] }, reason);
        yield return Movement("count", path, JsonField.Number("quantity", QuantityCode, 0, QuantityMax), JsonField.ExpectedVersion);
    }

    private static JsonCall Movement(string type, string path, JsonField quantity, params JsonField[] more)
    {
        var unknown = JsonField.As("type-out-of-range", "\"\"", "\"Receive\"", "\"none\"", "\"0\"", "\"receive, sell\"", "\"transferOut\"");
        var types = new JsonField("type", $"\"{type}\"", true) { Bad = [.. unknown, ("1", "wrong-type"), ("null", "field-missing")] };
        return new(type, "POST", path, [types, quantity, JsonField.Channel, JsonField.Text("reference", "text-out-of-range"), .. more]);
    }

    private static IEnumerable<JsonCall> Others(string sku, string stock)
    {
        var safety = JsonField.Number("quantity", QuantityCode, 0, QuantityMax) with { Edges = ["0"] };
        yield return new("safety-stock", "PUT", stock + "/safety-stock", safety);
        yield return new(
            "transfer",
            "PUT",
            "/v1/transfers/bad-body",
            JsonField.Identifier("sku", sku),
            JsonField.Identifier("source", "london"),
            JsonField.Identifier("target", "leeds"),
            Quantity,
            JsonField.Text("reason", "text-out-of-range"));
        var list = new JsonField("skus", $"[\"{sku}\"]", true)
        {
            Bad = [("[]", "pairs-out-of-range"), ("null", "field-missing"), .. JsonField.As("wrong-type", "{}", "\"a\"", "5")],
        };
        yield return new("availability", "POST", "/v1/availability", list, list with { Name = "locations", Pointer = "/locations" });
    }

    private static IEnumerable<JsonCall> Groups(string sku)
    {
        var lines = new JsonField("lines", Lines(sku, 1), true)
        {
            Bad = [.. JsonField.As("lines-out-of-range", "[]", Lines(sku, 101)), .. JsonField.As("wrong-type", "{}", "5", "\"a\""), ("null", "field-missing")],
            Edges = [Lines(sku, 100)],
        };
        var partial = new JsonField("allowPartial", "false") { Bad = JsonField.As("wrong-type", "\"true\"", "1", "0", "{}"), Edges = ["true", "null"] };
        yield return new(
            "group",
            "POST",
            "/v1/reservations",
            JsonField.Identifier("id", "bad-body"),
            lines,
            Hold,
            JsonField.Channel,
            JsonField.Text("reference", "reference-out-of-range"),
            partial);
        yield return new(
            "group-line",
            "POST",
            "/v1/reservations",
            JsonField.Identifier("sku", sku) with { Pointer = "/lines/0/sku" },
            JsonField.Identifier("location", "london") with { Pointer = "/lines/0/location" },
            Quantity with { Pointer = "/lines/0/quantity" })
        {
            Around = """{"id":"bad-line","lines":[#]}""",
        };
    }

    private static string Lines(string sku, int count) =>
        $"[{string.Join(',', Enumerable.Repeat($$"""{"sku":"{{sku}}","location":"london","quantity":1}""", count))}]";

    private static string Member(JsonField field) => $"\"{field.Name}\":{field.Good}";

    private string Body(IEnumerable<string> members) => Around.Replace("#", $"{{{string.Join(',', members)}}}", StringComparison.Ordinal);
}
