using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Omnichannel.Feed;
using Orleans.Configuration;
using Orleans.Serialization;

namespace Omnichannel.Silo.Cluster;

/// <summary>The composition of a silo, and of a client, on Microsoft Orleans. Why these times: docs/ARCHITECTURE.md, "When a silo dies".</summary>
public static class ClusterSetup
{
    private const string ServiceId = "omnichannel";
    private const string SubscriptionStore = "PubSubStore";

    /// <summary>Gives this process a silo: grains, their journal, and a place in the cluster.</summary>
    /// <param name="clock">Every time the grid knows.</param>
    public static IServiceCollection AddClusterSilo(this IServiceCollection services, GridSettings settings, ClusterSettings cluster, TimeProvider clock)
    {
        services.AddGridStore(settings, clock);
        services.AddOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => Name(options, cluster));
            silo.Configure<EndpointOptions>(options => Place(options, cluster));
            silo.Configure<ClusterMembershipOptions>(Watch);
            silo.Configure<SiloMessagingOptions>(static options =>
            {
                options.ResponseTimeout = TimeSpan.FromSeconds(Limits.CallDeadlineSeconds);
                options.ClientDropTimeout = TimeSpan.FromSeconds(Limits.CallDeadlineSeconds);
            });
            silo.Configure<GrainCollectionOptions>(static options => options.CollectionAge = TimeSpan.FromSeconds(Limits.ActivationIdleSeconds));
            silo.Configure<ExceptionSerializationOptions>(Tell);
            silo.AddOutgoingGrainCallFilter<CallOutcomes>();
            silo.AddMemoryStreams(JournalStreams.Provider);
            if (cluster.Provider is { } provider)
            {
                silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (provider, cluster.ConnectionString));
                silo.AddAdoNetGrainStorage(SubscriptionStore, options => (options.Invariant, options.ConnectionString) = (provider, cluster.ConnectionString));
            }
            else
            {
                silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, serviceId: ServiceId, clusterId: cluster.Id);
                silo.AddMemoryGrainStorage(SubscriptionStore);
            }
        });
        services.AddDueSweeping();
        return services;
    }

    /// <summary>Gives this process the way to the grains of a cluster. It looks for silos for as long as it runs; while there is none, calls fail at once.</summary>
    public static IServiceCollection AddClusterClient(this IServiceCollection services, GridSettings settings, ClusterSettings cluster, TimeProvider clock)
    {
        services.TryAddSingleton(clock);
        services.AddSingleton(settings);
        services.AddSingleton(new GridPlace(() => [$"Cluster: {cluster.Id}, found through {settings.Journal.Store}, {settings.Place}"]));
        services.AddOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => Name(options, cluster));
            client.Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(Limits.GatewayRefreshSeconds));
            client.Configure<ClientMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromSeconds(Limits.CallDeadlineSeconds));
            client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (cluster.Provider!, cluster.ConnectionString));
            client.UseConnectionRetryFilter<KeepLooking>();
            client.Configure<ExceptionSerializationOptions>(Tell);
            client.AddOutgoingGrainCallFilter<CallOutcomes>();
            client.AddMemoryStreams(JournalStreams.Provider);
        });

        // Whoever asks is told that there is no silo yet, instead of finding the door closed: the server does not wait for the first connection.
        services.Configure<HostOptions>(static host => host.ServicesStartConcurrently = true);
        return services;
    }

    /// <summary>A failure crosses a call together with what led to it, whatever that is: a cause that could not cross would take the failure's own words with it.</summary>
    public static void Tell(ExceptionSerializationOptions options) => options.SupportedExceptionTypeFilter = static _ => true;

    private static void Name(ClusterOptions options, ClusterSettings cluster) => (options.ClusterId, options.ServiceId) = (cluster.Id, ServiceId);

    private static void Place(EndpointOptions options, ClusterSettings cluster)
    {
        (options.SiloPort, options.GatewayPort) = (cluster.SiloPort, cluster.GatewayPort);
        if (cluster.Address is not { } address) return;
        options.AdvertisedIPAddress = address;
        var any = address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        (options.SiloListeningEndpoint, options.GatewayListeningEndpoint) = (new IPEndPoint(any, cluster.SiloPort), new IPEndPoint(any, cluster.GatewayPort));
    }

    private static void Watch(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(Limits.SiloProbeSeconds);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(Limits.SiloProbeSecondsMax);
        options.NumMissedProbesLimit = Limits.SiloProbesMissedMax;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(Limits.SiloTableRefreshSeconds);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(Limits.SiloAliveSeconds);
        options.NumMissedTableIAmAliveLimit = Limits.SiloAliveMissedMax;
        options.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(Limits.SiloVoteSeconds);
        options.DefunctSiloExpiration = TimeSpan.FromSeconds(Limits.SiloRememberedSeconds);
    }
}
