namespace Omnichannel.Feed;

/// <summary>An entry of the journal as it goes through a stream, with its cursor: a subscriber who compares positions sees a gap, and fills it from the feed.</summary>
/// <param name="Shard">From 0.</param>
[GenerateSerializer, Immutable, Alias("streamed-entry")]
public sealed record StreamedEntry([property: Id(0)] int Shard, [property: Id(1)] FeedEntry Entry);

/// <summary>Where the journal is published.</summary>
public static class JournalStreams
{
    /// <summary>The name of the stream provider.</summary>
    public const string Provider = "journal";

    /// <summary>The namespace of the streams; their keys are the numbers of the shards.</summary>
    public const string Namespace = "journal";
}

/// <summary>Publishes the committed journal of one shard, in order, to its stream, while somebody follows; its key is the number of the shard, from 0.</summary>
/// <remarks>What it publishes is a hint that comes soon. It begins anew at the end of the journal when it moves, so that entries may be missing from the stream; in the feed they never are.</remarks>
[Alias("shard-publisher-grain")]
public interface IShardPublisherGrain : IGrainWithStringKey
{
    /// <summary>Says that somebody follows: publishing goes on for <see cref="Limits.StreamFollowedSeconds"/>. Returns the position up to which all has been handed to the stream, or lies before its beginning.</summary>
    [Alias("follow")]
    Task<long> Follow();
}
