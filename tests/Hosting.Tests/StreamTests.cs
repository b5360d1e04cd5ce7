using System.Collections.Concurrent;
using Orleans.Streams;

namespace Omnichannel.Hosting;

public class StreamTests
{
    private const int ItemsCount = 100;

    [Fact]
    public async Task Publish_WhenManySubscribe_ReachesAllInOrder()
    {
        await using var host = await TestHost.StartAsync();
        var stream = host.Streams.GetStream<int>(StreamId.Create("numbers", "one"));
        var (first, second, other) = (new Listener(), new Listener(), new Listener());
        await stream.SubscribeAsync(first);
        await stream.SubscribeAsync(second);
        await host.Streams.GetStream<int>(StreamId.Create("numbers", "two")).SubscribeAsync(other);
        for (var number = 1; number <= ItemsCount; number++) await stream.OnNextAsync(number);
        await first.HeardAsync(ItemsCount);
        await second.HeardAsync(ItemsCount);
        Assert.Equal(Enumerable.Range(1, ItemsCount), first.Heard);
        Assert.Equal(Enumerable.Range(1, ItemsCount), second.Heard);
        Assert.Empty(other.Heard);
    }

    [Fact]
    public async Task Unsubscribe_WhenOthersGoOn_HearsNothingMore()
    {
        await using var host = await TestHost.StartAsync();
        var stream = host.Streams.GetStream<int>(StreamId.Create("numbers", "one"));
        var (gone, stays) = (new Listener(), new Listener());
        var subscription = await stream.SubscribeAsync(gone);
        await stream.SubscribeAsync(stays);
        await stream.OnNextAsync(1);
        await gone.HeardAsync(1);
        await subscription.UnsubscribeAsync();
        await stream.OnNextAsync(2);
        await stays.HeardAsync(2);
        Assert.Equal([1], gone.Heard);
    }

    [EmbeddedFact]
    public async Task Item_WhenTheListenerFails_IsToldAndTheNextComes()
    {
        await using var host = await TestHost.StartAsync();
        var stream = host.Streams.GetStream<int>(StreamId.Create("numbers", "one"));
        var listener = new Listener { Refused = 2 };
        await stream.SubscribeAsync(listener);
        for (var number = 1; number <= 3; number++) await stream.OnNextAsync(number);
        await listener.HeardAsync(2);
        Assert.Equal([1, 3], listener.Heard);
        Assert.Equal("2 is refused", Assert.Single(listener.Failures).Message);
    }

    private sealed class Listener : IAsyncObserver<int>
    {
        private readonly ConcurrentQueue<int> _heard = new();
        private readonly ConcurrentDictionary<int, TaskCompletionSource> _counts = new();

        public int? Refused { get; init; }

        public int[] Heard => [.. _heard];

        public ConcurrentQueue<Exception> Failures { get; } = new();

        public Task HeardAsync(int count) => Count(count).Task.WaitAsync(TimeSpan.FromSeconds(60));

        public Task OnNextAsync(int item, StreamSequenceToken? token = null)
        {
            if (item == Refused) throw new FormatException($"{item} is refused");
            _heard.Enqueue(item);
            Count(_heard.Count).TrySetResult();
            return Task.CompletedTask;
        }

        public Task OnErrorAsync(Exception ex)
        {
            Failures.Enqueue(ex);
            return Task.CompletedTask;
        }

        private TaskCompletionSource Count(int count) => _counts.GetOrAdd(count, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
