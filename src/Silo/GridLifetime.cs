using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Omnichannel.Customers;
using Omnichannel.Embedded;
using Omnichannel.Journal;
using Omnichannel.Privacy;
using Omnichannel.Storage;
using Orleans;

namespace Omnichannel.Silo;

/// <summary>Opens the journal before anything is served, and closes it after the last grain has gone.</summary>
public sealed class GridLifetime(GridSettings settings, EmbeddedHost host, IGrainFactory grains, TimeProvider clock, ILoggerFactory loggers) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private AdoNetJournal? _journal;
    private IDataKeys? _keys;
    private Task _sweeping = Task.CompletedTask;

    /// <summary>The journal of this process. Only after the start.</summary>
    public AdoNetJournal Journal => _journal ?? throw new InvalidOperationException("The grid has not started.");

    /// <summary>The keys of customers. Only after the start.</summary>
    public IDataKeys Keys => _keys ?? throw new InvalidOperationException("The grid has not started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var masters = settings.MasterKey.Read();
        _journal = await AdoNetJournal.OpenAsync(settings.Journal, loggers, cancellationToken);
        _keys = _journal.KeysUnder(masters);
        await CheckMasterKeyAsync(_keys, cancellationToken);
        await host.StartAsync(cancellationToken);
        _sweeping = SweepAsync(new DueSweep(new(_journal, clock, loggers), grains), _stopping.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _sweeping;
        await host.StopAsync(cancellationToken);
        if (_journal is { } journal) await journal.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _stopping.Dispose();
        if (_journal is { } journal) await journal.DisposeAsync();
    }

    // A wrong master key is told now, and not by the first customer who comes.
    private static async Task CheckMasterKeyAsync(IDataKeys keys, CancellationToken cancellationToken)
    {
        try
        {
            await keys.GetOrCreateAsync(IdentityNames.KeyOwner, cancellationToken);
        }
        catch (DataKeyUnreadableException unreadable)
        {
            throw new GridSettingsException($"The master key does not open what this store holds. {unreadable.Message} Add it to Grid:MasterKey, after the newest one.");
        }
    }

    private async Task SweepAsync(DueSweep sweep, CancellationToken stopping)
    {
        var log = loggers.CreateLogger<GridLifetime>();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(Limits.DueSweepMilliseconds), clock);
        try
        {
            while (await ticks.WaitForNextTickAsync(stopping))
            {
                try
                {
                    await sweep.SweepAsync(stopping);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // The store is away: what is due now is due at the next tick as well.
                    SiloLog.NotSwept(log, failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
