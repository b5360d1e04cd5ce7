using System.Net;
using System.Text.Json;

namespace Omnichannel.Api;

[Collection(SharedServerTests.Name)]
public sealed class FeedTests(SharedServer shared)
{
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Shards_WhenListed_AreNumberedFromZero() =>
        Assert.Equal("""{"shardCount":1,"shards":[0]}""", (await _client.GetAsync("/v1/feed")).Is(HttpStatusCode.OK).Text);

    [Fact]
    public async Task Read_WhenFollowed_IsGaplessAndHoldsEveryEvent()
    {
        var sku = ApiClient.Fresh("MUG");
        await _client.ReserveAsync(await _client.ReceiveAsync(sku, 5), 2);

        var entries = new List<JsonElement>();
        var (after, isEnd) = (0L, false);
        while (!isEnd)
        {
            var page = (await _client.GetAsync($"/v1/feed/0?after={after}&limit=7")).Is(HttpStatusCode.OK).Json;
            entries.AddRange(page.GetProperty("entries").EnumerateArray());
            (after, isEnd) = (page.GetProperty("nextAfter").GetInt64(), page.GetProperty("isEnd").GetBoolean());
        }

        Assert.Equal(Enumerable.Range(1, entries.Count).Select(position => (long)position), entries.Select(entry => entry.GetProperty("position").GetInt64()));
        var ours = entries.Where(entry => entry.GetProperty("entity").GetString() == $"stock/{sku}/london").ToArray();
        Assert.Equal([(0, 1), (1, 2)], ours.Select(entry => (entry.GetProperty("expectedVersion").GetInt32(), entry.GetProperty("version").GetInt32())));
        Assert.Equal(["stock-received", "stock-reserved"], ours.Select(entry => entry.GetProperty("events")[0].GetProperty("type").GetString()));
        Assert.All(ours, entry => Assert.True(entry.GetProperty("at").TryGetDateTimeOffset(out _)));
    }

    [Fact]
    public async Task Read_WhenPastTheEnd_StaysThere() =>
        Assert.Equal("""{"entries":[],"nextAfter":1000000000,"isEnd":true}""", (await _client.GetAsync("/v1/feed/0?after=1000000000")).Is(HttpStatusCode.OK).Text);

    [Theory]
    [InlineData("1")]
    [InlineData("64")]
    [InlineData("-1")]
    [InlineData("00x")]
    [InlineData("99999999999999999999")]
    public async Task Read_WhenThereIsNoSuchShard_IsNotFound(string shard) => (await _client.GetAsync($"/v1/feed/{shard}")).Problem(404, "shard-not-found");
}
