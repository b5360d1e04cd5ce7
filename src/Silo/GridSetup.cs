using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Omnichannel.Customers;
using Omnichannel.Embedded;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Silo;

/// <summary>The composition of a silo.</summary>
public static class GridSetup
{
    /// <summary>Registers the grains, their journal and their host in this process. They start and stop with the application.</summary>
    /// <param name="clock">Every time the grid knows.</param>
    public static IServiceCollection AddGrid(this IServiceCollection services, GridSettings settings, TimeProvider clock)
    {
        services.TryAddSingleton(clock);
        services.AddSingleton(settings);
        services.AddSingleton<GridLifetime>();
        services.AddHostedService(static provider => provider.GetRequiredService<GridLifetime>());
        services.AddSingleton<IJournal>(static provider => provider.GetRequiredService<GridLifetime>().Journal);
        services.AddSingleton<IDataKeys>(static provider => provider.GetRequiredService<GridLifetime>().Keys);
        services.AddSingleton<IdentityNames>();
        services.AddSingleton<GridServices>();
        var options = new EmbeddedHostOptions
        {
            CallDeadline = TimeSpan.FromSeconds(Limits.CallDeadlineSeconds),
            CallsInFlightMax = Limits.CallsInFlightMax,
            ActivationsMax = Limits.ActivationsMax,
            ActivationIdle = TimeSpan.FromSeconds(Limits.ActivationIdleSeconds),
            Clock = clock,
        };
        return services.AddEmbeddedGrains(options, typeof(StockGrain).Assembly);
    }
}
