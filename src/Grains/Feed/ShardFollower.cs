using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Omnichannel.Feed;

/// <summary>Follows one shard from a position: every entry once, in order. The stream brings it soon; what the stream lost is read from the feed.</summary>
public sealed class ShardFollower : IAsyncDisposable
{
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly string _key;
    private readonly Func<FeedEntry, Task> _tell;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _end;
    private StreamSubscriptionHandle<StreamedEntry>? _subscription;
    private Task _asking = Task.CompletedTask;

    private ShardFollower(IGrainFactory grains, int shard, long after, Func<FeedEntry, Task> tell, TimeProvider clock, ILogger log)
    {
        (_grains, _tell, _clock, _log, Position) = (grains, tell, clock, log, after);
        _end = _ended.Token;
        _key = shard.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The last entry that was told: where to go on from after a restart.</summary>
    public long Position { get; private set; }

    /// <summary>Tells what is already there after a position, and then what comes.</summary>
    /// <param name="streams">The provider named <see cref="JournalStreams.Provider"/>.</param>
    /// <param name="after">0 for the start.</param>
    /// <param name="tell">One call at a time. When it fails, the same entry is told again.</param>
    /// <exception cref="GridUnavailableException">The grid cannot be asked now.</exception>
    /// <param name="log">Told what went wrong in between, also in <paramref name="tell"/>.</param>
    public static async Task<ShardFollower> StartAsync(
        IGrainFactory grains, IStreamProvider streams, int shard, long after, Func<FeedEntry, Task> tell, TimeProvider clock, ILogger log)
    {
        var follower = new ShardFollower(grains, shard, after, tell, clock, log);
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

        follower._asking = follower.AskAsync();
        return follower;
    }

    /// <summary>Afterwards nothing is told any more; what is being told now is waited for. Not from inside of what is told.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        try
        {
            await _asking;
        }
        finally
        {
            try
            {
                if (_subscription is { } subscription) await subscription.UnsubscribeAsync();
            }
            finally
            {
                // Whoever has the turn may be telling.
                await _turn.WaitAsync(CancellationToken.None);
                _turn.Dispose();
                _ended.Dispose();
            }
        }
    }

    private async Task TakeAsync(FeedEntry entry)
    {
        _end.ThrowIfCancellationRequested();
        await _turn.WaitAsync(_end);
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
    private async Task AskAsync()
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(Limits.StreamFollowSeconds), _clock);
        try
        {
            while (await ticks.WaitForNextTickAsync(_end))
            {
                try
                {
                    await CatchUpAsync();
                }
                catch (Exception failure) when (failure is not OperationCanceledException || !_end.IsCancellationRequested)
                {
                    // The grid is away, or whoever is told could not take it: asked again, from the same position.
                    FeedLog.NotCaughtUp(_log, _key, failure);
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task CatchUpAsync()
    {
        var published = await _grains.GetGrain<IShardPublisherGrain>(_key).Follow();
        await _turn.WaitAsync(_end);
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
        _end.ThrowIfCancellationRequested();
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
