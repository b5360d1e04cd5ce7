using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Omnichannel.Customers;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Silo;

/// <summary>What grains are given, whatever hosts them.</summary>
internal static class StoreSetup
{
    /// <summary>Registers the journal; it opens with the application, before everything that is registered later.</summary>
    /// <param name="clock">Every time the grid knows.</param>
    public static void AddGridStore(this IServiceCollection services, GridSettings settings, TimeProvider clock)
    {
        services.TryAddSingleton(clock);
        services.AddSingleton(settings);
        services.AddSingleton<GridStore>();
        services.AddHostedService(static provider => provider.GetRequiredService<GridStore>());
        services.AddSingleton<IJournal>(static provider => provider.GetRequiredService<GridStore>().Journal);
        services.AddSingleton<IDataKeys>(static provider => provider.GetRequiredService<GridStore>().Keys);
        services.AddSingleton<IdentityNames>();
        services.AddSingleton(static provider => new GridServices(
            provider.GetRequiredService<IJournal>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()) { Store = provider.GetRequiredService<GridStore>().Facts });
        services.AddSingleton(static provider => new GridPlace(() =>
        {
            var (store, settings) = (provider.GetRequiredService<GridStore>().Facts, provider.GetRequiredService<GridSettings>());
            return [$"Journal: {store.Store}, {store.Place} ({store.Durability})", $"Master key: {settings.MasterKey.Describe()}"];
        }));
    }

    /// <summary>Registers what keeps time for the grains; it begins after everything that is registered earlier.</summary>
    public static void AddDueSweeping(this IServiceCollection services) => services.AddHostedService<DueSweeping>();
}
