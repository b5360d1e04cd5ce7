using System.Text;
using Omnichannel.Journal;
using Omnichannel.Testing;

namespace Omnichannel.Storage;

/// <summary>The contract of <see cref="IJournal"/>, executable: one writer per version (I8), positions without gaps (I9). Every journal has a class that inherits it.</summary>
public abstract partial class JournalConformance : IAsyncLifetime
{
    private readonly List<IJournal> _opened = [];
    private IJournal? _journal;

    /// <summary>The journal on this test's own, at first empty database.</summary>
    protected IJournal Journal => _journal!;

    public virtual async Task InitializeAsync() => _journal = await OpenAsync();

    public virtual async Task DisposeAsync()
    {
        foreach (var journal in _opened) await CloseAsync(journal);
    }

    [StoreFact]
    public async Task Read_WhenNeverWritten_IsEmpty()
    {
        var history = await Journal.ReadAsync(new("stock", "nothing@main"), CancellationToken.None);

        Assert.Equal(0, history.Version);
        Assert.Null(history.Snapshot);
        Assert.Empty(history.Rows);
        Assert.Empty(await Journal.ReadRowsAsync(new("stock", "nothing@main"), 0, 10, CancellationToken.None));
    }

    [StoreFact]
    public async Task Append_WhenReadBack_IsWhatWasWritten()
    {
        var script = new EntityScript("a/b:c.d_e-1@main");
        var (first, second) = (script.Next(3, "größer"), script.Next());
        await Journal.AppendAsync(first);
        await Journal.AppendAsync(second);

        var history = await Journal.ReadAsync(script.Entity, CancellationToken.None);

        Assert.Equal(4, history.Version);
        Assert.Equal([(0, 3), (3, 4)], history.Rows.Select(row => (row.ExpectedVersion, row.Version)));
        Assert.Equal([first.At, second.At], history.Rows.Select(row => row.At));
        Assert.Equal(first.Payload.ToArray(), history.Rows[0].Payload.ToArray());
        Assert.All(history.Rows, row => Assert.Equal(script.Entity, row.Entity));
        EntityScript.AssertChain(script.Entity, history);
    }

    [StoreFact]
    public async Task Append_WhenManyWriteFirst_AcceptsExactlyOne()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = EntityScript.Key(round);
            var firsts = Enumerable.Range(0, 32).Select(writer => new EntityScript(key).Next(text: $"{writer}"));
            var outcomes = await Task.WhenAll(firsts.Select(first => TryAppendAsync(Journal, first)));

