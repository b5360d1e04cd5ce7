using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Omnichannel.Journal;
using Orleans.Concurrency;
using Orleans.Streams;

namespace Omnichannel.Feed;

/// <summary>Tails the journal of one shard for its stream.</summary>
[Reentrant]
public sealed class ShardPublisherGrain([FromKeyedServices(JournalStreams.Provider)] IStreamProvider streams, GridServices services) : Grain, IShardPublisherGrain
{
    private int _shard;
    private long _position;
    private long _followedAt;
    private IAsyncStream<StreamedEntry> _stream = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        _shard = int.Parse(key, CultureInfo.InvariantCulture);
        _stream = streams.GetStream<StreamedEntry>(StreamId.Create(JournalStreams.Namespace, key));
        _position = await FindEndAsync();
        _followedAt = services.Clock.GetTimestamp();
        var tick = TimeSpan.FromMilliseconds(Limits.StreamTickMilliseconds);
        this.RegisterGrainTimer(PublishAsync, new GrainTimerCreationOptions(tick, tick) { KeepAlive = true });
    }

    public Task<long> Follow()
    {
        _followedAt = services.Clock.GetTimestamp();
        return Task.FromResult(_position);
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (services.Clock.GetElapsedTime(_followedAt) > TimeSpan.FromSeconds(Limits.StreamFollowedSeconds))
        {
            DeactivateOnIdle();
            return;
        }

        foreach (var row in await services.Journal.ReadFromAsync(_shard, _position, Limits.StreamEntriesPerTickMax, cancellationToken))
        {
            await _stream.OnNextAsync(new(_shard, FeedGrain.EntryOf(row)));
            _position = row.Position;
        }
    }

    // Positions have no gaps: the end is between the last doubling that has a row and the first that has none.
    private async Task<long> FindEndAsync()
    {
        var (before, after) = (0L, 1L);
        while (await HasRowAsync(after)) (before, after) = (after, checked(after * 2));
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            if (await HasRowAsync(middle)) before = middle;
            else after = middle;
        }

        return before;
    }

    private async Task<bool> HasRowAsync(long position) => (await FeedGrain.ReadAsync(services.Journal, _shard, position - 1, 1)).Count > 0;
}
