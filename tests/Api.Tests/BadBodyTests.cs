using System.Net;
using System.Text;

namespace Omnichannel.Api;

/// <summary>Nonsense for every call that takes a body: the problem names the field, and nothing has happened.</summary>
[Collection(SharedServerTests.Name)]
public sealed class BadBodyTests(SharedServer shared)
{
    private const string Sku = "BAD-BODY";
    private static readonly Dictionary<string, JsonCall> Calls = JsonCall.All(Sku).ToDictionary(call => call.Name);
    private readonly ApiClient _client = shared.Server.Client;

    /// <summary>Bodies that no call takes.</summary>
    public static TheoryData<string, string, string, string> Shapes()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var call in Calls.Values)
        {
            data.Add(call.Name, "", "body-missing", "");
            data.Add(call.Name, " ", "malformed-json", "");
            data.Add(call.Name, "{", "malformed-json", "");
            data.Add(call.Name, "nonsense", "malformed-json", "");
            data.Add(call.Name, "{} {}", "malformed-json", "");
            data.Add(call.Name, "{/**/}", "malformed-json", "");
            data.Add(call.Name, "\uFEFF{}", "malformed-json", "");
            data.Add(call.Name, "{'quantity':1}", "malformed-json", "");
            data.Add(call.Name, "{\"a\":1,}", "malformed-json", "");
            data.Add(call.Name, "null", "wrong-type", "");
            data.Add(call.Name, "[]", "wrong-type", "");
            data.Add(call.Name, "5", "wrong-type", "");
            data.Add(call.Name, "\"text\"", "wrong-type", "");
            data.Add(call.Name, "true", "wrong-type", "");
            data.Add(call.Name, "{\"\":1}", "unknown-field", "/");
            data.Add(call.Name, "{\"na.me\":1}", "unknown-field", "/na.me");
            data.Add(call.Name, "{\"a~b/c\":1}", "unknown-field", "/a~0b~1c");
            data.Add(call.Name, "{\"$type\":\"x\"}", "unknown-field", "/$type");
            data.Add(call.Name, "{\"version\":1}", "unknown-field", "/version");
            data.Add(call.Name, call.With("\"extra\":{\"a\":[1]}"), "unknown-field", call.PointerOf("extra"));
            data.Add(call.Name, $"{{\"deep\":{new string('[', 100)}{new string(']', 100)}}}", "malformed-json", "");
            if (call.Fields.Length == 0) continue;
            data.Add(call.Name, call.With($"\"{call.Fields[0].Name}\":{call.Fields[0].Good}"), "duplicate-field", call.Fields[0].Pointer);
            var shouted = call.Fields[0].Name.ToUpperInvariant();
            data.Add(call.Name, call.With($"\"{shouted}\":1"), "unknown-field", call.PointerOf(shouted));
        }

        return data;
    }

    /// <summary>Every bad value of every field, all other fields being good.</summary>
    public static TheoryData<string, string, string, string> Values()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var call in Calls.Values)
        {
            foreach (var field in call.Fields)
            {
                foreach (var (value, code) in field.Bad) data.Add(call.Name, call.Replacing(field, value), code, field.Pointer);
                if (field.IsRequired) data.Add(call.Name, call.Without(field), field.WhenMissing, field.Pointer);
            }
        }

        return data;
    }

    /// <summary>Every value at the edge of what a field takes.</summary>
    public static TheoryData<string, string> Edges()
    {
        var data = new TheoryData<string, string>();
        foreach (var call in Calls.Values)
        {
            foreach (var field in call.Fields)
            {
                foreach (var value in field.Edges) data.Add(call.Name, call.Replacing(field, value));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task Send_WhenTheBodyHasTheWrongShape_IsRefused(string call, string body, string code, string field) => RefuseAsync(call, Encoding.UTF8.GetBytes(body), code, field);

    [Theory]
    [MemberData(nameof(Values))]
    public Task Send_WhenAFieldIsBad_IsRefusedByName(string call, string body, string code, string field) => RefuseAsync(call, Encoding.UTF8.GetBytes(body), code, field);

    [Theory]
    [MemberData(nameof(Edges))]
    public async Task Send_WhenAFieldIsAtItsEdge_IsUnderstood(string call, string body)
    {
        var answer = await SendAsync(Calls[call], Encoding.UTF8.GetBytes(body), "application/json");

        // A rule may say no; the reader may not.
        Assert.True(answer.Status is not HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError, $"{(int)answer.Status} {answer.Text}");
    }

    [Fact]
    public async Task Send_WhenTheBodyIsNotUtf8_IsRefused()
    {
        foreach (var call in Calls.Values)
        {
            await RefuseAsync(call.Name, [.. "{\"a"u8, 0xFF, .. "\":1}"u8], "unknown-field", null);
            await RefuseAsync(call.Name, [0xFF, 0xFE, 0x7B, 0x00], "malformed-json", "");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/merge-patch+json")]
    [InlineData("nonsense")]
    public async Task Send_WhenTheTypeIsNotJson_IsRefused(string? mediaType)
    {
        foreach (var call in Calls.Values)
        {
            var before = await VersionAsync();
            (await SendAsync(call, Encoding.UTF8.GetBytes(call.Good), mediaType)).Problem(415, "media-type-unsupported");
            Assert.Equal(before, await VersionAsync());
        }
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; Charset=UTF-8")]
    [InlineData("application/json;charset=\"utf-8\"")]
    public async Task Send_WhenTheTypeIsJson_IsUnderstood(string mediaType)
    {
        var answer = await SendAsync(Calls["safety-stock"], "{\"quantity\":0}"u8.ToArray(), mediaType);

        answer.Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_WhenTheBodyIsTooLarge_IsRefused(bool inChunks)
    {
        foreach (var call in Calls.Values)
        {
            var before = await VersionAsync();
            var body = new byte[Limits.RequestBodyBytesMax + 1];
            Array.Fill(body, (byte)' ');
            using var request = call.Request(new ByteArrayContent(body), "application/json");
            request.Headers.TransferEncodingChunked = inChunks;
            request.Headers.ExpectContinue = true;
            (await _client.SendAsync(request)).Problem(413, "body-too-large");
            Assert.Equal(before, await VersionAsync());
        }
    }

    [Fact]
    public async Task Send_WhenTheBodyIsJustSmallEnough_IsRead()
    {
        var body = Encoding.UTF8.GetBytes("{\"quantity\":0}".PadRight(Limits.RequestBodyBytesMax));

        (await SendAsync(Calls["safety-stock"], body, "application/json")).Is(HttpStatusCode.OK);
    }

    private async Task RefuseAsync(string name, byte[] body, string code, string? field)
    {
        var before = await VersionAsync();

        var problem = (await SendAsync(Calls[name], body, "application/json")).Problem(400, code);

        var told = problem.TryGetProperty("field", out var member) ? member.GetString() : "";
        if (field is not null) Assert.Equal(field, told);
        Assert.DoesNotContain("System.", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Omnichannel.", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(before, await VersionAsync());
    }

    private async Task<Answer> SendAsync(JsonCall call, byte[] body, string? mediaType)
    {
        using var request = call.Request(new ByteArrayContent(body), mediaType);
        return await _client.SendAsync(request);
    }

    private async Task<long> VersionAsync() => (await _client.GetAsync(ApiClient.Stock(Sku))).Number("version");
}