            var winner = Array.IndexOf(outcomes, true);
            var history = await Journal.ReadAsync(new("stock", key), CancellationToken.None);
            Assert.Single(outcomes, true);
            Assert.Equal($"[\"{winner}\"]", Encoding.UTF8.GetString(Assert.Single(history.Rows).Payload.Span));
        }
    }

    [StoreFact]
    public async Task Append_WhenVersionIsNotTheHeads_IsFencedAndLeavesNothing()
    {
        var script = new EntityScript("fenced@main");
        var (first, second) = (script.Next(2), script.Next());
        await Journal.AppendAsync(first);

        Assert.False(await TryAppendAsync(Journal, first));
        Assert.False(await TryAppendAsync(Journal, second with { ExpectedVersion = 1 }));
        Assert.False(await TryAppendAsync(Journal, second with { ExpectedVersion = 3 }));
        Assert.False(await TryAppendAsync(Journal, second with { Entity = new("stock", "other@main") }));

        await Journal.AppendAsync(second);
        EntityScript.AssertChain(script.Entity, await Journal.ReadAsync(script.Entity, CancellationToken.None));
        Assert.Equal(0, (await Journal.ReadAsync(new("stock", "other@main"), CancellationToken.None)).Version);
        Assert.Equal(2, (await ReadAllAsync(Journal)).Count);
    }

    [StoreFact]
    public async Task Append_WhenNeighboursAreFenced_LandsTheOthers()
    {
        var scripts = Enumerable.Range(0, 200).Select(number => new EntityScript(EntityScript.Key(number))).ToArray();
        await Task.WhenAll(scripts.Select(script => Journal.AppendAsync(script.Next()).AsTask()));

        // Every third is one version behind.
        var outcomes = await Task.WhenAll(scripts.Select((script, index) =>
            TryAppendAsync(Journal, index % 3 == 0 ? new EntityScript(script.Entity).Next(text: "late") : script.Next(text: "next"))));

        Assert.Equal(scripts.Select((_, index) => index % 3 != 0), outcomes);
        foreach (var script in scripts)
        {
            var history = await Journal.ReadAsync(script.Entity, CancellationToken.None);
            Assert.Equal(script.Version, history.Version);
            EntityScript.AssertChain(script.Entity, history);
        }
    }

    [StoreFact]
    public async Task Append_WhenNextDoesNotWaitForTheLast_KeepsTheOrder()
    {
        var script = new EntityScript("eager@main");

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Journal.AppendAsync(script.Next()).AsTask()).ToArray());

        var history = await Journal.ReadAsync(script.Entity, CancellationToken.None);
        Assert.Equal(100, history.Version);
        EntityScript.AssertChain(script.Entity, history);
    }

    [StoreFact]
    public async Task ReadFrom_WhileManyAppend_HasNoGapsAndNeverLooksBack()
    {
        const int entitiesCount = 40;
        const int appendsCount = 15;
        using var done = new CancellationTokenSource();
        var tails = Enumerable.Range(0, Journal.ShardCount).Select(shard => TailAsync(shard, done.Token)).ToArray();

        await Task.WhenAll(Enumerable.Range(0, entitiesCount).Select(async number =>
        {
            var script = new EntityScript(EntityScript.Key(number));
            for (var count = 0; count < appendsCount; count++) await Journal.AppendAsync(script.Next());
        }));
        await done.CancelAsync();

        var rows = (await Task.WhenAll(tails)).SelectMany(tail => tail).ToArray();
        Assert.Equal(entitiesCount * appendsCount, rows.Length);
        foreach (var entity in rows.GroupBy(row => row.Row.Entity))
        {
            Assert.Single(entity.Select(row => row.Shard).Distinct());
            Assert.Equal(Enumerable.Range(0, appendsCount), entity.Select(row => (int)row.Row.ExpectedVersion));
        }

        Assert.Equal(rows.Select(Place), (await ReadAllAsync(Journal)).Select(Place));
    }

    [StoreFact]
    public async Task ReadFrom_WhenAPageIsAsked_ReturnsNoMore()
    {
        var script = new EntityScript("paged@main");
        for (var count = 0; count < 10; count++) await Journal.AppendAsync(script.Next());
        var shard = JournalLayout.ShardOf(script.Entity, Journal.ShardCount);

        Assert.Equal([4, 5, 6], (await Journal.ReadFromAsync(shard, 3, 3, CancellationToken.None)).Select(row => row.Position));
        Assert.Equal([10], (await Journal.ReadFromAsync(shard, 9, 3, CancellationToken.None)).Select(row => row.Position));
        Assert.Empty(await Journal.ReadFromAsync(shard, 10, 3, CancellationToken.None));
        Assert.Empty(await Journal.ReadFromAsync(shard, 99, 3, CancellationToken.None));
    }

    [StoreFact]
    public async Task Read_WhenSnapshotsWereTaken_StartsAtTheNewest()
    {
        var script = new EntityScript("snapshot@main");
        await Journal.AppendAsync(script.Next(5));
        await Journal.AppendAsync(script.NextWithSnapshot("older"));
        await Journal.AppendAsync(script.Next(2));
        var kept = script.NextWithSnapshot("newer");
        await Journal.AppendAsync(kept);

        var atSnapshot = await Journal.ReadAsync(script.Entity, CancellationToken.None);
        await Journal.AppendAsync(script.Next(3));
        await Journal.AppendAsync(script.Next());
        var later = await Journal.ReadAsync(script.Entity, CancellationToken.None);

        Assert.Equal("newer", Encoding.UTF8.GetString(later.Snapshot!.Payload.Span));
        Assert.Equal((kept.Version, kept.Checksum), (later.Snapshot.Version, later.Snapshot.ChainChecksum));
        Assert.Equal(kept.Snapshot!.PayloadChecksum, later.Snapshot.PayloadChecksum);
        Assert.Empty(atSnapshot.Rows);
        Assert.Equal(9, atSnapshot.Version);
        Assert.Equal([(9, 12), (12, 13)], later.Rows.Select(row => (row.ExpectedVersion, row.Version)));
        EntityScript.AssertChain(script.Entity, later);

        // The fence does not rest on the rows that a reader needs.
        Assert.False(await TryAppendAsync(Journal, new EntityScript(script.Entity).Next()));
    }

    [StoreFact]
    public async Task Append_WhenFencedWithASnapshot_KeepsTheOldSnapshot()
    {
        var script = new EntityScript("zombie@main");
        await Journal.AppendAsync(script.NextWithSnapshot("truth"));

        Assert.False(await TryAppendAsync(Journal, new EntityScript(script.Entity).NextWithSnapshot("zombie")));

        var history = await Journal.ReadAsync(script.Entity, CancellationToken.None);
        Assert.Equal("truth", Encoding.UTF8.GetString(history.Snapshot!.Payload.Span));
    }

    [StoreFact]
    public async Task Append_WhenItContradictsItself_IsRefusedBeforeAnything()
    {
        var script = new EntityScript("odd@main");
        var append = script.NextWithSnapshot("state");
        var snapshot = append.Snapshot!;

        foreach (var odd in new[]
        {
            append with { EventCount = 0 },
            append with { ExpectedVersion = -1 },
            append with { Snapshot = snapshot with { Version = 2 } },
            append with { Snapshot = snapshot with { ChainChecksum = ~snapshot.ChainChecksum } },
        })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Journal.AppendAsync(odd));
        }

        await Journal.AppendAsync(append);
        Assert.Single(await ReadAllAsync(Journal));
    }

    [StoreFact]
    public async Task ReadRows_WhenAVersionIsInsideARow_ReturnsThatRowFirst()
    {
        var script = new EntityScript("rows@main");
        foreach (var eventCount in new[] { 4, 1, 5, 2 }) await Journal.AppendAsync(script.Next(eventCount));

        Assert.Equal([4, 5, 10, 12], await VersionsAsync(0, 10));
        Assert.Equal([4, 5], await VersionsAsync(3, 2));
        Assert.Equal([5, 10], await VersionsAsync(4, 2));
        Assert.Equal([10, 12], await VersionsAsync(7, 10));
        Assert.Empty(await VersionsAsync(12, 10));

        async Task<IEnumerable<long>> VersionsAsync(long after, int rowsMax) =>
            (await Journal.ReadRowsAsync(script.Entity, after, rowsMax, CancellationToken.None)).Select(row => row.Version);
    }

    [StoreFact]
    public async Task ReadDue_WhenTimesMoved_ReturnsTheOverdueInOrder()
    {
        var (early, late) = (new EntityScript("early@main"), new EntityScript("late@main"));
        var (moved, never) = (new EntityScript("moved@main"), new EntityScript("never@main"));
        var start = EntityScript.StartsAt;
        await Journal.AppendAsync(late.Next(dueAt: start.AddSeconds(20)));
        await Journal.AppendAsync(early.Next(dueAt: start.AddSeconds(10)));
        await Journal.AppendAsync(moved.Next(dueAt: start.AddSeconds(1)));
        await Journal.AppendAsync(never.Next(dueAt: start.AddSeconds(1)));
        await Journal.AppendAsync(moved.Next(dueAt: start.AddSeconds(15)));
        await Journal.AppendAsync(never.Next());

        Assert.Empty(await DueAsync(9, 10));
        Assert.Equal([early.Entity], await DueAsync(10, 10));
        Assert.Equal([early.Entity, moved.Entity, late.Entity], await DueAsync(20, 10));
        Assert.Equal([early.Entity, moved.Entity], await DueAsync(20, 2));

        async Task<IReadOnlyList<EntityKey>> DueAsync(int seconds, int entitiesMax) =>
            await Journal.ReadDueAsync(start.AddSeconds(seconds), entitiesMax, CancellationToken.None);
    }

    [StoreFact]
    public async Task ReadDue_WhenADueTimeIsNotWholeMilliseconds_IsNeverEarly()
    {
        var script = new EntityScript("ticks@main");
        var dueAt = EntityScript.StartsAt.AddTicks(1);
        await Journal.AppendAsync(script.Next(dueAt: dueAt));

        Assert.Empty(await Journal.ReadDueAsync(EntityScript.StartsAt, 10, CancellationToken.None));
        Assert.Equal([script.Entity], await Journal.ReadDueAsync(EntityScript.StartsAt.AddMilliseconds(1), 10, CancellationToken.None));
    }

    [StoreFact]
    public async Task Append_WhenAPayloadIsLargerThanABatch_IsKeptWhole()
    {
        var payload = new byte[Limits.JournalBatchBytesMax + 1];
        for (var index = 0; index < payload.Length; index++) payload[index] = (byte)(index % 251);
        var (script, neighbour) = (new EntityScript("large@main"), new EntityScript("small@main"));

        await Task.WhenAll(
            Journal.AppendAsync(script.NextBytes(1, payload)).AsTask(),
            Journal.AppendAsync(neighbour.Next()).AsTask());

        var history = await Journal.ReadAsync(script.Entity, CancellationToken.None);
        Assert.True(Assert.Single(history.Rows).Payload.Span.SequenceEqual(payload));
        Assert.Equal(1, (await Journal.ReadAsync(neighbour.Entity, CancellationToken.None)).Version);
    }

    [StoreFact]
    public async Task Append_WhenTwoProcessesOwnOneEntity_AcceptsOneWriterPerVersion()
    {
        var entity = new EntityKey("stock", "twice@main");
        IJournal[] processes = [Journal, await OpenAsync()];
        for (var round = 1; round <= 40; round++)
        {
            // Both believe to know the truth, and both are right until one of them writes.
            var histories = await Task.WhenAll(processes.Select(process => process.ReadAsync(entity, CancellationToken.None).AsTask()));
            var owners = histories.Select(history => EntityScript.After(entity, history)).ToArray();
            var outcomes = await Task.WhenAll(processes.Select((process, index) => TryAppendAsync(process, owners[index].Next(text: $"{index}"))));

            Assert.Single(outcomes, true);
            foreach (var process in processes)
            {
                var history = await process.ReadAsync(entity, CancellationToken.None);
                Assert.Equal(round, history.Version);
                EntityScript.AssertChain(entity, history);
            }
        }
    }

    [StoreFact]
    public async Task Open_WhenTheJournalExists_FindsEverythingAgain()
    {
        var scripts = Enumerable.Range(0, 20).Select(number => new EntityScript(EntityScript.Key(number))).ToArray();
        foreach (var script in scripts) await Journal.AppendAsync(script.Next(dueAt: EntityScript.StartsAt));
        var before = await ReadAllAsync(Journal);
        var shardCount = Journal.ShardCount;

        await CloseAsync(Journal);
        var reopened = await OpenAsync(shardCountWanted: 3);

        Assert.Equal(shardCount, reopened.ShardCount);
        Assert.Equal(before.Select(Place), (await ReadAllAsync(reopened)).Select(Place));
        Assert.Equal(20, (await reopened.ReadDueAsync(EntityScript.StartsAt, 100, CancellationToken.None)).Count);
        foreach (var script in scripts) await reopened.AppendAsync(script.Next());
        Assert.Equal(40, (await ReadAllAsync(reopened)).Count);
    }

    protected static async Task<bool> TryAppendAsync(IJournal journal, JournalAppend append)
    {
        try
        {
            await journal.AppendAsync(append);
            return true;
        }
        catch (JournalFencedException fenced)
        {
            Assert.Equal(append.Entity, fenced.Entity);
            return false;
        }
    }

    /// <summary>Opens a journal on this test's database: each is like another process.</summary>
    protected abstract Task<IJournal> ConnectAsync(int? shardCountWanted);

    protected virtual ValueTask CloseAsync(IJournal journal) => journal is IAsyncDisposable disposable ? disposable.DisposeAsync() : default;

    private static (int Shard, long Position, EntityKey Entity, long Version) Place(FeedRow row) =>
        (row.Shard, row.Position, row.Row.Entity, row.Row.Version);

    private static async Task<List<FeedRow>> ReadAllAsync(IJournal journal)
    {
        var rows = new List<FeedRow>();
        for (var shard = 0; shard < journal.ShardCount; shard++)
            rows.AddRange(await journal.ReadFromAsync(shard, 0, int.MaxValue, CancellationToken.None));
        return rows;
    }

    private async Task<IJournal> OpenAsync(int? shardCountWanted = null)
    {
        var journal = await ConnectAsync(shardCountWanted);
        _opened.Add(journal);
        return journal;
    }

    // Reads until told that all is written and nothing more comes.
    private async Task<List<FeedRow>> TailAsync(int shard, CancellationToken done)
    {
        var rows = new List<FeedRow>();
        while (true)
        {
            var isLast = done.IsCancellationRequested;
            var page = await Journal.ReadFromAsync(shard, rows.Count, 7, CancellationToken.None);
            foreach (var row in page)
            {
                Assert.Equal(rows.Count + 1, row.Position);
                rows.Add(row);
            }

            if (isLast && page.Count == 0) return rows;
            await Task.Yield();
        }
    }
}
