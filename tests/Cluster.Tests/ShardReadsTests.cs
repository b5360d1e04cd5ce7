using Omnichannel.Journal;
using Omnichannel.Silo.Cluster;
using Omnichannel.Testing;

namespace Omnichannel.Cluster;

public class ShardReadsTests
{
    [Fact]
    public async Task Silent_WhenEveryShardAnswers_IsNone() =>
        Assert.Empty(await ShardReads.SilentAsync(new Shards(8, static (_, _) => default), TimeProvider.System));

    [Fact]
    public async Task Silent_WhenSomeFailOrHang_NamesThemWithinTheLimit()
    {
        var clock = new ManualTime();
        var never = new TaskCompletionSource<IReadOnlyList<FeedRow>>();
        var asking = ShardReads.SilentAsync(
            new Shards(4, (shard, _) => shard switch
            {
                1 => throw new JournalUnknownException("The table is locked."),
                3 => new(never.Task),
                _ => new([]),
            }),
            clock);
        Assert.False(asking.IsCompleted);

        clock.Advance(TimeSpan.FromMilliseconds(Limits.ReadyMillisecondsMax));

        var silent = await asking.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal([1, 3], silent.Select(shard => shard.Shard));
        Assert.IsType<JournalUnknownException>(silent[0].Failure);
    }

    // What nobody waits for any more must not keep a connection that the grains need.
    [Fact]
    public async Task Silent_WhenTheLimitIsReached_TellsTheStore()
    {
        var clock = new ManualTime();
        var told = new TaskCompletionSource();
        var asking = ShardReads.SilentAsync(
            new Shards(1, async (_, limit) =>
            {
                await using var registration = limit.Register(told.SetResult);
                await told.Task;
                limit.ThrowIfCancellationRequested();
                return [];
            }),
            clock);

        clock.Advance(TimeSpan.FromMilliseconds(Limits.ReadyMillisecondsMax));

        await told.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, Assert.Single(await asking).Shard);
    }

    /// <summary>A journal that is only asked for the tails of its shards.</summary>
    private sealed class Shards(int count, Func<int, CancellationToken, ValueTask<IReadOnlyList<FeedRow>>> read) : IJournal
    {
        public int ShardCount => count;

        public bool IsBusy => throw new NotSupportedException();

        public ValueTask AppendAsync(JournalAppend append) => throw new NotSupportedException();

        public ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft) => throw new NotSupportedException();

        public ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<JournalRow>> ReadRowsAsync(EntityKey entity, long afterVersion, int rowsMax, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<FeedRow>> ReadFromAsync(int shard, long afterPosition, int rowsMax, CancellationToken cancellationToken) => read(shard, cancellationToken);

        public ValueTask<IReadOnlyList<EntityKey>> ReadDueAsync(DateTimeOffset until, int entitiesMax, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
