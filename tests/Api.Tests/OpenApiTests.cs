using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Omnichannel.Http;

namespace Omnichannel.Api;

public sealed partial class OpenApiTests : IAsyncLifetime
{
    private ApiServer? _server;
    private JsonElement _document;
    private string _code = "";
    private string _identity = "";

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _document = (await _server.Client.GetAsync("/openapi/v1.json")).Is(HttpStatusCode.OK).Json;
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [Fact]
    public void Document_WhenComparedWithTheRoutes_HasEveryOneOfThem()
    {
        var routes = _server!.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText != "/openapi/v1.json")
            .SelectMany(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText!.TrimEnd('/')}"));

        Assert.Equal(routes.Order(StringComparer.Ordinal), Operations().Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Document_WhenRead_IsVersion31AndSaysEverythingOfEveryRoute()
    {
        Assert.StartsWith("3.1.", _document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var (_, path, operation) in Operations())
        {
            foreach (var member in new[] { "summary", "description", "operationId" })
                Assert.False(string.IsNullOrWhiteSpace(operation.GetProperty(member).GetString()), $"{path} {member}");
            var responses = operation.GetProperty("responses");
            Assert.Contains(responses.EnumerateObject(), response => response.Name.StartsWith('2'));
            Assert.True(responses.TryGetProperty("500", out _) && responses.TryGetProperty("503", out _), path);
            foreach (var problem in responses.EnumerateObject().Where(response => response.Name[0] is '4' or '5'))
            {
                var example = At(problem.Value, "content", "application/problem+json", "examples");
                Assert.All(example.EnumerateObject(), each => Assert.Equal(problem.Name, each.Value.GetProperty("value").GetProperty("status").GetRawText()));
            }

            var declared = Parameter().Matches(path).Select(name => name.Groups[1].Value);
            var documented = operation.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "path").Select(parameter => parameter.GetProperty("name").GetString()!)
                : [];
            Assert.Equal(declared, documented);
        }
    }

