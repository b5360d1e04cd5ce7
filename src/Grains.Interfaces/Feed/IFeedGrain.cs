namespace Omnichannel.Feed;

/// <summary>Events of one entity that became durable together, at their place in the log of their shard.</summary>
/// <param name="Position">From 1, without gaps inside a shard.</param>
/// <param name="Entity"><c>kind/key</c>.</param>
/// <param name="EventsJson">A JSON array; its first event has version <c>ExpectedVersion + 1</c>, its last <paramref name="Version"/>.</param>
[GenerateSerializer, Immutable, Alias("feed-entry")]
public sealed record FeedEntry(
    [property: Id(0)] long Position,
    [property: Id(1)] string Entity,
    [property: Id(2)] long ExpectedVersion,
    [property: Id(3)] long Version,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] string EventsJson);

/// <param name="NextAfter">Where the next page starts.</param>
/// <param name="IsEnd">True when nothing later was durable at the time of reading.</param>
[GenerateSerializer, Immutable, Alias("feed-page")]
public sealed record FeedPage([property: Id(0)] IReadOnlyList<FeedEntry> Entries, [property: Id(1)] long NextAfter, [property: Id(2)] bool IsEnd);

/// <summary>What an operator wants to know of the store before trusting it.</summary>
/// <param name="Store">Which database holds the journal.</param>
/// <param name="Durability">What an acknowledgement survives, in the words of the store's settings.</param>
/// <param name="Place">Where the data is; no secrets.</param>
[GenerateSerializer, Immutable, Alias("store-facts")]
public sealed record StoreFacts([property: Id(0)] string Store, [property: Id(1)] string Durability, [property: Id(2)] string Place);

/// <summary>Reads the committed journal of one shard; its key is the number of the shard, from 0.</summary>
[Alias("feed-grain")]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>How many shards the journal has; the same for every shard.</summary>
    [Alias("shard-count")]
    Task<int> ShardCount();

    /// <summary>What there is to know of the store; the same for every shard.</summary>
    [Alias("store")]
    Task<StoreFacts> Store();

    /// <summary>Entries after a position (0 for the start), in order, at most <paramref name="limit"/> (1 to <see cref="Limits.FeedPageMax"/>).</summary>
    [Alias("read")]
    Task<FeedPage> Read(long afterPosition, int limit);
}
