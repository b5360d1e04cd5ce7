using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Streams;

namespace Omnichannel.Embedded;

public static class EmbeddedGrainsSetup
{
    /// <summary>Registers one <see cref="EmbeddedHost"/> for the grain classes of some assemblies, <see cref="IGrainFactory"/> on it, and stream providers of every name.</summary>
    /// <remarks>Grains get their constructor arguments from the root provider. Whoever composes the process starts and stops the host.</remarks>
    /// <exception cref="Orleans.Runtime.OrleansConfigurationException">The classes or options do not fit together.</exception>
    public static IServiceCollection AddEmbeddedGrains(
        this IServiceCollection services, EmbeddedHostOptions options, params Assembly[] grainAssemblies)
    {
        options.Check();
        var catalog = GrainCatalog.OfAssemblies(grainAssemblies);
        services.AddSingleton(provider => new EmbeddedHost(provider, options, catalog));
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<EmbeddedHost>());
        services.AddKeyedSingleton<IStreamProvider>(KeyedService.AnyKey, static (_, name) => new EmbeddedStreams((string)name!));
        return services;
    }
}
