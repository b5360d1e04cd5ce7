using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Omnichannel.Api;

/// <summary>What came back: status, headers, and the body when it is JSON.</summary>
public sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public long Number(string member) => Json.GetProperty(member).GetInt64();

    public string? String(string member) => Json.GetProperty(member).GetString();

    /// <summary>Asserts that this is a problem of a code, whole and consistent.</summary>
    public JsonElement Problem(int status, string code)
    {
        Assert.True((int)Status == status && MediaType == "application/problem+json", $"Expected {status} {code}, got {(int)Status} {MediaType}: {Text}");
        var problem = Json;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal($"urn:omnichannel:problem:{code}", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        foreach (var member in (string[])["title", "detail", "traceId"]) Assert.False(string.IsNullOrEmpty(problem.GetProperty(member).GetString()), member);
        return problem;
    }

    public Answer Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {(int)status}, got {(int)Status}: {Text}");
        return this;
    }
}

/// <summary>Calls, as a client of the contract makes them. Every answer is held against the document.</summary>
public sealed class ApiClient(HttpClient http) : IDisposable
{
    private static DocumentedAnswers? _documented;
    private static int _idsCount;

    public HttpClient Http => http;

    /// <summary>A name that no other test uses.</summary>
    public static string Fresh(string prefix) => prefix + "-" + Interlocked.Increment(ref _idsCount).ToString(CultureInfo.InvariantCulture);

    public static string Stock(string sku, string location = "london") => $"/v1/stock/{sku}/{location}";

    public Task<Answer> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    public Task<Answer> PutAsync(string path, string json) => SendAsync(new(HttpMethod.Put, path) { Content = Json(json) });

    public Task<Answer> PostAsync(string path, string json, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Json(json) };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return SendAsync(request);
    }

    /// <summary>Any call, with any headers.</summary>
    public Task<Answer> CallAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new(method), path);
        if (json is not null) request.Content = Json(json);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return SendAsync(request);
    }

    /// <summary>A call with a key of its own.</summary>
    public Task<Answer> KeyedAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers) =>
        CallAsync(method, path, json, [("Idempotency-Key", Fresh("key")), .. headers]);

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await http.SendAsync(request);
            var answer = new Answer(response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
            _documented?.Check(request.Method.Method, request.RequestUri!.AbsolutePath, answer);
            return answer;
        }
    }

    /// <summary>Puts units on the shelf, and gives the path of the stock.</summary>
    public async Task<string> ReceiveAsync(string sku, long quantity, string location = "london")
    {
        (await PostAsync(Stock(sku, location) + "/movements", $$"""{"type":"receive","quantity":{{quantity}}}""", Fresh("delivery"))).Is(HttpStatusCode.OK);
        return Stock(sku, location);
    }

    /// <summary>Holds units, and gives the path of the reservation.</summary>
    public async Task<string> ReserveAsync(string stock, long quantity)
    {
        var path = $"{stock}/reservations/{Fresh("cart")}";
        (await PutAsync(path, $$"""{"quantity":{{quantity}}}""")).Is(HttpStatusCode.Created);
        return path;
    }

    /// <summary>Reads the document, which is the same of every server.</summary>
    internal async Task ReadDocumentAsync() => _documented ??= await DocumentedAnswers.OfAsync(http);

    public void Dispose() => http.Dispose();

    private static StringContent Json(string json) => new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
