using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Testing;

namespace Omnichannel.Storage;

/// <summary>What every database adds to the contract: damage, long histories, failing statements, and two settings that must agree.</summary>
public abstract class AdoNetConformance : JournalConformance
{
    private JournalOptions? _options;

    /// <summary>This test's own database.</summary>
    protected JournalOptions Options => _options!;

    /// <summary>How the store is asked for its plan, and what the plan says when it goes straight to the rows after a version; null where a statement cannot ask.</summary>
    protected abstract (string Explain, string Expected)? PlanOfRows { get; }

    /// <summary>A common table expression <c>numbers</c> with the column <c>n</c>, from 1 to a million.</summary>
    protected abstract string MillionNumbersSql { get; }

    protected abstract string NoBytesSql { get; }

    /// <summary>The payload of a row with one text in the place of another.</summary>
    protected abstract string ReplaceSql(string text, string other);

    public override async Task InitializeAsync()
    {
        _options = await CreateDatabaseAsync();
        await base.InitializeAsync();
    }

    [StoreFact]
    public async Task Append_WhenItHoldsManyEvents_IsOneRowPerEntity()
    {
        var scripts = Enumerable.Range(0, 50).Select(number => new EntityScript(EntityScript.Key(number))).ToArray();
        await Task.WhenAll(scripts.Select(script => Journal.AppendAsync(script.Next(eventCount: 100)).AsTask()));

        Assert.Equal(50, await StoreProbe.ScalarAsync(Options, "SELECT count(*) FROM journal_rows"));
        Assert.Equal(50, await StoreProbe.ScalarAsync(Options, "SELECT sum(position) FROM journal_shards"));
    }

    // I23: a journal that closes has no need of it, and nobody waits for one that takes long.
    [StoreFact]
    public async Task KeepSnapshot_WhenTheJournalCloses_IsGivenUp()
    {
        var script = new EntityScript("closing@main");
        var at = script.Next();
        await Journal.AppendAsync(at);
        var closing = (AdoNetJournal)await ConnectAsync(null);
        using var begun = new ManualResetEventSlim();
        using var made = new ManualResetEventSlim();
        var draft = EntityScript.Draft(at, "one");
        var keeping = closing.KeepSnapshotAsync(draft with { Encode = () => { begun.Set(); made.Wait(); return draft.Encode(); } }).AsTask();
        begun.Wait();
        var closed = closing.DisposeAsync().AsTask();
        made.Set();

        Assert.False(await keeping);
        await closed;
        Assert.False(await closing.KeepSnapshotAsync(draft));
        Assert.Null((await Journal.ReadAsync(script.Entity, CancellationToken.None)).Snapshot);
    }

    // While it is taken, appends go on: nobody waits for it.
    [StoreFact]
    public async Task KeepSnapshot_WhileItIsMade_KeepsNoAppendWaiting()
    {
        var script = new EntityScript("busy@main");
        var at = script.Next();
        await Journal.AppendAsync(at);
        using var made = new ManualResetEventSlim();
        var draft = EntityScript.Draft(at, "one");
        var keeping = Task.Run(async () => await Journal.KeepSnapshotAsync(draft with { Encode = () => { made.Wait(); return draft.Encode(); } }));

        for (var number = 0; number < 20; number++) await Journal.AppendAsync(script.Next());
        Assert.False(keeping.IsCompleted);
        made.Set();

        Assert.True(await keeping);
        var history = await Journal.ReadAsync(script.Entity, CancellationToken.None);
        Assert.Equal((21, 1), (history.Version, history.Snapshot!.Version));
    }

    [StoreFact]
    public async Task Append_WhenAStatementOfTheBatchFails_LeavesNothingOfIt()
    {
        var script = new EntityScript("whole@main");
        var shard = JournalLayout.ShardOf(script.Entity, Journal.ShardCount);
        await StoreProbe.ExecuteAsync(
            Options,
            $"""
            INSERT INTO journal_rows (shard, position, entity_id, expected_version, version, at, checksum, payload)
            VALUES ({shard}, 1, 999999, 0, 1, 0, 0, {NoBytesSql})
            """);
        var append = script.Next();

        await Assert.ThrowsAsync<JournalUnavailableException>(() => Journal.AppendAsync(append).AsTask());

        Assert.Equal(0, await StoreProbe.ScalarAsync(Options, "SELECT count(*) FROM journal_heads"));
        await StoreProbe.ExecuteAsync(Options, "DELETE FROM journal_rows");
        await Journal.AppendAsync(append);
        EntityScript.AssertChain(script.Entity, await Journal.ReadAsync(script.Entity, CancellationToken.None));
    }

