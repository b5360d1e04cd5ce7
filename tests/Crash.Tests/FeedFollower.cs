using System.Net.Sockets;
using System.Text.Json;
using Omnichannel.Audit;

namespace Omnichannel.Crash;

/// <summary>Follows every shard of the feed through all that happens, asking any of the grids, and remembers what it was given.</summary>
public sealed class FeedFollower(IReadOnlyList<Uri> targets, Findings findings) : IDisposable
{
    private const int PageMax = 50;
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1) }) { Timeout = TimeSpan.FromSeconds(3) };
    private readonly Random _random = new(CrashRun.Seed);
    private readonly List<FollowedFeed> _shards = [];

    public int RowsCount => _shards.Sum(static shard => shard.RowsCount);

    /// <summary>Follows until told to stop. A page that does not come is asked for again, from anybody.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!stop.IsCancellationRequested)
        {
            var target = targets[_random.Next(targets.Count)];
            try
            {
                if (_shards.Count == 0) await FindShardsAsync(target);
                else await TurnAsync(target, _random.Next(_shards.Count), _random.Next(1, PageMax));
            }
            catch (Exception unheard) when (unheard is HttpRequestException or TaskCanceledException or IOException or SocketException)
            {
                // Nothing was given.
            }

            await ticks.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Reads on to the end, and compares all of it with the rows of the journal.</summary>
    /// <param name="dump">Reads those rows, past the grid.</param>
    public async Task CheckAsync(Uri target, Func<Task<IReadOnlyList<FollowedRow>[]>> dump)
    {
        if (_shards.Count == 0) await FindShardsAsync(target);
        var (before, journal) = (-1, Array.Empty<IReadOnlyList<FollowedRow>>());
        while (journal.Sum(static shard => shard.Count) != before)
        {
            // A hold that runs out meanwhile is a row that one of the two has not seen.
            before = (await dump()).Sum(static shard => shard.Count);
            for (var shard = 0; shard < _shards.Count; shard++) while (!await TurnAsync(target, shard, Limits.FeedPageMax)) continue;
            journal = await dump();
        }

        for (var shard = 0; shard < _shards.Count; shard++) _shards[shard].Check(journal[shard]);
    }

    public void Dispose() => _http.Dispose();

    private async Task FindShardsAsync(Uri target)
    {
        using var answer = JsonDocument.Parse(await _http.GetStringAsync(new Uri(target, "/v1/feed")));
        for (var shard = 0; shard < answer.RootElement.GetProperty("shardCount").GetInt32(); shard++) _shards.Add(new(shard, findings));
    }

    // True when the page was the last.
    private async Task<bool> TurnAsync(Uri target, int shard, int limit)
    {
        var followed = _shards[shard];
        using var page = JsonDocument.Parse(await _http.GetStringAsync(new Uri(target, $"/v1/feed/{shard}?after={followed.After}&limit={limit}")));
        foreach (var entry in page.RootElement.GetProperty("entries").EnumerateArray())
        {
            followed.Add(new(
                entry.GetProperty("position").GetInt64(),
                entry.GetProperty("entity").GetString()!,
                entry.GetProperty("expectedVersion").GetInt64(),
                entry.GetProperty("version").GetInt64(),
                entry.GetProperty("at").GetDateTimeOffset(),
                entry.GetProperty("events").GetRawText()));
        }

        return page.RootElement.GetProperty("isEnd").GetBoolean();
    }
}
