using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Omnichannel.Api;

[Collection(SharedServerTests.Name)]
public sealed class ReservationBatchTests(SharedServer shared)
{
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task ReserveEach_WhenAllFit_AnswersEachAsACallOfItsOwnWould()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 10);

        var answer = (await SendAsync(stock, """{"id":"a","quantity":2,"channel":"web","reference":"cart-a"}""", """{"id":"b","quantity":3,"holdForSeconds":60}""")).Is(HttpStatusCode.OK);

        Assert.Equal("application/x-ndjson", answer.MediaType);
        Assert.Equal([("a", 201), ("b", 201)], Told(answer));
        foreach (var line in Lines(answer))
            Assert.Equal((await _client.GetAsync($"{stock}/reservations/{line.GetProperty("id").GetString()}")).Text, line.GetProperty("reservation").GetRawText());
        Assert.Equal(5, (await _client.GetAsync(stock)).Number("reserved"));
    }

    [Fact]
    public async Task ReserveEach_WhenOneLineIsRefused_KeepsItsNeighbours()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5);

        var answer = await SendAsync(stock, """{"id":"a","quantity":3}""", """{"id":"b","quantity":3}""", """{"id":"c","quantity":2}""");

        Assert.Equal([("a", 201), ("b", 409), ("c", 201)], Told(answer));
        var problem = Lines(answer)[1].GetProperty("problem");
        Assert.Equal(("insufficient-stock", 2), (problem.GetProperty("code").GetString(), problem.GetProperty("available").GetInt64()));
        Assert.Equal(5, (await _client.GetAsync(stock)).Number("reserved"));
    }

    [Theory]
    [InlineData("""{"id":"x","quantity":0}""", "quantity-out-of-range", "/quantity")]
    [InlineData("""{"id":"x","quantity":1.0}""", "wrong-type", "/quantity")]
    [InlineData("""{"id":"x"}""", "field-missing", "/quantity")]
    [InlineData("""{"quantity":1}""", "field-missing", "/id")]
    [InlineData("""{"id":"a/b","quantity":1}""", "identifier-invalid", "/id")]
    [InlineData("""{"id":"x","quantity":1,"holdForSeconds":0}""", "hold-out-of-range", "/holdForSeconds")]
    [InlineData("""{"id":"x","quantity":1,"channel":"Web"}""", "channel-invalid", "/channel")]
    [InlineData("""{"id":"x","quantity":1,"colour":"red"}""", "unknown-field", "/colour")]
    [InlineData("""{"id":"x","quantity":1,"quantity":1}""", "duplicate-field", "/quantity")]
    [InlineData("""{"id":"x","quantity":1} {}""", "malformed-json", "")]
    [InlineData("""{"id":"x","quantity":""", "malformed-json", "")]
    [InlineData("[]", "wrong-type", "")]
    [InlineData("null", "wrong-type", "")]
    public async Task ReserveEach_WhenOneLineIsNotUnderstood_SaysSoThereAndKeepsItsNeighbours(string bad, string code, string field)
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5);

        var answer = await SendAsync(stock, """{"id":"a","quantity":1}""", bad, """{"id":"c","quantity":1}""");

        var lines = Lines(answer.Is(HttpStatusCode.OK));
        Assert.Equal([201, 400, 201], lines.Select(line => line.GetProperty("status").GetInt32()));
        var problem = lines[1].GetProperty("problem");
        Assert.Equal((code, field), (problem.GetProperty("code").GetString(), problem.TryGetProperty("field", out var named) ? named.GetString() : ""));
        Assert.Equal(2, (await _client.GetAsync(stock)).Number("reserved"));
    }

    [Fact]
    public async Task ReserveEach_WhenALineIsTooLong_SaysSoThere()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5);

        var answer = await SendAsync(stock, $$"""{"id":"a","quantity":1,"reference":"{{new string('x', Limits.ReservationBatchLineBytesMax)}}"}""", """{"id":"b","quantity":1}""");

        Assert.Equal([400, 201], Lines(answer).Select(line => line.GetProperty("status").GetInt32()));
        Assert.Equal("row-too-long", Lines(answer)[0].GetProperty("problem").GetProperty("code").GetString());
    }

    [Fact]
    public async Task ReserveEach_WhenSentAgain_HasItsEffectOnce()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5);
        string[] lines = ["""{"id":"a","quantity":2}""", """{"id":"b","quantity":4}""", """{"id":"c","quantity":1}"""];
        await SendAsync(stock, lines);

        var repeat = await SendAsync(stock, lines);

        Assert.Equal([("a", 200), ("b", 409), ("c", 200)], Told(repeat));
        Assert.Equal(3, (await _client.GetAsync(stock)).Number("reserved"));
    }

    [Fact]
    public async Task ReserveEach_WhenAnIdIsThereTwice_HoldsItOnceAndComparesTheBodies()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5);

        var answer = await SendAsync(stock, """{"id":"a","quantity":2}""", """{"id":"a","quantity":2}""", """{"id":"a","quantity":1}""");

        Assert.Equal([("a", 201), ("a", 200), ("a", 409)], Told(answer));
        Assert.Equal("exists-with-different-quantity", Lines(answer)[2].GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal(2, (await _client.GetAsync(stock)).Number("reserved"));
    }

    [Fact]
    public async Task ReserveEach_WhenAsLongAsMayBe_IsTaken_AndLongerIsRefusedWhole()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 10_000);
        var lines = Enumerable.Range(0, Limits.ReservationBatchLinesMax + 1).Select(number => $$"""{"id":"r-{{number}}","quantity":1}""").ToArray();

        (await SendAsync(stock, lines)).Problem(400, "lines-out-of-range");
        Assert.Equal(0, (await _client.GetAsync(stock)).Number("reserved"));

        Assert.Equal(Limits.ReservationBatchLinesMax, Told(await SendAsync(stock, lines[1..])).Count(line => line.Status == 201));
        Assert.Equal(Limits.ReservationBatchLinesMax, (await _client.GetAsync(stock)).Number("reserved"));
    }

    [Fact]
    public async Task ReserveEach_WhenTheCallIsNotUnderstood_IsRefusedWhole()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 5);

        (await SendAsync(stock)).Problem(400, "body-missing");
        (await _client.PostAsync(stock + "/reservations", """{"id":"a","quantity":1}""")).Problem(415, "media-type-unsupported");
        (await SendAsync("/v1/stock/MU%20G/london", """{"id":"a","quantity":1}""")).Problem(400, "identifier-invalid");
    }

    private Task<Answer> SendAsync(string stock, params string[] lines)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return _client.SendAsync(new(HttpMethod.Post, stock + "/reservations") { Content = content });
    }

    private static JsonElement[] Lines(Answer answer) =>
        [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static (string? Id, int Status)[] Told(Answer answer) =>
        [.. Lines(answer).Select(line => (line.GetProperty("id").GetString(), line.GetProperty("status").GetInt32()))];
}