    [Fact]
    public void Document_WhenAProblemIsListed_IsOneOfTheTable()
    {
        var listed = Operations().SelectMany(operation => operation.Operation.GetProperty("responses").EnumerateObject())
            .Where(response => response.Name[0] is '4' or '5')
            .SelectMany(response => At(response.Value, "content", "application/problem+json", "examples").EnumerateObject().Select(example => example.Name))
            .ToHashSet();

        // These need no route of their own to be met, or are told of rows.
        string[] elsewhere = ["route-not-found", "method-not-allowed", "row-invalid", "row-too-long", "rows-out-of-range"];
        Assert.Equal(ProblemKinds.All.Select(kind => kind.Code).Except(elsewhere).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ReserveBody", "quantity", "1", "1000000000", true)]
    [InlineData("ReserveBody", "holdForSeconds", "1", "2592000", false)]
    [InlineData("MovementBody", "quantity", "-1000000000", "1000000000", true)]
    [InlineData("MovementBody", "expectedVersion", "0", "9223372036854775807", false)]
    [InlineData("SafetyStockBody", "quantity", "0", "1000000000", true)]
    [InlineData("TransferBody", "quantity", "1", "1000000000", true)]
    public void Schema_WhenANumberIsBounded_SaysHow(string schema, string property, string min, string max, bool isRequired)
    {
        var body = At(_document, "components", "schemas", schema);
        var number = body.GetProperty("properties").GetProperty(property);

        Assert.Equal((min, max), (number.GetProperty("minimum").GetRawText(), number.GetProperty("maximum").GetRawText()));
        Assert.Equal(isRequired, body.TryGetProperty("required", out var required) && required.EnumerateArray().Any(name => name.GetString() == property));
        Assert.Contains("integer", number.GetProperty("type").GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("string", number.GetProperty("type").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.False, body.GetProperty("additionalProperties").ValueKind);
    }

    [Theory]
    [InlineData("ReserveBody", "channel", "^[a-z0-9-]{1,32}$")]
    [InlineData("TransferBody", "sku", "^[A-Za-z0-9._:-]{1,64}$")]
    [InlineData("StockView", "sku", "^[A-Za-z0-9._:-]{1,64}$")]
    public void Schema_WhenATextHasAnAlphabet_SaysWhich(string schema, string property, string pattern) =>
        Assert.Equal(pattern, At(_document, "components", "schemas", schema, "properties", property, "pattern").GetString());

    private static string[] CartLife =>
    [
        "setBasePrice", "setPriceOverride", "prices", "quotePrice", "priceDifferences", "priceEvents", "openCart", "writeCartNote", "addCartLine", "cart",
        "changeCartLine", "writeLineNote", "holdCart", "cartEvents", "mergeCart", "cartMerge", "undoCartMerge", "offerHandover", "takeHandover",
        "startCheckout", "checkout", "cancelCheckout", "removeCartLine", "attachCart", "clearPriceOverride", "clearBasePrice", "watchCart",
    ];

    private static string[] CustomerLife =>
    [
        "registerCustomer", "customer", "patchCustomer", "decideConsent", "changePoints", "points", "recordPurchase", "recordTouchpoint", "touchpoints", "giveFeedback",
        "claimIdentity", "lookUpIdentity", "identity", "verifyIdentity", "identityEvents", "startSession", "session", "seeSession", "signIn", "customerSessions", "presence",
        "customerStory", "resolveIssue", "customerTimeline", "exportCustomer", "mergeCustomers", "customerMerge", "undoCustomerMerge", "signOut", "sessionEvents",
        "revokeSession", "endSession", "releaseIdentity", "eraseCustomer",
    ];

    [Fact]
    public async Task Examples_WhenSentInTheOrderOfALife_AreAllAccepted()
    {
        string[] life =
        [
            "moveStock", "reserve", "reserveEach", "findReservation", "extendReservation", "confirmReservation", "fulfillReservation", "releaseReservation",
            "stock", "stockEvents", "setSafetyStock",
            "availability", "importStock", "reserveGroup", "findReservationGroup", "transfer", "findTransfer", "feedShards", "feed", "live", "ready", "metrics",
            .. CartLife, .. CustomerLife,
        ];
        var operations = Operations().ToDictionary(operation => operation.Operation.GetProperty("operationId").GetString()!);
        Assert.Equal(operations.Keys.Order(StringComparer.Ordinal), life.Order(StringComparer.Ordinal));
        await _server!.Client.ReceiveAsync("MUG-1", 100);
        foreach (var name in life)
        {
            var (method, path, operation) = operations[name];
            if (name == "watchCart") continue; // A stream without end; CartLiveTests reads it.
            if (name == "setBasePrice") await _server.Client.ReceiveAsync("MUG-1", 100);
            if (name == "mergeCart") await OpenOtherCartAsync();
            if (name == "mergeCustomers") await _server.Client.PutAsync("/v1/customers/ada-2", "{}");
            if (name == "revokeSession") await SignInAgainAsync();
            if (!operation.TryGetProperty("requestBody", out var body))
            {
                await AcceptAsync(method, path, operation, null, null);
                continue;
            }

            foreach (var content in body.GetProperty("content").EnumerateObject()) await AcceptAsync(method, path, operation, content.Name, Example(content.Value));
        }
    }

    private async Task AcceptAsync(string method, string path, JsonElement operation, string? mediaType, JsonElement? example)
    {
        var id = operation.GetProperty("operationId").GetString() switch { "findReservationGroup" => "cart-9", _ => "cart-7-1" };
        path = path.Replace("{identity}", _identity, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new(method), path);
        foreach (var parameter in operation.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray()] : Array.Empty<JsonElement>())
            Give(request, parameter, id);
        if (example is { } body)
        {
            var text = body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText();
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text.Replace("7K3M9-PQ2XA", _code, StringComparison.Ordinal)));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        var answer = await _server!.Client.SendAsync(request);

        Assert.True((int)answer.Status is >= 200 and < 300, $"{method} {path}: {(int)answer.Status} {answer.Text}");
        Assert.True(operation.GetProperty("responses").TryGetProperty(((int)answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture), out var documented));
        var documentedExample = documented.GetProperty("content").EnumerateObject().First();
        if (documentedExample.Name != "application/json") return;
        Assert.Equal(Names(documentedExample.Value.GetProperty("example")), Names(answer.Json));
        if (operation.GetProperty("operationId").GetString() == "offerHandover") _code = answer.String("code")!;
        if (operation.GetProperty("operationId").GetString() == "claimIdentity") _identity = answer.String("id")!;
    }

    // What has to be given is given as the document shows it; a key is used once.
    private static void Give(HttpRequestMessage request, JsonElement parameter, string id)
    {
        var (name, place) = (parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString());
        var value = name switch { "id" => id, "Idempotency-Key" => ApiClient.Fresh("key"), _ => parameter.GetProperty("example").ToString() };
        var isNeeded = name == "Cart-Token" || (parameter.TryGetProperty("required", out var required) && required.GetBoolean());
        var path = request.RequestUri!.OriginalString;
        if (place == "path") request.RequestUri = new(path.Replace($"{{{name}}}", value, StringComparison.Ordinal), UriKind.Relative);
        else if (isNeeded && place == "header") request.Headers.TryAddWithoutValidation(name, value);
        else if (isNeeded) request.RequestUri = new($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={value}", UriKind.Relative);
    }

    // The cart that the example of a merge takes over.
    private async Task OpenOtherCartAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/carts/cart-8") { Content = new StringContent("""{"currency":"EUR"}""", Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Cart-Token", "5b1e8a7c3d9f2046e8b1a7c3");
        (await _server!.Client.SendAsync(request)).Is(HttpStatusCode.Created);
    }

    // The life signs out before it revokes.
    private async Task SignInAgainAsync() =>
        (await _server!.Client.PostAsync("/v1/sessions/visit-1/sign-in", """{"customer":"ada","strategy":"sum"}""", ApiClient.Fresh("key"))).Is(HttpStatusCode.OK);

    private static JsonElement At(JsonElement element, params string[] names) => names.Aggregate(element, (inner, name) => inner.GetProperty(name));

    // The writer leaves an empty object out.
    private static JsonElement Example(JsonElement content) => content.TryGetProperty("example", out var example) ? example : JsonDocument.Parse("{}").RootElement;

    private static IEnumerable<string> Names(JsonElement answer) => answer.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal);

    private IEnumerable<(string Method, string Path, JsonElement Operation)> Operations() =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name.ToUpperInvariant(), path.Name, operation.Value);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