    [StoreFact]
    public async Task Read_AfterAMillionEvents_ReadsTheSnapshotAndWhatFollows()
    {
        const int eventsCount = 1_000_000;
        var script = new EntityScript("old@main");
        await Journal.AppendAsync(script.Next());
        await StoreProbe.ExecuteAsync(
            Options,
            $"""
            WITH {MillionNumbersSql}
            INSERT INTO journal_rows (shard, position, entity_id, expected_version, version, at, checksum, payload)
            SELECT r.shard, r.position + n, r.entity_id, r.expected_version + n, r.version + n, r.at, r.checksum, r.payload
            FROM journal_rows r CROSS JOIN numbers
            """);
        await StoreProbe.ExecuteAsync(Options, $"UPDATE journal_heads SET version = {eventsCount + 1}");
        await StoreProbe.ExecuteAsync(Options, $"UPDATE journal_shards SET position = {eventsCount + 1} WHERE position > 0");
        var history = new EntityHistory(eventsCount + 1, null, []);
        var late = EntityScript.After(script.Entity, history);
        await Journal.AppendAsync(late.NextWithSnapshot("state"));
        await Journal.AppendAsync(late.Next());

        var read = await Journal.ReadAsync(script.Entity, CancellationToken.None);

        Assert.Equal((eventsCount + 2, eventsCount + 3), (read.Snapshot!.Version, read.Version));
        Assert.Single(read.Rows);
        Assert.Equal(10, (await Journal.ReadRowsAsync(script.Entity, eventsCount / 2, 10, CancellationToken.None)).Count);
        if (PlanOfRows is not (var explain, var expected)) return;
        var entityId = await StoreProbe.ScalarAsync(Options, "SELECT entity_id FROM journal_heads");
        var plan = await StoreProbe.PlanAsync(Options, explain, ReadQuery.RowsUpToHead, entityId, read.Snapshot.Version, read.Version);
        Assert.Contains(expected, plan, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Read_WhenAnEntityIsDamaged_StopsOnlyThatOne()
    {
        string[] damages =
        [
            "UPDATE journal_heads SET checksum = checksum + 1 WHERE entity_id = {0}",
            "UPDATE journal_heads SET version = version + 1 WHERE entity_id = {0}",
            "UPDATE journal_rows SET checksum = -1 WHERE entity_id = {0} AND version = 4",
            "UPDATE journal_rows SET at = 9223372036854775807 WHERE entity_id = {0} AND version = 3",
            "DELETE FROM journal_rows WHERE entity_id = {0} AND version = 3",
            "DELETE FROM journal_rows WHERE entity_id = {0} AND version = 4",
            "UPDATE journal_snapshots SET chain_checksum = 4294967296 WHERE entity_id = {0}",
        ];
        var sound = new EntityScript("sound@main");
        await Journal.AppendAsync(sound.Next());
        for (var index = 0; index < damages.Length; index++)
        {
            var damaged = new EntityScript(EntityScript.Key(index));
            await Journal.AppendAsync(damaged.Next());
            await Journal.AppendAsync(damaged.NextWithSnapshot("state"));
            await Journal.AppendAsync(damaged.Next());
            await Journal.AppendAsync(damaged.Next());
            var entityId = await StoreProbe.ScalarAsync(Options, $"SELECT entity_id FROM journal_heads WHERE entity = '{damaged.Entity}'");
            await StoreProbe.ExecuteAsync(Options, string.Format(CultureInfo.InvariantCulture, damages[index], entityId));

            await Assert.ThrowsAsync<JournalCorruptException>(() => Journal.ReadAsync(damaged.Entity, CancellationToken.None).AsTask());

            EntityScript.AssertChain(sound.Entity, await Journal.ReadAsync(sound.Entity, CancellationToken.None));
            await Journal.AppendAsync(sound.Next());
        }
    }

    [StoreFact]
    public async Task Read_WhenAByteOfAPayloadIsFlipped_FailsTheFoldOfThatEntityOnly()
    {
        var codec = new StockCodec();
        var payload = codec.EncodeEvents([new StockReceived(EntityScript.StartsAt, new CommandId("delivery-1"), 77, 77, null, null, null, null)]);
        var (damaged, sound) = (new EntityScript("damaged@main"), new EntityScript("sound@main"));
        foreach (var script in new[] { damaged, sound }) await Journal.AppendAsync(script.NextBytes(1, payload));
        await StoreProbe.ExecuteAsync(
            Options,
            $"""
            UPDATE journal_rows SET payload = {ReplaceSql("77", "78")}
            WHERE entity_id = (SELECT entity_id FROM journal_heads WHERE entity = '{damaged.Entity}')
            """);

        var flipped = await Journal.ReadAsync(damaged.Entity, CancellationToken.None);
        var whole = await Journal.ReadAsync(sound.Entity, CancellationToken.None);

        Assert.Throws<JournalCorruptException>(() => codec.Fold(damaged.Entity, flipped));
        Assert.Equal(77, codec.Fold(sound.Entity, whole).State.OnHand);
    }

    [StoreFact]
    public async Task ReadFrom_WhenARowIsMissing_SaysSo()
    {
        var script = new EntityScript("gap@main");
        for (var count = 0; count < 3; count++) await Journal.AppendAsync(script.Next());
        await StoreProbe.ExecuteAsync(Options, "DELETE FROM journal_rows WHERE version = 2");
        var shard = JournalLayout.ShardOf(script.Entity, Journal.ShardCount);

        await Assert.ThrowsAsync<JournalCorruptException>(() => Journal.ReadFromAsync(shard, 0, 10, CancellationToken.None).AsTask());
        Assert.Single(await Journal.ReadFromAsync(shard, 2, 10, CancellationToken.None));
    }

    protected abstract Task<JournalOptions> CreateDatabaseAsync();

    protected override async Task<IJournal> ConnectAsync(int? shardCountWanted) => await AdoNetJournal.OpenAsync(
        Options with { ShardCount = Options.Store == JournalStore.Sqlite ? null : shardCountWanted },
        NullLoggerFactory.Instance);
}
