using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Omnichannel.Journal;

namespace Omnichannel.Silo;

/// <summary>I22: sweeps the due index for as long as this process has grains.</summary>
public sealed class DueSweeping(GridStore store, IGrainFactory grains, TimeProvider clock, ILoggerFactory loggers) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _sweeping = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sweeping = SweepAsync(new(new(store.Journal, clock, loggers), grains), _stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _sweeping;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task SweepAsync(DueSweep sweep, CancellationToken stopping)
    {
        var log = loggers.CreateLogger<DueSweeping>();
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
