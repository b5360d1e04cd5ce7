using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Orleans.Runtime;
using Orleans.Streams;

namespace Omnichannel.Embedded;

/// <summary>Streams inside one process. A subscriber who falls behind loses the oldest items: a stream is a hint, never the truth.</summary>
internal sealed class EmbeddedStreams(string name) : IStreamProvider
{
    private readonly ConcurrentDictionary<(StreamId, Type), object> _streams = [];

    public string Name => name;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        (IAsyncStream<T>)_streams.GetOrAdd((streamId, typeof(T)), static key => new EmbeddedStream<T>(key.Item1));
}

internal sealed class EmbeddedStream<T>(StreamId streamId) : IAsyncStream<T>
{
    private ImmutableList<Subscription> _subscriptions = [];

    public StreamId StreamId => streamId;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions)) subscription.Offer(item);
        return Task.CompletedTask;
    }

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer)
    {
        var subscription = new Subscription(this, observer);
        ImmutableInterlocked.Update(ref _subscriptions, static (all, added) => all.Add(added), subscription);
        subscription.Begin();
        return Task.FromResult<StreamSubscriptionHandle<T>>(subscription);
    }

    /// <summary>Its items wait here, and are taken where the subscriber subscribed: on the turns of a grain, or on no thread in particular.</summary>
    private sealed class Subscription(EmbeddedStream<T> stream, IAsyncObserver<T> observer) : StreamSubscriptionHandle<T>
    {
        private readonly Channel<T> _waiting = Channel.CreateBounded<T>(
            new BoundedChannelOptions(EmbeddedHostOptions.StreamItemsWaitingMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        public override StreamId StreamId => stream.StreamId;

        public void Offer(T item) => _waiting.Writer.TryWrite(item);

        public void Begin() => _ = TakeAsync();

        public override Task UnsubscribeAsync()
        {
            ImmutableInterlocked.Update(ref stream._subscriptions, static (all, removed) => all.Remove(removed), this);
            _waiting.Writer.TryComplete();
            return Task.CompletedTask;
        }

        private async Task TakeAsync()
        {
            await foreach (var item in _waiting.Reader.ReadAllAsync())
            {
                try
                {
                    await observer.OnNextAsync(item);
                }
                catch (Exception failure)
                {
                    await observer.OnErrorAsync(failure);
                }
            }
        }
    }
}
