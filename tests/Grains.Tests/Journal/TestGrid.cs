using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Customers;
using Omnichannel.Embedded;
using Omnichannel.Feed;
using Omnichannel.Inventory;
using Omnichannel.Privacy;
using Orleans;
using Orleans.Streams;

namespace Omnichannel.Journal;

/// <summary>A wall clock that a test sets, also backwards.</summary>
internal sealed class WallClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Shelf.Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}

/// <summary>All grains in one process, on a journal that a test holds in its hands. Two of these on one journal are two silos that both believe in themselves.</summary>
internal sealed class TestGrid : IAsyncDisposable
{
    // No test is about the deadline of a call, and a machine may be slow.
    private static readonly EmbeddedHostOptions Options = new() { CallsInFlightMax = 2 * Limits.PendingEventsMax, CallDeadline = TimeSpan.FromMinutes(2) };
    private readonly ServiceProvider _services;

    private TestGrid(ServiceProvider services, ScriptedJournal journal, WallClock clock, MemoryDataKeys keys) =>
        (_services, Journal, Clock, Keys) = (services, journal, clock, keys);

    public ScriptedJournal Journal { get; }

    public WallClock Clock { get; }

    /// <summary>They outlive the process, as those of a database do.</summary>
    public MemoryDataKeys Keys { get; }

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public IStreamProvider Streams => _services.GetRequiredKeyedService<IStreamProvider>(JournalStreams.Provider);

    public DueSweep Sweep => _services.GetRequiredService<DueSweep>();

    public static async Task<TestGrid> StartAsync(
        ScriptedJournal? journal = null, WallClock? clock = null, MemoryDataKeys? keys = null, int snapshotApartEntriesMin = Limits.SnapshotApartEntriesMin)
    {
        (journal, clock, keys) = (journal ?? new(), clock ?? new(), keys ?? TestKeys.Create());
        var services = new ServiceCollection()
            .AddSingleton(new GridServices(journal, clock, NullLoggerFactory.Instance) { SnapshotApartEntriesMin = snapshotApartEntriesMin })
            .AddSingleton<DueSweep>()
            .AddSingleton<IDataKeys>(keys)
            .AddSingleton<IdentityNames>()
            .AddEmbeddedGrains(Options, typeof(StockGrain).Assembly)
            .BuildServiceProvider(validateScopes: true);
        await services.GetRequiredService<EmbeddedHost>().StartAsync(CancellationToken.None);
        return new(services, journal, clock, keys);
    }

    public IStockGrain Stock(string key = "SKU-1/store-1") => Grains.GetGrain<IStockGrain>(key);

    public async Task<IStockGrain> StockOfAsync(long onHand, string key = "SKU-1/store-1")
    {
        var stock = Stock(key);
        await stock.Move(new(new("opening"), MovementType.Receive, onHand));
        Journal.CountDecisions();
        return stock;
    }

    /// <summary>A process that died and was started again: nothing is left but the journal.</summary>
    public async Task<TestGrid> RestartAsync()
    {
        await DisposeAsync();
        return await StartAsync(new(Journal.Kept), Clock, Keys);
    }

    public Task StopAsync() => _services.GetRequiredService<EmbeddedHost>().StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        using var cut = new CancellationTokenSource();
        var stopping = _services.GetRequiredService<EmbeddedHost>().StopAsync(cut.Token);
        cut.Cancel(); // A test that failed may have left calls that never end.
        await stopping.ContinueWith(static _ => { }, TaskScheduler.Default);
        await _services.DisposeAsync();
    }
}
