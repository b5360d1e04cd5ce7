namespace Omnichannel.Api;

/// <summary>A field of a body: a good value, bad ones with the code of their problem, and those at the edge of what it takes.</summary>
public sealed record JsonField(string Name, string Good, bool IsRequired, (string Value, string Code)[] Bad, string[] Edges, string WhenMissing = "field-missing")
{
    public string Pointer { get; init; } = "/" + Name;

    public static JsonField Number(string name, string code, long min, long max, bool isRequired = true)
    {
        (string, string)[] outside = [($"{min - 1}", code), ($"{max + 1}", code), ("9223372036854775807", code), ("-9223372036854775808", code)];
        string[] untyped = ["\"5\"", "1.5", "5.0", "1e3", "9223372036854775808", "-9223372036854775809", "1e400", "true", "[]", "{}", "[1]", "\"\""];
        return new(name, "2", isRequired, [.. outside, .. untyped.Select(value => (value, "wrong-type")), .. Null(isRequired)], [$"{min}", $"{max}"]);
    }

    public static JsonField Text(string name, string code) => new(
        name,
        "\"t\"",
        false,
        [(Repeat('x', 129), code), ("\"a\\u0000\"", code), ("\"a\\nb\"", code), ("\"\\u007f\"", code), ("\"\\ud800\"", "wrong-type"), .. Untyped],
        [Repeat('x', 128), "\"\"", "\"Zürich — 42 \\\"quoted\\\"\"", "null"]);

    public static JsonField Channel => new(
        "channel",
        "\"web\"",
        false,
        [("\"\"", "channel-invalid"), ("\"WEB\"", "channel-invalid"), ("\"a b\"", "channel-invalid"), ("\"ä\"", "channel-invalid"), (Repeat('c', 33), "channel-invalid"), .. Untyped],
        [Repeat('c', 32), "\"a-1\"", "null"]);

    public static JsonField Identifier(string name, string good, bool isRequired = true) => new(
        name,
        $"\"{good}\"",
        isRequired,
        [.. new[] { "\"\"", "\" \"", "\"a/b\"", "\"a b\"", "\"ä\"", "\"a\\u0000\"", Repeat('i', 65) }.Select(value => (value, "identifier-invalid")), .. Untyped, .. Null(isRequired)],
        [Repeat('i', 64), "\"A.b_C:d-9\""]);

    private static (string, string)[] Untyped => [.. new[] { "5", "true", "{}", "[]", "[\"a\"]" }.Select(value => (value, "wrong-type"))];

    private static (string, string)[] Null(bool isRequired) => isRequired ? [("null", "field-missing")] : [];

    private static string Repeat(char character, int count) => $"\"{new string(character, count)}\"";
}

/// <summary>A call that takes JSON, with all it takes to send it well or badly.</summary>
public sealed record JsonCall(string Name, string Method, string Path, params JsonField[] Fields)
{
    /// <summary>Where the object of the fields sits, marked by a hash; for those of a line.</summary>
    public string Around { get; init; } = "#";

    public string Good => Body(Fields.Select(each => (each.Name, each.Good)));

