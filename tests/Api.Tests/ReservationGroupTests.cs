using System.Net;

namespace Omnichannel.Api;

[Collection(SharedServerTests.Name)]
public sealed class ReservationGroupTests(SharedServer shared)
{
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Reserve_WhenAllFits_HoldsEveryLineOnce()
    {
        var (first, second, id) = (ApiClient.Fresh("MUG"), ApiClient.Fresh("MUG"), ApiClient.Fresh("group"));
        var stock = await _client.ReceiveAsync(first, 5);
        await _client.ReceiveAsync(second, 5);
        var body = Body(id, (first, 1), (second, 2), (first, 3));

        var answer = (await _client.PostAsync("/v1/reservations", body)).Is(HttpStatusCode.Created);
        var repeat = (await _client.PostAsync("/v1/reservations", body)).Is(HttpStatusCode.OK);

        Assert.Equal($"/v1/reservations/{id}", answer.Headers.Location?.ToString());
        Assert.Equal("reserved", answer.String("status"));
        Assert.Equal([(first, 4L, "reserved"), (second, 2L, "reserved")], Lines(answer));
        Assert.Equal(answer.Text, repeat.Text);
        Assert.Equal(answer.Text, (await _client.GetAsync($"/v1/reservations/{id}")).Is(HttpStatusCode.OK).Text);
        Assert.Equal(1, (await _client.GetAsync(stock)).Number("available"));
        Assert.Equal("reserved", (await _client.GetAsync($"{stock}/reservations/{id}")).String("state"));
    }

    [Fact]
    public async Task Reserve_WhenALineIsShort_HoldsNothingAndSaysWhich()
    {
        var (first, second, id) = (ApiClient.Fresh("MUG"), ApiClient.Fresh("MUG"), ApiClient.Fresh("group"));
        var stock = await _client.ReceiveAsync(first, 5);
        await _client.ReceiveAsync(second, 1);

        var problem = (await _client.PostAsync("/v1/reservations", Body(id, (first, 1), (second, 2)))).Problem(409, "group-rejected");

        var line = problem.GetProperty("lines").EnumerateArray().Single(line => line.GetProperty("sku").GetString() == second);
        Assert.Equal(("insufficient-stock", 1L), (line.GetProperty("status").GetString(), line.GetProperty("available").GetInt64()));
        Assert.Equal(5, (await _client.GetAsync(stock)).Number("available"));
        Assert.Equal("rejected", (await _client.GetAsync($"/v1/reservations/{id}")).Is(HttpStatusCode.OK).String("status"));
    }

    [Fact]
    public async Task Reserve_WhenPartialIsAllowed_HoldsWhatFits()
    {
        var (first, second) = (ApiClient.Fresh("MUG"), ApiClient.Fresh("MUG"));
        await _client.ReceiveAsync(first, 5);
        var body = Body(ApiClient.Fresh("group"), (first, 1), (second, 2)).Replace("}]", """}],"allowPartial":true""", StringComparison.Ordinal);

        var answer = (await _client.PostAsync("/v1/reservations", body)).Is(HttpStatusCode.Created);

        Assert.Equal("partly-reserved", answer.String("status"));
        Assert.Equal([(first, 1L, "reserved"), (second, 2L, "insufficient-stock")], Lines(answer));
    }

    [Fact]
    public async Task Reserve_WhenIdWasUsedForAnotherBody_IsRefused()
    {
        var (sku, id) = (ApiClient.Fresh("MUG"), ApiClient.Fresh("group"));
        await _client.ReceiveAsync(sku, 5);
        await _client.PostAsync("/v1/reservations", Body(id, (sku, 1)));

        (await _client.PostAsync("/v1/reservations", Body(id, (sku, 2)))).Problem(409, "exists-with-different-body");
    }

    [Fact]
    public async Task Reserve_WhenLinesOfOneStockSumUpTooHigh_BlamesTheLines()
    {
        var sku = ApiClient.Fresh("MUG");

        var problem = (await _client.PostAsync("/v1/reservations", Body(ApiClient.Fresh("group"), (sku, 1_000_000_000), (sku, 1)))).Problem(400, "quantity-out-of-range");

        Assert.Equal("/lines", problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Find_WhenUnknown_IsNotFound() => (await _client.GetAsync("/v1/reservations/nobody")).Problem(404, "reservation-not-found");

    private static string Body(string id, params (string Sku, long Quantity)[] lines)
    {
        var texts = lines.Select(line => $$"""{"sku":"{{line.Sku}}","location":"london","quantity":{{line.Quantity}}}""");
        return $$"""{"id":"{{id}}","lines":[{{string.Join(',', texts)}}]}""";
    }

    private static IEnumerable<(string?, long, string?)> Lines(Answer answer) => answer.Json.GetProperty("lines").EnumerateArray()
        .Select(line => (line.GetProperty("sku").GetString(), line.GetProperty("quantity").GetInt64(), line.GetProperty("status").GetString()));
}
