using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Testing;
using Orleans.Runtime;
using Orleans.Streams;

namespace Omnichannel.Feed;

/// <summary>I90.</summary>
public class ShardFollowerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Follow_WhenEntriesComeBeforeAndAfter_TellsEachOnceInOrder()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(1);
        await MoveAsync(stock, 10);
        var told = System.Threading.Channels.Channel.CreateUnbounded<FeedEntry>();
        await using var follower = await ShardFollower.StartAsync(
            grid.Grains, grid.Streams, 0, 0, entry => told.Writer.WriteAsync(entry).AsTask(), TimeProvider.System, NullLogger.Instance);
        await MoveAsync(stock, 20, from: 10);
        for (var position = 1; position <= 31; position++) Assert.Equal(position, (await ReadAsync(told)).Position);
    }

    [Fact]
    public async Task Follow_FromAPosition_TellsOnlyWhatIsLater()
    {
        await using var grid = await TestGrid.StartAsync();
        await MoveAsync(await grid.StockOfAsync(1), 10);
        var told = System.Threading.Channels.Channel.CreateUnbounded<FeedEntry>();
        await using var follower = await ShardFollower.StartAsync(
            grid.Grains, grid.Streams, 0, 9, entry => told.Writer.WriteAsync(entry).AsTask(), TimeProvider.System, NullLogger.Instance);
        Assert.Equal(10, (await ReadAsync(told)).Position);
        Assert.Equal(11, (await ReadAsync(told)).Position);
    }

    [Fact]
    public async Task Follow_WhenTheStreamLosesEntries_ReadsThemFromTheFeed()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(1);
        var (time, told) = (new ManualTime(), System.Threading.Channels.Channel.CreateUnbounded<FeedEntry>());
        await using var follower = await ShardFollower.StartAsync(
            grid.Grains, new LossyStreams(grid.Streams, position => position % 3 != 0), 0, 0, entry => told.Writer.WriteAsync(entry).AsTask(), time, NullLogger.Instance);
        await MoveAsync(stock, 10);
        for (var position = 1; position <= 11; position++) Assert.Equal(position, (await ReadAsync(told)).Position);

        // Nothing comes after the last one that is lost: only asking tells.
        await MoveAsync(stock, 1, from: 10);
        while (await grid.Grains.GetGrain<IShardPublisherGrain>("0").Follow() < 12) await Task.Yield();
        Assert.False(told.Reader.TryRead(out _));
        time.Advance(TimeSpan.FromSeconds(Limits.StreamFollowSeconds));
        Assert.Equal(12, (await ReadAsync(told)).Position);
    }

    [Fact]
    public async Task Follow_WhenTellingFails_TellsTheSameEntryAgain()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(1);
        var (time, told, isBroken) = (new ManualTime(), System.Threading.Channels.Channel.CreateUnbounded<FeedEntry>(), new TaskCompletionSource());
        await using var follower = await ShardFollower.StartAsync(
            grid.Grains,
            grid.Streams,
            0,
            1,
            entry => isBroken.TrySetResult() ? throw new FormatException("not now") : told.Writer.WriteAsync(entry).AsTask(),
            time,
            NullLogger.Instance);
        await MoveAsync(stock, 1);
        await isBroken.Task.WaitAsync(Limit);
        time.Advance(TimeSpan.FromSeconds(Limits.StreamFollowSeconds));
        Assert.Equal(2, (await ReadAsync(told)).Position);
    }

    [Theory]
    [InlineData(typeof(FormatException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task Follow_WhenTellingWhatTheStreamLostFails_TellsTheSameEntryAgain(Type kind)
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(1);
        var (time, told, isBroken) = (new ManualTime(), System.Threading.Channels.Channel.CreateUnbounded<FeedEntry>(), new TaskCompletionSource());
        await using var follower = await ShardFollower.StartAsync(
            grid.Grains,
            new LossyStreams(grid.Streams, static _ => false),
            0,
            1,
            entry => isBroken.TrySetResult() ? throw (Exception)Activator.CreateInstance(kind)! : told.Writer.WriteAsync(entry).AsTask(),
            time,
            NullLogger.Instance);
        await MoveAsync(stock, 1);
        while (await grid.Grains.GetGrain<IShardPublisherGrain>("0").Follow() < 2) await Task.Yield();
        time.Advance(TimeSpan.FromSeconds(Limits.StreamFollowSeconds));
        await isBroken.Task.WaitAsync(Limit);
        time.Advance(TimeSpan.FromSeconds(Limits.StreamFollowSeconds));
        Assert.Equal(2, (await ReadAsync(told)).Position);
    }

    [Fact]
    public async Task Dispose_WhileAGapIsFilled_WaitsForTheEntryAndTellsNoMore()
    {
        await using var grid = await TestGrid.StartAsync();
        var stock = await grid.StockOfAsync(1);
        var (isTelling, mayEnd, told) = (new TaskCompletionSource(), new TaskCompletionSource(), new List<long>());
        var follower = await ShardFollower.StartAsync(
            grid.Grains,
            new LossyStreams(grid.Streams, static position => position == 4),
            0,
            1,
            async entry =>
            {
                isTelling.TrySetResult();
                await mayEnd.Task;
                told.Add(entry.Position);
            },
            new ManualTime(),
            NullLogger.Instance);
        await MoveAsync(stock, 3);
        await isTelling.Task.WaitAsync(Limit);
        var closing = CloseAsync();
        mayEnd.SetResult();
        var toldThen = await closing.WaitAsync(Limit);
        Assert.Equal([2], toldThen);

        async Task<long[]> CloseAsync()
        {
            await follower.DisposeAsync();
            return [.. told];
        }
    }

    private static async Task MoveAsync(IStockGrain stock, int count, int from = 0)
    {
        for (var number = from; number < from + count; number++) await stock.Move(new(new($"m-{number}"), MovementType.Receive, 1));
    }

    private static async Task<FeedEntry> ReadAsync(Channel<FeedEntry> told) => await told.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    /// <summary>Streams that pass on only some of the positions.</summary>
    private sealed class LossyStreams(IStreamProvider inner, Func<long, bool> passes) : IStreamProvider
    {
        public string Name => inner.Name;

        public IAsyncStream<T> GetStream<T>(StreamId streamId) => new LossyStream<T>(inner.GetStream<T>(streamId), passes);
    }

    private sealed class LossyStream<T>(IAsyncStream<T> inner, Func<long, bool> passes) : IAsyncStream<T>
    {
        public StreamId StreamId => inner.StreamId;

        public Task OnNextAsync(T item, StreamSequenceToken? token = null) => inner.OnNextAsync(item, token);

        public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => inner.SubscribeAsync(new LossyObserver<T>(observer, passes));
    }

    private sealed class LossyObserver<T>(IAsyncObserver<T> inner, Func<long, bool> passes) : IAsyncObserver<T>
    {
        public Task OnNextAsync(T item, StreamSequenceToken? token = null) =>
            item is StreamedEntry streamed && passes(streamed.Entry.Position) ? inner.OnNextAsync(item, token) : Task.CompletedTask;

        public Task OnErrorAsync(Exception ex) => inner.OnErrorAsync(ex);
    }
}
