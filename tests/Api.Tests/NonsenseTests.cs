using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Omnichannel.Api;

/// <summary>Every route of the document with its own example, spoilt in every way that can be thought of: whatever comes back, it is never the grid's mistake.</summary>
public sealed class NonsenseTests : IAsyncLifetime
{
    // Another seed is another set of spoilt bodies: GRID_NONSENSE_SEED=7.
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("GRID_NONSENSE_SEED") ?? "1", CultureInfo.InvariantCulture);
    private const int RandomBodiesPerRoute = 24;

    // More imports at once are refused as busy, which is no mistake.
    private const int InFlightMax = Limits.ImportsAtOnceMax;
    private const string Punctuation = "{}[]\",:0\\";

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e3", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e999", "\"\"", "\" \"", "\"\\u0000\"",
        "\"\\ud800\"", "\"\\uD83D\\uDE00\"", "\"../..\"", "\"a/b\"", "\"%00\"", "\"'; DROP TABLE journal_rows; --\"", "[]", "{}", "[[[[]]]]", "{\"a\":{\"b\":{\"c\":{}}}}", "\"none\"",
        "\"2026-02-30T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00Z\"", "\"EUR\"", "\"XTS\"", $"\"{new string('x', 5_000)}\"",
    ];

    private static readonly string[] Names = ["a%20b", "%C3%A4", "a%2Fb", "..%2F..", "%FF", "a+b", "%7B%7D", "-", "a", ":", "...", new('x', 64), new('x', 65)];
    private static readonly string[] Headers = ["", "\"", "\"\"", "*", "\"1\"", "W/\"1\"", "\"99999999999999999999\"", "-1", "1", "a b", "null", new('x', 65), new('x', 4_000), "~!@#$%^&()"];

    private ApiServer? _server;
    private JsonElement _document;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _document = (await _server.Client.GetAsync("/openapi/v1.json")).Json;
        await LiveAsync();
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [Fact]
    public async Task Call_WhenItIsNonsense_IsNeverTheGridsMistake()
    {
        var (calls, random) = (new List<Spoilt>(), new Random(Seed));
        foreach (var route in Routes()) calls.AddRange(Spoil(route, random));
        Assert.True(calls.Count > 5_000, $"Only {calls.Count} calls were made up.");
        var complaints = new List<string>();

        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = InFlightMax }, async (call, _) =>
        {
            using var request = call.Request();
            var answer = await _server!.Client.SendAsync(request);
            if (Complaint(answer) is not { } complaint) return;
            lock (complaints) complaints.Add($"{call} -> {(int)answer.Status} {complaint}: {answer.Text}");
        });

        Assert.True(complaints.Count == 0, $"Seed {Seed}, {complaints.Count} of {calls.Count}:\n{string.Join('\n', complaints.Take(10))}");
        Assert.Equal("ready", (await _server!.Client.GetAsync("/health/ready")).String("status"));
    }

    private static string? Complaint(Answer answer)
    {
        if ((int)answer.Status >= 500) return "a mistake of the grid";
        if ((int)answer.Status < 400) return null;

        // A message that is no HTTP is refused by the server itself, without a body.
        if (answer.Text.Length == 0) return (int)answer.Status == 400 ? null : "no problem";
        if (answer.MediaType != "application/problem+json") return "no problem";
        return answer.Text.Contains("Omnichannel.", StringComparison.Ordinal) || answer.Text.Contains("System.", StringComparison.Ordinal) ? "tells its own code" : null;
    }

    // Something to be spoilt has to be there.
    private async Task LiveAsync()
    {
        var client = _server!.Client;
        await client.ReceiveAsync("MUG-1", 1_000);
        await client.KeyedAsync("PUT", "/v1/prices/MUG-1/base/EUR", """{"amount":1999}""");
        await client.PutAsync("/v1/customers/ada", """{"profile":{"givenName":"Ada"}}""");
        await client.PutAsync("/v1/customers/ada-2", "{}");
        await client.PutAsync("/v1/sessions/visit-1", """{"channel":"web"}""");
        await client.CallAsync("PUT", "/v1/carts/cart-7", """{"currency":"EUR"}""", ("Cart-Token", "0d7f3c2a9b8e4f61a5c0e7d2"));
    }

    private IEnumerable<Route> Routes() =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where !path.Name.EndsWith("/live", StringComparison.Ordinal) || path.Name == "/health/live"
        select Route.Of(operation.Name.ToUpperInvariant(), path.Name, operation.Value);

    private static IEnumerable<Spoilt> Spoil(Route route, Random random)
    {
        foreach (var bad in Names)
        {
            foreach (var name in route.PathNames) yield return new(route, route.PathWith(name, bad), route.Example, route.Headers());
        }

        foreach (var bad in Headers)
        {
            foreach (var name in route.HeaderNames) yield return new(route, route.PathWith(), route.Example, route.Headers(name, bad));
            foreach (var name in route.QueryNames) yield return new(route, route.PathWith() + $"?{name}={Uri.EscapeDataString(bad)}", route.Example, route.Headers());
        }

        foreach (var body in Bodies(route.Example, random)) yield return new(route, route.PathWith(), body, route.Headers());
    }

    private static IEnumerable<byte[]> Bodies(byte[] example, Random random)
    {
        if (example.Length == 0) yield break;
        foreach (var value in Values) yield return Encoding.UTF8.GetBytes(value);
        if (Parsed(example) is { } body)
        {
            foreach (var pointer in Pointers(body, []).ToArray())
            {
                foreach (var value in Values) yield return Replaced(body, pointer, value);
                yield return Replaced(body, pointer, null);
            }
        }

        for (var count = 0; count < RandomBodiesPerRoute; count++) yield return Scrambled(example, random);
    }

    private static JsonNode? Parsed(byte[] example)
    {
        try
        {
            return JsonNode.Parse(example);
        }
        catch (JsonException)
        {
            // Rows of an import.
            return null;
        }
    }

    private static IEnumerable<string[]> Pointers(JsonNode node, string[] above) => node switch
    {
        JsonObject members => members.SelectMany(member => Pointers(member.Value!, [.. above, member.Key]).Prepend([.. above, member.Key])),
        JsonArray items => items.SelectMany((item, index) => Pointers(item!, [.. above, index.ToString(CultureInfo.InvariantCulture)])),
        _ => [],
    };

    // As text: what is put in may be something that no node can hold.
    private static byte[] Replaced(JsonNode body, string[] pointer, string? value)
    {
        const string Hole = "\"hole-in-the-body\"";
        var spoilt = body.DeepClone();
        var at = pointer[..^1].Aggregate(spoilt, (node, name) => node is JsonArray items ? items[int.Parse(name, CultureInfo.InvariantCulture)]! : node[name]!);
        if (value is null) at.AsObject().Remove(pointer[^1]);
        else at[pointer[^1]] = "hole-in-the-body";
        return Encoding.UTF8.GetBytes(spoilt.ToJsonString().Replace(Hole, value, StringComparison.Ordinal));
    }

    private static byte[] Scrambled(byte[] example, Random random)
    {
        var bytes = example.ToList();
        for (var count = random.Next(1, 5); count > 0 && bytes.Count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, (byte)Punctuation[random.Next(Punctuation.Length)]); break;
                default: bytes.RemoveRange(at, random.Next(bytes.Count - at)); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>A route, and what its document says that it takes.</summary>
    private sealed record Route(string Method, string Path, string MediaType, byte[] Example, IReadOnlyDictionary<string, (string Place, string Example)> Parameters)
    {
        public IEnumerable<string> PathNames => Parameters.Where(parameter => parameter.Value.Place == "path").Select(parameter => parameter.Key);

        public IEnumerable<string> HeaderNames => Parameters.Where(parameter => parameter.Value.Place == "header").Select(parameter => parameter.Key);

        public IEnumerable<string> QueryNames => Parameters.Where(parameter => parameter.Value.Place == "query").Select(parameter => parameter.Key);

        public static Route Of(string method, string path, JsonElement operation)
        {
            var (mediaType, example) = ("", Array.Empty<byte>());
            if (operation.TryGetProperty("requestBody", out var body))
            {
                var content = body.GetProperty("content").EnumerateObject().First();
                var given = content.Value.TryGetProperty("example", out var shown) ? shown : JsonDocument.Parse("{}").RootElement;
                (mediaType, example) = (content.Name, Encoding.UTF8.GetBytes(given.ValueKind == JsonValueKind.String ? given.GetString()! : given.GetRawText()));
            }

            var parameters = operation.TryGetProperty("parameters", out var listed) ? [.. listed.EnumerateArray()] : Array.Empty<JsonElement>();
            return new(method, path, mediaType, example, parameters.ToDictionary(
                parameter => parameter.GetProperty("name").GetString()!, parameter => (parameter.GetProperty("in").GetString()!, parameter.GetProperty("example").ToString())));
        }

        public string PathWith(string? name = null, string? value = null) =>
            PathNames.Aggregate(Path, (path, each) => path.Replace($"{{{each}}}", each == name ? value : Parameters[each].Example, StringComparison.Ordinal));

        public (string, string)[] Headers(string? name = null, string? value = null) =>
        [
            .. HeaderNames.Where(each => each == name || each is "Idempotency-Key" or "Cart-Token")
                .Select(each => (each, each == name ? value! : each == "Idempotency-Key" ? ApiClient.Fresh("key") : Parameters[each].Example)),
        ];
    }

    /// <summary>One spoilt call.</summary>
    private sealed record Spoilt(Route Route, string Path, byte[] Body, (string Name, string Value)[] Headers)
    {
        public HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(new(Route.Method), Path);
            if (Route.MediaType.Length > 0)
            {
                request.Content = new ByteArrayContent(Body);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", Route.MediaType);
            }

            foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
            return request;
        }

        public override string ToString() => $"{Route.Method} {Path} [{string.Join(", ", Headers)}] {Encoding.Latin1.GetString(Body)[..Math.Min(Body.Length, 200)]}";
    }
}
