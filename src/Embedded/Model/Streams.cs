namespace Orleans.Runtime
{
    /// <summary>The name of a stream: a namespace and a key, compared by ordinal.</summary>
    public readonly record struct StreamId
    {
        private readonly string _namespace;
        private readonly string _key;

        private StreamId(string ns, string key) => (_namespace, _key) = (ns, key);

        public static StreamId Create(string ns, string key) => new(ns, key);

        public string? GetNamespace() => _namespace;

        public string GetKeyAsString() => _key;

        public override string ToString() => $"{_namespace}/{_key}";
    }
}

namespace Orleans.Streams
{
    using Orleans.Runtime;

    /// <summary>Where a provider that can go back in a stream would say how far. Streams here cannot: it is always null.</summary>
    public abstract class StreamSequenceToken;

    /// <summary>Whoever hears what a stream carries; one call at a time.</summary>
    public interface IAsyncObserver<in T>
    {
        Task OnNextAsync(T item, StreamSequenceToken? token = null);

        Task OnCompletedAsync() => Task.CompletedTask;

        /// <summary>An item could not be taken, and is not offered again.</summary>
        Task OnErrorAsync(Exception ex);
    }

    /// <summary>A subscription that can be ended.</summary>
    public abstract class StreamSubscriptionHandle<T>
    {
        public abstract StreamId StreamId { get; }

        public abstract Task UnsubscribeAsync();
    }

    /// <summary>A stream costs nothing until somebody subscribes.</summary>
    public interface IAsyncStream<T>
    {
        StreamId StreamId { get; }

        /// <summary>Hands an item to whoever is subscribed now; does not wait until they have taken it.</summary>
        Task OnNextAsync(T item, StreamSequenceToken? token = null);

        /// <summary>Hears what is published from now on, in the order in which one publisher published it.</summary>
        Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);
    }

    /// <summary>Streams of one kind of delivery. A keyed service; the key is its name.</summary>
    public interface IStreamProvider
    {
        string Name { get; }

        IAsyncStream<T> GetStream<T>(StreamId streamId);
    }
}
