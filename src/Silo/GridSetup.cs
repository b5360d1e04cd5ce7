using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
#if ORLEANS
using Omnichannel.Silo.Cluster;
#else
using Omnichannel.Embedded;
using Omnichannel.Inventory;
#endif

namespace Omnichannel.Silo;

/// <summary>The composition of the grid: the one place that knows which host this build is for.</summary>
public static class GridSetup
{
    /// <summary>Gives this process the grid: grains of its own, or the way to those of a cluster. It starts and stops with the application.</summary>
    /// <param name="clock">Every time the grid knows.</param>
    /// <exception cref="GridSettingsException">A setting is missing or means nothing.</exception>
    public static IServiceCollection AddGrid(this IServiceCollection services, IConfiguration configuration, TimeProvider clock)
    {
        var settings = GridSettings.From(configuration);
#if ORLEANS
        var cluster = ClusterSettings.From(configuration, settings);
        return cluster.HasSiloInside ? services.AddClusterSilo(settings, cluster, clock) : services.AddClusterClient(settings, cluster, clock);
#else
        var options = new EmbeddedHostOptions
        {
            CallDeadline = TimeSpan.FromSeconds(Limits.CallDeadlineSeconds),
            CallsInFlightMax = Limits.CallsInFlightMax,
            ActivationsMax = Limits.ActivationsMax,
            ActivationIdle = TimeSpan.FromSeconds(Limits.ActivationIdleSeconds),
            Clock = clock,
        };
        services.AddGridStore(settings, clock);
        services.AddEmbeddedGrains(options, typeof(StockGrain).Assembly);
        services.AddHostedService<EmbeddedLifetime>();
        services.AddDueSweeping();
        return services;
#endif
    }
}
