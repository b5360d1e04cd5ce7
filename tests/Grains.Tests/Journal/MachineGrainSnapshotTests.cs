using Omnichannel.Inventory;

namespace Omnichannel.Journal;

/// <summary>Snapshots that are made beside the turns of their owner (I23).</summary>
public sealed class MachineGrainSnapshotTests
{
    private const int Every = Limits.SnapshotEveryEventsMin;
    private static readonly EntityKey Entity = new(StockGrain.Kind, "SKU-1/store-1");

    [Fact]
    public async Task Snapshot_OfManyEntries_LeavesApart_AndNobodyWaitsForIt()
    {
        var grid = await StartAsync();
        var stock = await grid.StockOfAsync(1000);
        var snapshots = new HeldSnapshots(grid.Journal);

        await ReserveAsync(stock, 1, Every + 10);
        var held = await snapshots.NextAsync();
        await ReserveAsync(stock, Every + 10, Every + 20);

        Assert.All(grid.Journal.Appends, static append => Assert.Null(append.Snapshot));
        Assert.Null((await grid.Journal.Kept.ReadAsync(Entity, CancellationToken.None)).Snapshot);
        Assert.True(await held.KeepAsync());
        var before = await stock.Stock();
        await using var restarted = await grid.RestartAsync();
        var history = await restarted.Journal.Kept.ReadAsync(Entity, CancellationToken.None);
        Assert.Equal((Every, 20), (history.Snapshot!.Version, history.Rows.Count));
        Assert.Equal(before, await restarted.Stock().Stock());
        Assert.Equal(ReserveStatus.Exists, (await restarted.Stock().Reserve(Hold("r1"))).Status);
    }

    // The fold of the rows up to its version is what it says, although commands went on being decided while it was made.
    [Fact]
    public async Task Snapshot_WhileCommandsGoOn_IsTheStateAtItsVersion()
    {
        await using var grid = await StartAsync();
        var stock = await grid.StockOfAsync(10_000);
        var snapshots = new HeldSnapshots(grid.Journal);
        await ReserveAsync(stock, 1, Every - 1);

        var last = stock.Reserve(Hold("last"));
        await Task.WhenAll(Enumerable.Range(1, 100).Select(number => stock.Confirm(new(new($"r{number}")))));
        await last;
        var held = await snapshots.NextAsync();

        var rows = await grid.Journal.Kept.ReadRowsAsync(Entity, 0, int.MaxValue, CancellationToken.None);
        var before = rows.TakeWhile(row => row.Version <= held.Draft.Version).ToArray();
        Assert.Equal((held.Draft.Version, held.Draft.ChainChecksum), (before[^1].Version, before[^1].Checksum));
        var (folded, _) = StockCodec.Instance.Fold(Entity, new(held.Draft.Version, null, before));
        Assert.Equal(StockCodec.Instance.EncodeSnapshot(folded), held.Payload);
        Assert.True(await held.KeepAsync());
    }

    [Fact]
    public async Task Snapshot_WhenItsAppendIsNotAccepted_IsNotSent_AndTheNextIs()
    {
        await using var grid = await StartAsync();
        var stock = await grid.StockOfAsync(1000);
        var snapshots = new HeldSnapshots(grid.Journal);
        var keep = grid.Journal.OnAppend;
        await ReserveAsync(stock, 1, Every - 1);
        grid.Journal.OnAppend = static (_, _) => throw new JournalUnavailableException("refused");
        await Assert.ThrowsAsync<GridUnavailableException>(() => stock.Reserve(Hold("refused")));
        grid.Journal.OnAppend = keep;
        await stock.SetSafetyStock(new(5));

        var held = await snapshots.NextAsync();

        Assert.Equal(Every, held.Draft.Version);
        var state = StockCodec.Instance.DecodeSnapshot(held.Payload);
        Assert.Equal((5, Every - 2), (state.SafetyStock, state.OpenReservationsCount));
        Assert.True(await held.KeepAsync());
    }

    [Fact]
    public async Task Snapshot_WhenItIsNotKept_IsTriedLater_AndNobodyIsTold()
    {
        await using var grid = await StartAsync();
        var stock = await grid.StockOfAsync(1000);
        var snapshots = new HeldSnapshots(grid.Journal);
        await ReserveAsync(stock, 1, Every);
        (await snapshots.NextAsync()).Fail(new JournalUnknownException("gone"));

        for (var number = 0; number < Every; number++) await stock.SetSafetyStock(new(1 + number % 2));

        var next = await snapshots.NextAsync();
        Assert.Equal(2 * Every, next.Draft.Version);
        Assert.True(await next.KeepAsync());
        Assert.Equal((Every - 1, 2 * Every), ((await stock.Stock()).Reserved, (await stock.Stock()).Version));
    }

    // An owner that was overtaken while its snapshot was on its way does no harm with it.
    [Fact]
    public async Task Snapshot_OfAnOwnerThatWasOvertaken_ReplacesNothing()
    {
        await using var grid = await StartAsync();
        await using var other = await StartAsync(new(grid.Journal.Kept));
        var snapshots = new HeldSnapshots(grid.Journal);
        var stock = await grid.StockOfAsync(10_000);
        await ReserveAsync(stock, 1, Every);
        var held = await snapshots.NextAsync();
        var others = new HeldSnapshots(other.Journal);
        await ReserveAsync(other.Stock(), Every, Every + 5);
        var newer = await others.NextAsync();
        Assert.True(await newer.KeepAsync());

        Assert.False(await held.KeepAsync());

        var history = await grid.Journal.Kept.ReadAsync(Entity, CancellationToken.None);
        Assert.Equal(newer.Draft.Version, history.Snapshot!.Version);
        Assert.Equal(ReserveStatus.Exists, (await stock.Reserve(Hold($"r{Every}"))).Status);
    }

    private static Task<TestGrid> StartAsync(ScriptedJournal? journal = null) => TestGrid.StartAsync(journal, snapshotApartEntriesMin: 10);

    private static async Task ReserveAsync(IStockGrain stock, int first, int end)
    {
        for (var number = first; number < end; number++) await stock.Reserve(Hold($"r{number}"));
    }

    private static ReserveStock Hold(string id) => new(new(id), 1, TimeSpan.FromSeconds(60));

    /// <summary>Holds every snapshot that comes apart until the test says what becomes of it.</summary>
    private sealed class HeldSnapshots
    {
        private readonly System.Threading.Channels.Channel<Held> _arrived = System.Threading.Channels.Channel.CreateUnbounded<Held>();

        public HeldSnapshots(ScriptedJournal journal) => journal.OnSnapshot = (draft, keep) =>
        {
            var held = new Held(draft, keep);
            _arrived.Writer.TryWrite(held);
            return new(held.Told);
        };

        public async Task<Held> NextAsync() => await _arrived.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));
    }

    private sealed class Held(SnapshotDraft draft, Func<SnapshotDraft, ValueTask<bool>> keep)
    {
        private readonly TaskCompletionSource<bool> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lazy<byte[]> _payload = new(draft.Encode);

        public SnapshotDraft Draft => draft;

        public byte[] Payload => _payload.Value;

        public Task<bool> Told => _told.Task;

        public async Task<bool> KeepAsync()
        {
            var isKept = await keep(draft with { Encode = () => Payload });
            _told.SetResult(isKept);
            return isKept;
        }

        public void Fail(Exception failure) => _told.SetException(failure);
    }
}
