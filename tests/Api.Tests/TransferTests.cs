using System.Net;

namespace Omnichannel.Api;

[Collection(SharedServerTests.Name)]
public sealed class TransferTests(SharedServer shared)
{
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Transfer_WhenRepeated_MovesOnce()
    {
        var (sku, id) = (ApiClient.Fresh("MUG"), ApiClient.Fresh("transfer"));
        var source = await _client.ReceiveAsync(sku, 5);
        var body = $$"""{"sku":"{{sku}}","source":"london","target":"leeds","quantity":3,"reason":"rebalance"}""";

        var first = (await _client.PutAsync($"/v1/transfers/{id}", body)).Is(HttpStatusCode.Created);
        var repeat = (await _client.PutAsync($"/v1/transfers/{id}", body)).Is(HttpStatusCode.OK);

        Assert.Equal($"/v1/transfers/{id}", first.Headers.Location?.ToString());
        Assert.Equal(("transferred", 3L, "leeds"), (first.String("status"), first.Number("quantity"), first.String("target")));
        Assert.Equal(first.Text, repeat.Text);
        Assert.Equal(first.Text, (await _client.GetAsync($"/v1/transfers/{id}")).Is(HttpStatusCode.OK).Text);
        Assert.Equal((2, 3), ((await _client.GetAsync(source)).Number("onHand"), (await _client.GetAsync(ApiClient.Stock(sku, "leeds"))).Number("onHand")));
    }

    [Fact]
    public async Task Transfer_WhenARuleSaysNo_TellsTheFacts()
    {
        var (sku, id) = (ApiClient.Fresh("MUG"), ApiClient.Fresh("transfer"));
        await _client.ReceiveAsync(sku, 5);

        var problem = (await _client.PutAsync($"/v1/transfers/{id}", Transfer(sku, "leeds", 6))).Problem(409, "insufficient-stock");
        var found = (await _client.GetAsync($"/v1/transfers/{id}")).Is(HttpStatusCode.OK);
        var other = await _client.PutAsync($"/v1/transfers/{id}", Transfer(sku, "leeds", 5));

        Assert.Equal(5, problem.GetProperty("available").GetInt64());
        Assert.Equal("insufficient-stock", found.String("status"));
        other.Problem(409, "exists-with-different-body");
        (await _client.PutAsync($"/v1/transfers/{ApiClient.Fresh("transfer")}", Transfer(sku, "london", 1))).Problem(400, "same-location");
        (await _client.GetAsync("/v1/transfers/nothing")).Problem(404, "transfer-not-found");
    }

    private static string Transfer(string sku, string target, long quantity) =>
        $$"""{"sku":"{{sku}}","source":"london","target":"{{target}}","quantity":{{quantity}}}""";
}
