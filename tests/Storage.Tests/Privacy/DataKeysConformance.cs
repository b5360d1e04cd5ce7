using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Journal;
using Omnichannel.Storage;
using Omnichannel.Testing;

namespace Omnichannel.Privacy;

/// <summary>The contract of <see cref="IDataKeys"/>, on every store that has keys.</summary>
public abstract class DataKeysConformance : IAsyncLifetime
{
    private static readonly SealingKey First = new(Bytes(1));
    private static readonly SealingKey Second = new(Bytes(2));
    private static readonly SealingKey Third = new(Bytes(3));

    /// <summary>The same keys, as a process with these master keys sees them.</summary>
    protected abstract Task<IDataKeys> OpenAsync(MasterKeys masters);

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync() => Task.CompletedTask;

    [StoreFact]
    public async Task Find_WhenNobodyMadeOne_IsNothing() => Assert.Null(await (await OpenAsync(new([First]))).FindAsync("customer/ada", default));

    [StoreFact]
    public async Task GetOrCreate_WhenCallersRace_GivesAllTheSameKey()
    {
        var keys = await OpenAsync(new([First]));

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => keys.GetOrCreateAsync("customer/ada", default).AsTask())));

        Assert.Single(made.Select(SecretOf).Distinct());
        Assert.Equal(SecretOf(made[0]), SecretOf(await (await OpenAsync(new([First]))).FindAsync("customer/ada", default)));
    }

    [StoreFact]
    public async Task GetOrCreate_ForTwoOwners_GivesTwoKeys()
    {
        var keys = await OpenAsync(new([First]));

        Assert.NotEqual(SecretOf(await keys.GetOrCreateAsync("customer/ada", default)), SecretOf(await keys.GetOrCreateAsync("customer/Ada", default)));
    }

    // More than share a transaction, and by two processes: what one of them keeps is what both are told.
    [StoreFact]
    public async Task Write_OfManyAtOnceByTwoProcesses_KeepsEachAndForgetsWhatWasDestroyed()
    {
        IDataKeys[] processes = [await OpenAsync(new([First])), await OpenAsync(new([First]))];
        string[] owners = [.. Enumerable.Range(0, Limits.KeyWriteGroupMax + 44).Select(static number => $"session/{number}")];

        var made = await Task.WhenAll(processes.SelectMany(keys => owners.Select(owner => Task.Run(async () => (owner, SecretOf(await keys.GetOrCreateAsync(owner, default)))))));
        var destroyed = owners.Where(static (_, place) => place % 2 == 0);
        await Task.WhenAll(destroyed.SelectMany(owner => processes.Select(keys => Task.Run(() => keys.DestroyAsync(owner, default).AsTask()))));

        Assert.Equal(owners.Length, made.Distinct().Count());
        Assert.Equal(owners.Length, made.Select(static each => each.Item2).OfType<string>().Distinct().Count());
        var after = await OpenAsync(new([First]));
        foreach (var (place, owner) in owners.Index())
            Assert.Equal(place % 2 == 0 ? null : made.First(each => each.owner == owner).Item2, SecretOf(await after.FindAsync(owner, default)));
    }

    [StoreFact]
    public async Task Destroy_WhenThereIsAKey_ForgetsItForEver()
    {
        var keys = await OpenAsync(new([First]));
        await keys.GetOrCreateAsync("customer/ada", default);

        await keys.DestroyAsync("customer/ada", default);
        await keys.DestroyAsync("customer/ada", default);

        Assert.Equal(DataKey.Destroyed, await keys.FindAsync("customer/ada", default));
        Assert.Equal(DataKey.Destroyed, await keys.GetOrCreateAsync("customer/ada", default));
    }

    [StoreFact]
    public async Task Destroy_WhenThereWasNoKey_KeepsOneFromBeingMade()
    {
        var keys = await OpenAsync(new([First]));

        await keys.DestroyAsync("customer/ada", default);

        Assert.Equal(DataKey.Destroyed, await keys.GetOrCreateAsync("customer/ada", default));
    }

    [StoreFact]
    public async Task Rewrap_WhenTheMasterKeyWasRotated_KeepsEveryKeyAndNeedsTheOldOneNoMore()
    {
        var before = await OpenAsync(new([First]));
        var secrets = new Dictionary<string, string?>();
        foreach (var owner in new[] { "a", "b", "c" }) secrets[owner] = SecretOf(await before.GetOrCreateAsync(owner, default));
        await before.DestroyAsync("gone", default);

        var rotating = await OpenAsync(new([Second, First]));
        Assert.Equal(secrets["a"], SecretOf(await rotating.FindAsync("a", default)));
        Assert.Equal(("b", 2), await RewrapAsync(rotating, ""));
        Assert.Equal(("c", 1), await RewrapAsync(rotating, "b"));
        Assert.Equal((null, 0), await RewrapAsync(rotating, ""));

        var after = await OpenAsync(new([Second]));
        foreach (var (owner, secret) in secrets) Assert.Equal(secret, SecretOf(await after.FindAsync(owner, default)));
        Assert.Equal(DataKey.Destroyed, await after.FindAsync("gone", default));
    }

    [StoreFact]
    public async Task Count_WhenTheMasterKeyIsRotated_TellsHowFarItIs()
    {
        var before = await OpenAsync(new([First]));
        foreach (var owner in new[] { "a", "b", "c", "gone" }) await before.GetOrCreateAsync(owner, default);
        await before.DestroyAsync("gone", default);
        Assert.Equal([(true, true, 3L)], await CountAsync(before));

        var rotating = await OpenAsync(new([Second, First]));
        Assert.Equal([(true, true, 0L), (false, true, 3L)], await CountAsync(rotating));
        await RewrapAsync(rotating, "");
        Assert.Equal([(true, true, 2L), (false, true, 1L)], await CountAsync(rotating));

        Assert.Equal([(true, true, 2L), (false, false, 1L)], await CountAsync(await OpenAsync(new([Second]))));
    }

    // I73.
    [StoreFact]
    public async Task Rewrap_WhenTwoDoItAtOnceAndSomebodyDestroys_LeavesEveryKeyRightAndNoneRevived()
    {
        const int OwnersCount = 40;
        var before = await OpenAsync(new([First]));
        var secrets = new Dictionary<string, string?>();
        foreach (var owner in Enumerable.Range(0, OwnersCount).Select(number => $"owner-{number}")) secrets[owner] = SecretOf(await before.GetOrCreateAsync(owner, default));
        var rotating = await OpenAsync(new([Second, First]));

        await Task.WhenAll(RewrapAllAsync(rotating), RewrapAllAsync(rotating), Task.Run(async () =>
        {
            for (var number = 0; number < OwnersCount; number += 4) await rotating.DestroyAsync($"owner-{number}", default);
        }));

        Assert.Equal((null, 0), await RewrapAsync(rotating, ""));
        var after = await OpenAsync(new([Second]));
        for (var number = 0; number < OwnersCount; number++)
        {
            var found = await after.FindAsync($"owner-{number}", default);
            Assert.Equal(number % 4 == 0 ? null : secrets[$"owner-{number}"], SecretOf(found));
        }
    }

    [StoreFact]
    public async Task Find_WhenTheMasterKeyIsNotConfigured_SaysSoAndNeverThatItIsGone()
    {
        await (await OpenAsync(new([First]))).GetOrCreateAsync("customer/ada", default);

        await Assert.ThrowsAsync<DataKeyUnreadableException>(async () => await (await OpenAsync(new([Second]))).FindAsync("customer/ada", default));
    }

    [StoreFact]
    public async Task Rewrap_WhenNoMasterKeyOpensOne_LeavesItAndGoesOn()
    {
        await (await OpenAsync(new([Third]))).GetOrCreateAsync("b", default);
        var before = await OpenAsync(new([First]));
        foreach (var owner in new[] { "a", "c" }) await before.GetOrCreateAsync(owner, default);

        var page = await (await OpenAsync(new([Second, First]))).RewrapAsync("", 10, default);

        Assert.Equal(("c", 2, "b"), (page.LastOwner, page.RewrappedCount, Assert.Single(page.Unreadable)));
        Assert.NotNull((await (await OpenAsync(new([Third]))).FindAsync("b", default))?.Key);
    }

    private static async Task<(string? LastOwner, int RewrappedCount)> RewrapAsync(IDataKeys keys, string afterOwner)
    {
        var page = await keys.RewrapAsync(afterOwner, 2, default);
        Assert.Empty(page.Unreadable);
        return (page.LastOwner, page.RewrappedCount);
    }

    internal static byte[] Bytes(byte seed) => SHA256.HashData([seed]);

    private static async Task<(bool IsNewest, bool IsConfigured, long Keys)[]> CountAsync(IDataKeys keys) =>
        [.. (await keys.CountAsync(default)).Select(use => (use.IsNewest, use.IsConfigured, use.Keys))];

    private static Task RewrapAllAsync(IDataKeys keys) => Task.Run(async () =>
    {
        for (var last = ""; last is not null; last = (await RewrapAsync(keys, last)).LastOwner)
        {
            // As long as there are some.
        }
    });

    private static string? SecretOf(DataKey? key) => key?.Key is { } known ? Convert.ToHexString(known.Secret) : null;
}

