using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Streams;
using Orleans.TestingHost;

namespace Omnichannel.Hosting;

/// <summary>One silo of Orleans and a client in this process: what the behaviour suite of <c>tests/Hosting.Tests</c> needs of a host.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private const string StreamProvider = "test";
    private readonly InProcessTestCluster _cluster;

    private TestHost(InProcessTestCluster cluster, Trace trace) => (_cluster, Trace) = (cluster, trace);

    public IGrainFactory Grains => _cluster.Client;

    public IStreamProvider Streams => _cluster.Client.ServiceProvider.GetRequiredKeyedService<IStreamProvider>(StreamProvider);

    public Trace Trace { get; }

    public static async Task<TestHost> StartAsync()
    {
        var trace = new Trace();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(trace);
            silo.AddMemoryStreams(StreamProvider);
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.Configure<SiloMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromMinutes(2));
        });
        builder.ConfigureClient(static client =>
        {
            client.AddMemoryStreams(StreamProvider);
            client.Configure<ClientMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromMinutes(2));
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, trace);
    }

    public T Grain<T>(string key) where T : IGrainWithStringKey => Grains.GetGrain<T>(key);

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
