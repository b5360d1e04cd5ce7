using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Omnichannel.Carts;
using Omnichannel.Embedded;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Pricing;
using Omnichannel.Privacy;
using Omnichannel.Testing;
using Orleans;

namespace Omnichannel.Customers;

/// <summary>Customers with the carts, stock and prices that they need, on a journal and on keys that outlive them.</summary>
internal sealed class CustomerGrid : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private CustomerGrid(ServiceProvider services, IJournal journal, IDataKeys keys, ManualTime time, HeardLogs logs)
    {
        (_services, Journal, Keys, Time, Logs) = (services, journal, keys, time, logs);
        Sweep = new(services.GetRequiredService<GridServices>(), Grains);
    }

    public IJournal Journal { get; }

    public IDataKeys Keys { get; }

    public ManualTime Time { get; }

    public HeardLogs Logs { get; }

    public DueSweep Sweep { get; }

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public static async Task<CustomerGrid> StartAsync(IJournal? journal = null, IDataKeys? keys = null, ManualTime? time = null)
    {
        (journal, keys, time) = (journal ?? new MemoryJournal(), keys ?? TestKeys.Create(), time ?? new ManualTime());
        var logs = new HeardLogs();
        var services = new ServiceCollection()
            .AddSingleton(new GridServices(journal, time, logs))
            .AddSingleton(keys)
            .AddSingleton<IdentityNames>()
            .AddEmbeddedGrains(new EmbeddedHostOptions { Clock = time }, typeof(CustomerGrain).Assembly)
            .BuildServiceProvider();
        await services.GetRequiredService<EmbeddedHost>().StartAsync(CancellationToken.None);
        return new(services, journal, keys, time, logs);
    }

    public ICustomerGrain Customer(string id) => Grains.GetGrain<ICustomerGrain>(id);

    public ICustomerMergeGrain Merge(string id) => Grains.GetGrain<ICustomerMergeGrain>(id);

    public ISessionGrain Session(string id) => Grains.GetGrain<ISessionGrain>(id);

    public IPresenceGrain Presence(string channel) => Grains.GetGrain<IPresenceGrain>(channel);

    public ICartGrain Cart(string id) => Grains.GetGrain<ICartGrain>(id);

    public Task<FindIdentityReply> FindAsync(IdentityKind kind, string value) => Grains.GetGrain<IIdentityDirectoryGrain>(IdentityText.NameOf(kind)).Find(value);

    /// <summary>Makes a customer with fields, given as <c>path=value</c>.</summary>
    public async Task<ICustomerGrain> RegisterAsync(string id, params string[] fields)
    {
        var reply = await Customer(id).Register(new(Fields(fields)));
        Assert.Equal(CustomerStatus.Done, reply.Status);
        return Customer(id);
    }

    public static FieldChange[] Fields(params string[] fields) =>
        [.. fields.Select(static text => text.Split('=', 2)).Select(static parts => new FieldChange(parts[0], parts[1].Length == 0 ? null : parts[1]))];

    /// <summary>Puts units on the shelf, at a price.</summary>
    public async Task SellAsync(string sku, long onHand)
    {
        await Grains.GetGrain<IStockGrain>($"{sku}/london").Move(new(new($"delivery-{sku}"), MovementType.Receive, onHand));
        await Grains.GetGrain<IPriceGrain>(sku).SetBase(new(new($"price-{sku}"), new("EUR"), 1_000));
    }

    /// <summary>A cart with units in it.</summary>
    public async Task FillCartAsync(string id, CartActor owner, string sku, long quantity)
    {
        await Cart(id).Open(new(owner, new("EUR")));
        var added = await Cart(id).Add(new(new(new($"add-{sku}"), owner), new($"line-{sku}"), new(sku), quantity, new(FulfilmentKind.Ship, new("london"))));
        Assert.Contains(added.Status, (CartStatus[])[CartStatus.Done, CartStatus.Exists]);
    }

    /// <summary>Lets time pass and wakes what is due, as a silo does.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        while (await Sweep.SweepAsync(CancellationToken.None) > 0)
        {
            // What was woken may have made others due.
        }
    }

    /// <summary>Everything that was ever written, as text.</summary>
    public static async Task<string> WrittenAsync(IJournal journal)
    {
        var text = new StringBuilder();
        for (var shard = 0; shard < journal.ShardCount; shard++)
        {
            foreach (var row in await journal.ReadFromAsync(shard, 0, int.MaxValue, CancellationToken.None))
            {
                text.Append(row.Row.Entity).Append(' ').Append(Encoding.UTF8.GetString(row.Row.Payload.Span)).Append('\n');
                var history = await journal.ReadAsync(row.Row.Entity, CancellationToken.None);
                if (history.Snapshot is { } snapshot) text.Append(Encoding.UTF8.GetString(snapshot.Payload.Span)).Append('\n');
            }
        }

        return text.ToString();
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

/// <summary>Every line that was logged, with its exception.</summary>
internal sealed class HeardLogs : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();

    public string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate) _text.Append(formatter(state, exception)).Append(exception).Append('\n');
    }

    public void Dispose()
    {
    }
}
