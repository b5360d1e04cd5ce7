using System.Net;
using System.Text.Json;

namespace Omnichannel.Api;

[Collection(SharedServerTests.Name)]
public sealed class StockTests(SharedServer shared)
{
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Find_WhenNeverTouched_IsEmptyAtVersion0()
    {
        var sku = ApiClient.Fresh("MUG");

        var stock = (await _client.GetAsync(ApiClient.Stock(sku))).Is(HttpStatusCode.OK);

        Assert.Equal($$"""{"sku":"{{sku}}","location":"london","onHand":0,"reserved":0,"safetyStock":0,"available":0,"version":0}""", stock.Text);
        Assert.Equal("\"0\"", stock.Headers.ETag?.ToString());
    }

    [Fact]
    public async Task Find_WhenAskedStrongly_GivesTheSameFigures()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 4);

        Assert.Equal((await _client.GetAsync(stock)).Text, (await _client.GetAsync(stock + "?consistency=strong")).Is(HttpStatusCode.OK).Text);
    }

    [Theory]
    [InlineData("\"1\"", HttpStatusCode.NotModified)]
    [InlineData("W/\"1\"", HttpStatusCode.NotModified)]
    [InlineData("\"7\", \"1\"", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("\"2\"", HttpStatusCode.OK)]
    [InlineData("nonsense", HttpStatusCode.OK)]
    public async Task Find_WhenTheCallerKnowsAVersion_AnswersByIt(string known, HttpStatusCode expected)
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 1);
        var request = new HttpRequestMessage(HttpMethod.Get, stock);
        request.Headers.TryAddWithoutValidation("If-None-Match", known);

        var answer = (await _client.SendAsync(request)).Is(expected);

        Assert.Equal("\"1\"", answer.Headers.ETag?.ToString());
        Assert.Equal(expected == HttpStatusCode.NotModified, answer.Text.Length == 0);
    }

    [Theory]
    [InlineData("""{"type":"receive","quantity":5,"reason":"delivery","reference":"po-1","channel":"store"}""", 15)]
    [InlineData("""{"type":"adjust","quantity":-4,"reason":"broken"}""", 6)]
    [InlineData("""{"type":"count","quantity":0,"expectedVersion":1}""", 0)]
    [InlineData("""{"type":"sell","quantity":12,"channel":"store"}""", 0)]
    [InlineData("""{"type":"transfer-out","quantity":3}""", 7)]
    [InlineData("""{"type":"transfer-in","quantity":3}""", 13)]
    public async Task Move_WhenOfEachType_ChangesOnHandOnce(string body, long onHand)
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 10);

        var first = (await _client.PostAsync(stock + "/movements", body, "m-1")).Is(HttpStatusCode.OK);
        var repeat = (await _client.PostAsync(stock + "/movements", body, "\"m-1\"")).Is(HttpStatusCode.OK);

        Assert.Equal(onHand, first.Number("onHand"));
        Assert.Equal(first.Text, repeat.Text);
        Assert.Equal(onHand, (await _client.GetAsync(stock)).Number("onHand"));
    }

    [Fact]
    public async Task Move_WhenTheKeyWasUsedForAnotherBody_IsRefused()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 10);
        await _client.PostAsync(stock + "/movements", """{"type":"receive","quantity":5}""", "m-1");

        (await _client.PostAsync(stock + "/movements", """{"type":"receive","quantity":6}""", "m-1")).Problem(422, "idempotency-key-reused");

        Assert.Equal(15, (await _client.GetAsync(stock)).Number("onHand"));
    }

    [Fact]
    public async Task Move_WhenTheVersionIsAnother_TellsBoth()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 10);

        var problem = (await _client.PostAsync(stock + "/movements", """{"type":"count","quantity":3,"expectedVersion":7}""", "m-1")).Problem(412, "version-mismatch");

        Assert.Equal((7, 1), (problem.GetProperty("expected").GetInt64(), problem.GetProperty("actual").GetInt64()));
    }

    [Fact]
    public async Task Move_WhenARuleSaysNo_TellsTheFacts()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 10);

        var transfer = await _client.PostAsync(stock + "/movements", """{"type":"transfer-out","quantity":11}""", "m-1");
        var adjust = await _client.PostAsync(stock + "/movements", """{"type":"adjust","quantity":-11,"reason":"lost"}""", "m-2");

        Assert.Equal(10, transfer.Problem(409, "insufficient-stock").GetProperty("available").GetInt64());
        Assert.Equal(10, adjust.Problem(409, "on-hand-out-of-range").GetProperty("onHand").GetInt64());
    }

    [Fact]
    public async Task SetSafetyStock_WhenRepeated_ChangesNothingMore()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 10);

        var first = (await _client.PutAsync(stock + "/safety-stock", """{"quantity":4}""")).Is(HttpStatusCode.OK);
        var repeat = (await _client.PutAsync(stock + "/safety-stock", """{"quantity":4}""")).Is(HttpStatusCode.OK);

        Assert.Equal((4, 6, 2), (first.Number("safetyStock"), first.Number("available"), first.Number("version")));
        Assert.Equal(first.Text, repeat.Text);
    }

    [Fact]
    public async Task Events_WhenRead_AreInOrderAndFlat()
    {
        var stock = await _client.ReceiveAsync(ApiClient.Fresh("MUG"), 10);
        var reservation = await _client.ReserveAsync(stock, 2);
        await _client.PostAsync(reservation + "/confirm", "{}");

        var all = (await _client.GetAsync(stock + "/events")).Is(HttpStatusCode.OK).Json;
        var page = (await _client.GetAsync(stock + "/events?after=1&limit=1")).Is(HttpStatusCode.OK).Json;

        var events = all.GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal(["stock-received", "stock-reserved", "reservation-confirmed"], events.Select(@event => @event.GetProperty("type").GetString()));
        Assert.Equal([1, 2, 3], events.Select(@event => @event.GetProperty("version").GetInt64()));
        Assert.Equal(JsonValueKind.Null, all.GetProperty("nextAfter").ValueKind);
        Assert.Equal(2, Assert.Single(page.GetProperty("events").EnumerateArray()).GetProperty("quantity").GetInt64());
        Assert.Equal(2, page.GetProperty("nextAfter").GetInt64());
    }

    [Fact]
    public async Task Availability_WhenManyPairs_GivesOneRowEachInOrder()
    {
        var (first, second) = (ApiClient.Fresh("MUG"), ApiClient.Fresh("MUG"));
        await _client.ReceiveAsync(first, 3);
        await _client.ReceiveAsync(second, 4, "leeds");

        var answer = (await _client.PostAsync("/v1/availability", $$"""{"skus":["{{first}}","{{second}}"],"locations":["london","leeds"]}""")).Is(HttpStatusCode.OK);

        var rows = answer.Json.GetProperty("rows").EnumerateArray()
            .Select(row => (row.GetProperty("sku").GetString(), row.GetProperty("location").GetString(), row.GetProperty("available").GetInt64()));
        Assert.Equal([(first, "london", 3), (first, "leeds", 0), (second, "london", 0), (second, "leeds", 4)], rows);
    }

    [Theory]
    [InlineData(10_000, 1, HttpStatusCode.OK)]
    [InlineData(10_001, 1, HttpStatusCode.BadRequest)]
    [InlineData(101, 100, HttpStatusCode.BadRequest)]
    [InlineData(0, 1, HttpStatusCode.BadRequest)]
    public async Task Availability_WhenAtItsLimit_IsBounded(int skus, int locations, HttpStatusCode expected)
    {
        var answer = await _client.PostAsync("/v1/availability", JsonSerializer.Serialize(new
        {
            skus = Enumerable.Range(0, skus).Select(sku => $"bulk-{sku}"),
            locations = Enumerable.Range(0, locations).Select(location => $"place-{location}"),
        }));

        if (expected == HttpStatusCode.OK) Assert.Equal(skus * locations, answer.Is(expected).Json.GetProperty("rows").GetArrayLength());
        else answer.Problem(400, "pairs-out-of-range");
    }
}