    public static IEnumerable<JsonCall> All(string sku)
    {
        var stock = $"/v1/stock/{sku}/london";
        var reservation = stock + "/reservations/r-1";
        JsonField[] part = [JsonField.Number("quantity", "quantity-out-of-range", 1, 1_000_000_000, false), JsonField.Identifier("commandId", "c-1", false)];
        yield return new(
            "reserve", "PUT", reservation,
            JsonField.Number("quantity", "quantity-out-of-range", 1, 1_000_000_000), JsonField.Number("holdForSeconds", "hold-out-of-range", 1, 2_592_000, false),
            JsonField.Channel, JsonField.Text("reference", "reference-out-of-range"));
        yield return new("confirm", "POST", reservation + "/confirm");
        yield return new("fulfill", "POST", reservation + "/fulfill", [part[0], part[1] with { IsRequired = true, WhenMissing = "command-id-missing" }]);
        yield return new("release", "POST", reservation + "/release", [part[0], part[1] with { IsRequired = true, WhenMissing = "command-id-missing" }]);
        yield return new("extend", "POST", reservation + "/extend", JsonField.Number("holdForSeconds", "hold-out-of-range", 1, 2_592_000));
        yield return Movement("receive", stock, 1, 1_000_000_000);
        yield return Movement("sell", stock, 1, 1_000_000_000);
        yield return Movement("adjust", stock, -1_000_000_000, 1_000_000_000, new JsonField("reason", "\"lost\"", true, [("\"\"", "reason-missing"), ("\" \"", "reason-missing")], [], "reason-missing"));
        yield return Movement("count", stock, 0, 1_000_000_000, ExpectedVersion);
        yield return new("safety-stock", "PUT", stock + "/safety-stock", JsonField.Number("quantity", "quantity-out-of-range", 0, 1_000_000_000) with { Edges = ["0"] });
        yield return new(
            "transfer", "PUT", "/v1/transfers/bad-body",
            JsonField.Identifier("sku", sku), JsonField.Identifier("source", "london"), JsonField.Identifier("target", "leeds"),
            JsonField.Number("quantity", "quantity-out-of-range", 1, 1_000_000_000), JsonField.Text("reason", "text-out-of-range"));
        yield return new(
            "group", "POST", "/v1/reservations",
            JsonField.Identifier("id", "bad-body"),
            new("lines", $$"""[{"sku":"{{sku}}","location":"london","quantity":1}]""", true, BadLines(sku), [Lines(sku, 100)]),
            JsonField.Number("holdForSeconds", "hold-out-of-range", 1, 2_592_000, false), JsonField.Channel, JsonField.Text("reference", "reference-out-of-range"),
            new("allowPartial", "false", false, [.. new[] { "\"true\"", "1", "0", "{}" }.Select(value => (value, "wrong-type"))], ["true", "null"]));
        JsonField[] line =
        [
            JsonField.Identifier("sku", sku) with { Pointer = "/lines/0/sku" }, JsonField.Identifier("location", "london") with { Pointer = "/lines/0/location" },
            JsonField.Number("quantity", "quantity-out-of-range", 1, 1_000_000_000) with { Pointer = "/lines/0/quantity" },
        ];
        yield return new("group-line", "POST", "/v1/reservations", line) { Around = """{"id":"bad-line","lines":[#]}""" };
        (string, string)[] badList = [("[]", "pairs-out-of-range"), ("null", "field-missing"), ("{}", "wrong-type"), ("\"a\"", "wrong-type"), ("5", "wrong-type")];
        yield return new("availability", "POST", "/v1/availability", new JsonField("skus", $"[\"{sku}\"]", true, badList, []), new JsonField("locations", "[\"london\"]", true, badList, []));
    }

    // No version is too high to be asked for; only another one than there is.
    private static JsonField ExpectedVersion => new(
        "expectedVersion",
        "2",
        true,
        [.. new[] { "-1", "-9223372036854775808" }.Select(value => (value, "version-out-of-range")), .. new[] { "1.5", "\"3\"", "9223372036854775808" }.Select(value => (value, "wrong-type")), ("null", "field-missing")],
        ["0", "9223372036854775807"]);

    public string With(string member)
    {
        var members = Fields.Select(each => $"\"{each.Name}\":{each.Good}").Append(member);
        return Around.Replace("#", $"{{{string.Join(',', members)}}}", StringComparison.Ordinal);
    }

    public string PointerOf(string name) => (Around == "#" ? "/" : "/lines/0/") + name;

    public string Replacing(JsonField field, string value) => Body(Fields.Select(each => (each.Name, each == field ? value : each.Good)));

    public string Without(JsonField field) => Body(Fields.Where(each => each != field).Select(each => (each.Name, each.Good)));

    public HttpRequestMessage Request(HttpContent content, string? mediaType)
    {
        var request = new HttpRequestMessage(new(Method), Path) { Content = content };
        if (mediaType is not null) content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", ApiClient.Fresh("key"));
        return request;
    }

    private static JsonCall Movement(string type, string stock, long min, long max, params JsonField[] more)
    {
        (string, string)[] badTypes = [.. new[] { "\"\"", "\"Receive\"", "\"none\"", "\"0\"", "\"receive, sell\"", "\"transferOut\"" }.Select(value => (value, "type-out-of-range")), ("1", "wrong-type"), ("null", "field-missing")];
        var quantity = JsonField.Number("quantity", "quantity-out-of-range", min, max);
        if (type == "adjust") quantity = quantity with { Bad = [.. quantity.Bad, ("0", "quantity-out-of-range")] };
        JsonField[] fields = [new("type", $"\"{type}\"", true, badTypes, []), quantity, JsonField.Channel, JsonField.Text("reference", "text-out-of-range"), .. more];
        return new(type, "POST", stock + "/movements", fields);
    }

    private static (string, string)[] BadLines(string sku) =>
    [
        ("[]", "lines-out-of-range"), (Lines(sku, 101), "lines-out-of-range"), ("{}", "wrong-type"), ("5", "wrong-type"), ("\"a\"", "wrong-type"), ("null", "field-missing"),
    ];

    private static string Lines(string sku, int count) => $"[{string.Join(',', Enumerable.Repeat($$"""{"sku":"{{sku}}","location":"london","quantity":1}""", count))}]";

    private string Body(IEnumerable<(string Name, string Value)> members)
    {
        var body = $"{{{string.Join(',', members.Select(member => $"\"{member.Name}\":{member.Value}"))}}}";
        return Around.Replace("#", body, StringComparison.Ordinal);
    }
}
