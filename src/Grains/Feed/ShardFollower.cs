using System.Globalization;
using Orleans.Streams;

namespace Omnichannel.Feed;

/// <summary>Follows one shard from a position: every entry once, in order. The stream brings it soon; what the stream lost is read from the feed.</summary>
public sealed class ShardFollower : IAsyncDisposable
{
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _clock;
    private readonly string _key;
    private readonly Func<FeedEntry, Task> _tell;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private StreamSubscriptionHandle<StreamedEntry>? _subscription;
    private Task _asking = Task.CompletedTask;

    private ShardFollower(IGrainFactory grains, int shard, long after, Func<FeedEntry, Task> tell, TimeProvider clock)
    {
        (_grains, _tell, _clock, Position) = (grains, tell, clock, after);
        _key = shard.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The last entry that was told: where to go on from after a restart.</summary>
    public long Position { get; private set; }

    /// <summary>Tells what is already there after a position, and then what comes.</summary>
    /// <param name="streams">The provider named <see cref="JournalStreams.Provider"/>.</param>
    /// <param name="after">0 for the start.</param>
    /// <param name="tell">One call at a time. When it fails, the same entry is told again.</param>
    /// <exception cref="GridUnavailableException">The grid cannot be asked now.</exception>
    public static async Task<ShardFollower> StartAsync(IGrainFactory grains, IStreamProvider streams, int shard, long after, Func<FeedEntry, Task> tell, TimeProvider clock)
    {
        var follower = new ShardFollower(grains, shard, after, tell, clock);
        var stream = streams.GetStream<StreamedEntry>(StreamId.Create(JournalStreams.Namespace, follower._key));
        follower._subscription = await stream.SubscribeAsync(new Observer(follower));
        try
        {
            await follower.CatchUpAsync();
        }
        catch
        {
            await follower.DisposeAsync();
            throw;
        }

        follower._asking = follower.AskAsync(follower._ended.Token);
        return follower;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _asking;
        if (_subscription is { } subscription) await subscription.UnsubscribeAsync();
        _turn.Dispose();
        _ended.Dispose();
    }

    private async Task TakeAsync(FeedEntry entry)
    {
        await _turn.WaitAsync(_ended.Token);
        try
        {
            // I90: a gap is filled first, and what was told already is not told again.
            if (entry.Position > Position + 1) await FillAsync();
            if (entry.Position == Position + 1) await TellAsync(entry);
        }
        finally
        {
            _turn.Release();
        }
    }

    // Keeps the shard published, and finds out what the stream did not bring.
    private async Task AskAsync(CancellationToken ended)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(Limits.StreamFollowSeconds), _clock);
        try
        {
            while (await ticks.WaitForNextTickAsync(ended))
            {
                try
                {
                    await CatchUpAsync();
                }
                catch (Exception unanswered) when (unanswered is GridUnavailableException or TimeoutException or OrleansException)
                {
                    // The grid is away: it is asked again, from the same position.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task CatchUpAsync()
    {
        var published = await _grains.GetGrain<IShardPublisherGrain>(_key).Follow();
        await _turn.WaitAsync(_ended.Token);
        try
        {
            if (published > Position) await FillAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task FillAsync()
    {
        for (var isEnd = false; !isEnd;)
        {
            var page = await _grains.GetGrain<IFeedGrain>(_key).Read(Position, Limits.FeedPageDefault);
            foreach (var entry in page.Entries) await TellAsync(entry);
            isEnd = page.IsEnd;
        }
    }

    private async Task TellAsync(FeedEntry entry)
    {
        await _tell(entry);
        Position = entry.Position;
    }

    private sealed class Observer(ShardFollower follower) : IAsyncObserver<StreamedEntry>
    {
        public Task OnNextAsync(StreamedEntry item, StreamSequenceToken? token = null) => follower.TakeAsync(item.Entry);

        // What could not be taken is a gap, and gaps are filled.
        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
    }
}
