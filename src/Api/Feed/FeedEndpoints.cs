using System.Globalization;
using System.Text.Json;
using Omnichannel.Http;

namespace Omnichannel.Feed;

/// <summary>The committed journal, shard by shard: in order, without gaps, from any position.</summary>
public static class FeedEndpoints
{
    private const string Path = "/v1/feed";
    private const string Tag = "Feed";
    private const string ShardExample = """{"shardCount":2,"shards":[0,1]}""";
    private const string PageExample =
        """
        {"entries":[{"position":1,"entity":"stock/MUG-1/london","expectedVersion":0,"version":1,"at":"2026-11-22T10:00:00+00:00",
         "events":[{"type":"stock-received","at":"2026-11-22T10:00:00+00:00","movementId":"delivery-77","quantity":10,"onHandDelta":10}]}],
         "nextAfter":1,"isEnd":true}
        """;

    public static void MapFeed(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ReadShardsAsync)
            .Says(Tag, "feedShards", "List the shards", "How many ordered logs the journal has. The number never changes.")
            .GivesWritten(200, "The shards.", ShardExample);
        routes.MapGet(Path + "/{shard}", ReadAsync)
            .Says(
                Tag,
                "feed",
                "Follow a shard",
                "Entries after a position, in order. Keep nextAfter and ask again from there: nothing is missed and nothing comes twice.")
            .TakesPage("Entries after this position; 0 for the start.", Limits.FeedPageMax, Limits.FeedPageDefault)
            .GivesWritten(200, "A page; isEnd says that nothing later was durable.", PageExample)
            .Refuses(ProblemKinds.ShardNotFound);
    }

    private static async Task<IResult> ReadShardsAsync(IGrainFactory grains) =>
        new WrittenAnswer<int>(await ShardCountAsync(grains), static (writer, count) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("shardCount", count);
            writer.WriteStartArray("shards");
            for (var shard = 0; shard < count; shard++) writer.WriteNumberValue(shard);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static async Task<IResult> ReadAsync(string shard, HttpContext http, IGrainFactory grains)
    {
        var (after, limit) = (Query.After(http), Query.Limit(http, Limits.FeedPageMax, Limits.FeedPageDefault));
        var isNumber = int.TryParse(shard, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || number >= await ShardCountAsync(grains)) return new Problem(ProblemKinds.ShardNotFound);
        var page = await Shard(grains, number).Read(after, limit);
        return new WrittenAnswer<FeedPage>(page, Write);
    }

    private static Task<int> ShardCountAsync(IGrainFactory grains) => Shard(grains, 0).ShardCount();

    private static IFeedGrain Shard(IGrainFactory grains, int shard) => grains.GetGrain<IFeedGrain>(shard.ToString(CultureInfo.InvariantCulture));

    private static void Write(Utf8JsonWriter writer, FeedPage page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("entries");
        foreach (var entry in page.Entries)
        {
            writer.WriteStartObject();
            writer.WriteNumber("position", entry.Position);
            writer.WriteString("entity", entry.Entity);
            writer.WriteNumber("expectedVersion", entry.ExpectedVersion);
            writer.WriteNumber("version", entry.Version);
            writer.WriteString("at", entry.At);
            writer.WritePropertyName("events");
            writer.WriteRawValue(entry.EventsJson, skipInputValidation: true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("nextAfter", page.NextAfter);
        writer.WriteBoolean("isEnd", page.IsEnd);
        writer.WriteEndObject();
    }
}
