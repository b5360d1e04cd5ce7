using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Omnichannel.Customers;
using Omnichannel.Embedded;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Privacy;
using Omnichannel.Simulation.Kernel;

namespace Omnichannel.Simulation.Nodes;

/// <summary>The real Embedded host with the real grain classes; only its clock and its threads are the simulation's.</summary>
public sealed class EmbeddedSimHost : ISimHost
{
    private static readonly Assembly[] _grains = [typeof(StockGrain).Assembly];
    private readonly EmbeddedHost _host;

    public EmbeddedSimHost(GridServices services, IDataKeys keys, SimLane lane, EmbeddedHostOptions options)
    {
        var provider = new ServiceCollection()
            .AddSingleton(services)
            .AddSingleton(services.Loggers)
            .AddSingleton(keys)
            .AddSingleton<IdentityNames>()
            .AddEmbeddedGrains(options with { Executor = new LaneExecutor(lane) }, _grains)
            .BuildServiceProvider();
        _host = provider.GetRequiredService<EmbeddedHost>();
    }

    public IGrainFactory Grains => _host;

    public Task StartAsync() => _host.StartAsync(CancellationToken.None);

    public async Task StopAsync(TimeProvider clock)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(Limits.DrainSeconds), clock);
        try
        {
            await _host.StopAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // The process ends anyway, as it does in production.
            return;
        }
    }

    private sealed class LaneExecutor(SimLane lane) : IWorkExecutor
    {
        public void Queue(IThreadPoolWorkItem work) => lane.PostBare(Execute, work);

        private static void Execute(object? work) => ((IThreadPoolWorkItem)work!).Execute();
    }
}
