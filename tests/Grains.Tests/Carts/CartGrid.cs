using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Customers;
using Omnichannel.Embedded;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Pricing;
using Omnichannel.Privacy;
using Omnichannel.Testing;
using Orleans;

namespace Omnichannel.Carts;

/// <summary>Carts with the stock and the prices that they need, on a journal that outlives them.</summary>
internal sealed class CartGrid : IAsyncDisposable
{
    public static readonly Currency Euro = new("EUR");
    private readonly ServiceProvider _services;
    private readonly DueSweep _sweep;

    private CartGrid(ServiceProvider services, IJournal journal, ManualTime time)
    {
        (_services, Journal, Time) = (services, journal, time);
        _sweep = new(services.GetRequiredService<GridServices>(), Grains);
    }

    public IJournal Journal { get; }

    public ManualTime Time { get; }

    private IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public static async Task<CartGrid> StartAsync(IJournal? journal = null, ManualTime? time = null)
    {
        (journal, time) = (journal ?? new MemoryJournal(), time ?? new ManualTime());
        var services = new ServiceCollection()
            .AddSingleton(new GridServices(journal, time, NullLoggerFactory.Instance) { Random = new CountingRandom() })
            .AddSingleton<IDataKeys>(TestKeys.Create())
            .AddSingleton<IdentityNames>()
            .AddEmbeddedGrains(new EmbeddedHostOptions { Clock = time }, typeof(CartGrain).Assembly)
            .BuildServiceProvider();
        await services.GetRequiredService<EmbeddedHost>().StartAsync(CancellationToken.None);
        return new(services, journal, time);
    }

    public ICartGrain Cart(string id) => Grains.GetGrain<ICartGrain>(id);

    public IHandoverGrain Handover(string code) => Grains.GetGrain<IHandoverGrain>(HandoverCode.Hash(code));

    public IPriceGrain Price(string sku) => Grains.GetGrain<IPriceGrain>(sku);

    public IStockGrain Stock(string sku, string location = "london") => Grains.GetGrain<IStockGrain>($"{sku}/{location}");

    /// <summary>Puts units on the shelf, at a price.</summary>
    public async Task SellAsync(string sku, long onHand, long amount = 1_000)
    {
        if (onHand > 0) await Stock(sku).Move(new(new($"delivery-{sku}"), MovementType.Receive, onHand));
        Assert.Contains(await SetPriceAsync(sku, amount, $"price-{sku}"), (PriceStatus[])[PriceStatus.Done, PriceStatus.Exists]);
    }

    public async Task<PriceStatus> SetPriceAsync(string sku, long amount, string command) => (await Price(sku).SetBase(new(new(command), Euro, amount))).Status;

    /// <summary>Lets time pass and wakes what is due, as a silo does.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        await SweepAsync();
    }

    public async Task SweepAsync()
    {
        while (await _sweep.SweepAsync(CancellationToken.None) > 0)
        {
            // What was woken may have made others due.
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var cut = new CancellationTokenSource();
        var stopping = _services.GetRequiredService<EmbeddedHost>().StopAsync(cut.Token);
        await cut.CancelAsync(); // Calls into a journal that died never end.
        await stopping.ContinueWith(static _ => { }, TaskScheduler.Default);
        await _services.DisposeAsync();
        await JournalAudit.CheckAsync(Journal);
    }
}

/// <summary>Codes that a test can foresee: 0000000001, 0000000002, ...</summary>
internal sealed class CountingRandom : IRandomSource
{
    private int _drawn;

    public string Draw(string alphabet, int length) => Interlocked.Increment(ref _drawn).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(length, '0');
}
