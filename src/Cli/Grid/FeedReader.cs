using System.Text.Json;
using Omnichannel.Audit;

namespace Omnichannel.Grid;

/// <summary>One page of a shard. Its entries are read from its bytes while it lives.</summary>
public sealed class FeedPage : IDisposable
{
    private readonly JsonDocument _json;

    internal FeedPage(byte[] body)
    {
        _json = JsonDocument.Parse(body);
        NextAfter = _json.RootElement.GetProperty("nextAfter"u8).GetInt64();
        IsEnd = _json.RootElement.GetProperty("isEnd"u8).GetBoolean();
    }

    /// <summary>Where the next page starts.</summary>
    public long NextAfter { get; }

    /// <summary>Nothing later was durable when the page was read.</summary>
    public bool IsEnd { get; }

    public IEnumerable<JsonElement> Raw => _json.RootElement.GetProperty("entries"u8).EnumerateArray();

    public IEnumerable<JournalEntry> Entries => Raw.Select(static entry => new JournalEntry(
        entry.GetProperty("position"u8).GetInt64(),
        entry.GetProperty("entity"u8).GetString() ?? "",
        entry.GetProperty("expectedVersion"u8).GetInt64(),
        entry.GetProperty("version"u8).GetInt64(),
        entry.GetProperty("at"u8).GetDateTimeOffset(),
        entry.GetProperty("events"u8)));

    public void Dispose() => _json.Dispose();
}

/// <summary>Reads the committed journal over HTTP.</summary>
public sealed class FeedReader(GridClient grid)
{
    public async Task<int> CountShardsAsync(CancellationToken cancellation)
    {
        var body = await ReadAsync("/v1/feed", cancellation);
        return Parsed(body, static bytes =>
        {
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.GetProperty("shardCount"u8).GetInt32();
        });
    }

    public async Task<FeedPage> ReadAsync(int shard, long after, CancellationToken cancellation)
    {
        var body = await ReadAsync(Contract.Feed(shard, after, Contract.FeedPageMax), cancellation);
        return Parsed(body, static bytes => new FeedPage(bytes));
    }

    private async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        var answer = await grid.SendAsync(GridCall.Get(path), cancellation);
        return answer.IsOk ? answer.Body : throw new GridAnswerException($"The grid refused to give {path}: {answer.Code}: {answer.Detail}");
    }

    private static T Parsed<T>(byte[] body, Func<byte[], T> parse)
    {
        try
        {
            return parse(body);
        }
        catch (Exception damage) when (damage is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new GridAnswerException($"The feed answered something that is not a page: {damage.Message}", damage);
        }
    }
}