public sealed class MemoryDataKeysTests : DataKeysConformance
{
    private MemoryDataKeys? _keys;

    protected override Task<IDataKeys> OpenAsync(MasterKeys masters)
    {
        _keys ??= new(masters, static owner => SHA256.HashData(Encoding.UTF8.GetBytes(owner)));
        _keys.Rotate(masters);
        return Task.FromResult<IDataKeys>(_keys);
    }
}

public abstract class AdoNetDataKeysConformance : DataKeysConformance
{
    private readonly List<AdoNetJournal> _journals = [];

    protected JournalOptions Options { get; private set; } = null!;

    protected virtual (string Hide, string Show) RenameSql => ("ALTER TABLE data_keys RENAME TO hidden_keys", "ALTER TABLE hidden_keys RENAME TO data_keys");

    protected abstract Task<JournalOptions> CreateDatabaseAsync();

    [StoreFact]
    public async Task Write_WhenTheStoreFails_IsUnknownToAllOfItsGroupAndToNobodyAfterIt()
    {
        var keys = await OpenAsync(new([new(Bytes(1))]));
        string[] owners = [.. Enumerable.Range(0, 20).Select(static number => $"session/{number}")];
        foreach (var owner in owners) Assert.NotNull((await keys.GetOrCreateAsync(owner, default)).Key);

        await StoreProbe.ExecuteAsync(Options, RenameSql.Hide);
        foreach (var destroying in owners.Select(owner => Task.Run(() => keys.DestroyAsync(owner, default).AsTask())).ToArray())
            await Assert.ThrowsAsync<JournalUnknownException>(() => destroying);
        await StoreProbe.ExecuteAsync(Options, RenameSql.Show);

        foreach (var owner in owners) Assert.NotNull((await keys.FindAsync(owner, default))?.Key);
        await Task.WhenAll(owners.Select(owner => Task.Run(() => keys.DestroyAsync(owner, default).AsTask())));
        foreach (var owner in owners) Assert.Equal(DataKey.Destroyed, await keys.FindAsync(owner, default));
    }

    public override async Task InitializeAsync() => Options = await CreateDatabaseAsync();

    public override async Task DisposeAsync()
    {
        foreach (var journal in _journals) await journal.DisposeAsync();
    }

    protected override async Task<IDataKeys> OpenAsync(MasterKeys masters)
    {
        _journals.Add(await AdoNetJournal.OpenAsync(Options, NullLoggerFactory.Instance));
        return _journals[^1].KeysUnder(masters);
    }
}

public sealed class SqliteDataKeysTests : AdoNetDataKeysConformance
{
    private readonly TemporaryFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override Task<JournalOptions> CreateDatabaseAsync() => Task.FromResult(SqliteJournalTests.OptionsIn(_folder));
}

[RequiresPostgres]
[Collection(PostgresCollection.Name)]
public sealed class PostgresDataKeysTests(PostgresFixture postgres) : AdoNetDataKeysConformance
{
    public override Task InitializeAsync() => PostgresTools.IsInstalled ? base.InitializeAsync() : Task.CompletedTask;

    protected override Task<JournalOptions> CreateDatabaseAsync() => PostgresJournalTests.OptionsOnAsync(postgres.Server);
}
