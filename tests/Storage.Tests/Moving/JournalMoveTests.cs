using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Journal;
using Omnichannel.Privacy;
using Omnichannel.Storage;
using Omnichannel.Testing;

namespace Omnichannel.Moving;

/// <summary>A journal that was moved is the same journal; a move that cannot be whole changes nothing that a grid would serve from.</summary>
[Collection(PostgresCollection.Name)]
public sealed class JournalMoveTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int EntitiesCount = 60;
    private readonly TemporaryFolder _folder = new();
    private readonly List<AdoNetJournal> _opened = [];
    private readonly MasterKeys _masters = new([new(DataKeysConformance.Bytes(1))]);
    private AdoNetJournal _source = null!;

    public async Task InitializeAsync()
    {
        _source = await OpenFileAsync("source.db");
        await FillAsync(_source);
    }

    public async Task DisposeAsync()
    {
        foreach (var journal in _opened) await journal.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Move_ToAnotherFile_KeepsEveryRowAtItsPosition()
    {
        var target = await OpenFileAsync("target.db");

        await MoveAsync(_source, target);

        await AssertSameAsync(_source, target);
        Assert.Equal((await FeedAsync(_source)).Select(Describe), (await FeedAsync(target)).Select(Describe));
    }

    [PostgresFact]
    public async Task Move_ToAServerWithMoreShardsAndBack_KeepsEveryEntity()
    {
        var server = await OpenAsync(new() { Store = JournalStore.Postgres, ConnectionString = await postgres.Server.CreateDatabaseAsync(), ShardCount = 4 });
        var back = await OpenFileAsync("back.db");

        var there = await MoveAsync(_source, server);
        var returned = await MoveAsync(server, back);

        Assert.Equal(there, returned);
        await AssertSameAsync(_source, server);
        await AssertSameAsync(_source, back);
        foreach (var script in await ContinueAsync(server)) await server.AppendAsync(script.Next());
    }

    [Theory]
    [InlineData("flipped")]
    [InlineData("changed payload")]
    [InlineData("missing row")]
    [InlineData("swapped rows")]
    [InlineData("missing key")]
    [InlineData("cut off")]
    [InlineData("cut within a line")]
    [InlineData("more after the end")]
    [InlineData("another file")]
    [InlineData("empty")]
    public async Task Import_WhenTheFileIsDamaged_SaysSoAndWritesNothing(string damage)
    {
        var target = await OpenFileAsync("target.db");
        var bytes = Damage(await ExportAsync(_source), damage);

        await Assert.ThrowsAsync<JournalFileException>(() => new JournalImport(target).ReadAsync(() => new MemoryStream(bytes), CancellationToken.None));

        Assert.Empty(await FeedAsync(target));
        await MoveAsync(_source, target);
    }

    [Fact]
    public async Task Import_WhenTheJournalIsNotEmpty_IsRefused()
    {
        var (written, keyed) = (await OpenFileAsync("written.db"), await OpenFileAsync("keyed.db"));
        await written.AppendAsync(new EntityScript("there@main").Next());
        await keyed.KeysUnder(_masters).GetOrCreateAsync("customer/ada", default);

        foreach (var target in new[] { written, keyed, _source }) await Assert.ThrowsAsync<JournalMovedException>(() => MoveAsync(_source, target));

        Assert.Single(await FeedAsync(written));
    }

    [Fact]
    public async Task Import_WhenItIsBrokenOff_LeavesNothingThatAGridWouldServe()
    {
        var target = await OpenFileAsync("target.db");
        var bytes = await ExportAsync(_source);
        var opened = 0;

        // Whole when it is read for the first time.
        Stream Open() => opened++ == 0 ? new MemoryStream(bytes) : new BreakingStream(bytes, bytes.Length / 2);

        await Assert.ThrowsAsync<IOException>(() => new JournalImport(target).ReadAsync(Open, CancellationToken.None));

        var refusal = await Assert.ThrowsAsync<StoreSetupException>(() => OpenFileAsync("target.db"));
        Assert.Contains("import", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<JournalMovedException>(() => MoveAsync(_source, target));
    }

    [Fact]
    public async Task Export_WhenSomebodyWritesMeanwhile_IsRefused()
    {
        var writer = new EntityScript("late@main");
        await _source.AppendAsync(new EntityScript("large@main").NextBytes(1, new byte[1024 * 1024]));
        await using var stream = new CallbackStream(() => _source.AppendAsync(writer.Next()).AsTask());

        await Assert.ThrowsAsync<JournalMovedException>(() => new JournalExport(_source).WriteAsync(stream, CancellationToken.None));
    }

    [Theory]
    [InlineData("UPDATE journal_rows SET payload = x'5b5d' WHERE position = 7")]
    [InlineData("DELETE FROM journal_rows WHERE position = 7")]
    [InlineData("UPDATE journal_heads SET version = version + 1 WHERE entity_id = 3")]
    [InlineData("UPDATE journal_snapshots SET payload = x'5b5d'")]
    public async Task Export_WhenTheJournalIsDamaged_IsRefused(string damage)
    {
        await StoreProbe.ExecuteAsync(SourceOptions, damage);

        await Assert.ThrowsAsync<JournalCorruptException>(() => ExportAsync(_source));
    }

    private JournalOptions SourceOptions => OptionsOf("source.db");

    // Rows of several events, entities with and without snapshots, due times of which the last counts, keys that live and keys that were destroyed.
    private async Task FillAsync(AdoNetJournal journal)
    {
        for (var number = 0; number < EntitiesCount; number++)
        {
            var script = new EntityScript(EntityScript.Key(number));
            await journal.AppendAsync(script.Next(1 + (number % 3), "größer", EntityScript.StartsAt));
            if (number % 2 == 0) await journal.AppendAsync(script.NextWithSnapshot($"state {number}"));
            await journal.AppendAsync(script.Next(dueAt: number % 5 == 0 ? EntityScript.StartsAt.AddHours(number) : null));
            if (number % 4 == 0) await journal.AppendAsync(script.NextWithSnapshot($"newer {number}") with { DueAt = EntityScript.StartsAt.AddDays(number) });
        }

        var keys = journal.KeysUnder(_masters);
        for (var number = 0; number < 5; number++) await keys.GetOrCreateAsync($"customer/{number}", default);
        await keys.DestroyAsync("customer/3", default);
    }

    private async Task AssertSameAsync(AdoNetJournal source, AdoNetJournal target)
    {
        foreach (var entity in (await FeedAsync(source)).Select(row => row.Row.Entity).Distinct())
        {
            var (old, moved) = (await source.ReadAsync(entity, CancellationToken.None), await target.ReadAsync(entity, CancellationToken.None));
            Assert.Equal(Describe(old), Describe(moved));
            EntityScript.AssertChain(entity, moved);
            Assert.Equal((await RowsAsync(source, entity)).Select(Describe), (await RowsAsync(target, entity)).Select(Describe));
        }

        Assert.Equal((await FeedAsync(source)).Count, (await FeedAsync(target)).Count);
        foreach (var days in new[] { 0, 1, 8, 100 })
        {
            var until = EntityScript.StartsAt.AddDays(days);
            Assert.Equal(await source.ReadDueAsync(until, 1_000, CancellationToken.None), await target.ReadDueAsync(until, 1_000, CancellationToken.None));
        }

        var (oldKeys, movedKeys) = (source.KeysUnder(_masters), target.KeysUnder(_masters));
        for (var number = 0; number < 6; number++)
            Assert.Equal(Describe(await oldKeys.FindAsync($"customer/{number}", default)), Describe(await movedKeys.FindAsync($"customer/{number}", default)));
    }

    private static async Task<MovedCounts> MoveAsync(AdoNetJournal source, AdoNetJournal target)
    {
        var bytes = await ExportAsync(source);
        return await new JournalImport(target).ReadAsync(() => new MemoryStream(bytes), CancellationToken.None);
    }

    private static async Task<byte[]> ExportAsync(AdoNetJournal source)
    {
        using var stream = new MemoryStream();
        await new JournalExport(source).WriteAsync(stream, CancellationToken.None);
        return stream.ToArray();
    }

    private static byte[] Damage(byte[] bytes, string damage)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n')[..^1];
        var middle = lines.Length / 2;
        switch (damage)
        {
            case "flipped":
                bytes[bytes.Length / 2] ^= 4;
                return bytes;
            case "changed payload":
                lines[5] = lines[5].Replace("\"payload\":\"W", "\"payload\":\"X", StringComparison.Ordinal);
                break;
            case "missing row":
                lines = [.. lines[..middle], .. lines[(middle + 1)..]];
                break;
            case "swapped rows":
                (lines[1], lines[2]) = (lines[2], lines[1]);
                break;
            case "missing key":
                lines = [.. lines[..^2], lines[^1]];
                break;
            case "cut off":
                lines = lines[..middle];
                break;
            case "cut within a line":
                return bytes[..^10];
            case "more after the end":
                lines = [.. lines, lines[1]];
                break;
            case "another file":
                lines[0] = "{\"sku\":\"MUG-1\"}";
                break;
            default:
                return [];
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
    }

    private async Task<List<EntityScript>> ContinueAsync(AdoNetJournal journal)
    {
        var scripts = new List<EntityScript>();
        foreach (var entity in (await FeedAsync(_source)).Select(row => row.Row.Entity).Distinct())
            scripts.Add(EntityScript.After(entity, await journal.ReadAsync(entity, CancellationToken.None)));
        return scripts;
    }

    private static async Task<List<FeedRow>> FeedAsync(AdoNetJournal journal)
    {
        var rows = new List<FeedRow>();
        for (var shard = 0; shard < journal.ShardCount; shard++) rows.AddRange(await journal.ReadFromAsync(shard, 0, int.MaxValue, CancellationToken.None));
        return rows;
    }

    private static async Task<IReadOnlyList<JournalRow>> RowsAsync(AdoNetJournal journal, EntityKey entity) =>
        await journal.ReadRowsAsync(entity, 0, int.MaxValue, CancellationToken.None);

    private static string Describe(FeedRow row) => $"{row.Shard}:{row.Position} {Describe(row.Row)}";

    private static string Describe(JournalRow row) =>
        $"{row.Entity} {row.ExpectedVersion}-{row.Version} {row.At:O} {row.Checksum} {Convert.ToHexString(row.Payload.Span)}";

    private static string Describe(EntityHistory history) =>
        $"{history.Version} {history.Snapshot?.Version} {history.Snapshot?.PayloadChecksum} {Convert.ToHexString((history.Snapshot?.Payload ?? default).Span)} {history.Rows.Count}";

    private static string Describe(DataKey? key) => key is null ? "none" : key.Key is { } known ? Convert.ToHexString(known.Secret) : "destroyed";

    private JournalOptions OptionsOf(string file) => new() { Store = JournalStore.Sqlite, ConnectionString = $"Data Source={_folder.File(file)}" };

    private Task<AdoNetJournal> OpenFileAsync(string file) => OpenAsync(OptionsOf(file));

    private async Task<AdoNetJournal> OpenAsync(JournalOptions options)
    {
        var journal = await AdoNetJournal.OpenAsync(options, NullLoggerFactory.Instance);
        _opened.Add(journal);
        return journal;
    }
}

/// <summary>A file on a disk that fails after so many bytes.</summary>
internal sealed class BreakingStream(byte[] bytes, int bytesMax) : MemoryStream(bytes, 0, bytesMax)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await base.ReadAsync(buffer, cancellationToken) is var read && read > 0 ? read : throw new IOException("The disk is gone.");
}

/// <summary>Does something at every write.</summary>
internal sealed class CallbackStream(Func<Task> onWrite) : MemoryStream
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await onWrite();
}
