using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Omnichannel.Embedded;
using Omnichannel.Testing;
using Orleans.Streams;

namespace Omnichannel.Hosting;

/// <summary>What a test may ask of any host.</summary>
internal sealed record HostSettings
{
    public TimeSpan CallDeadline { get; init; } = TimeSpan.FromSeconds(10);

    public int CallsInFlightMax { get; init; } = 10_000;

    public int GrainCallsInFlightMax { get; init; } = 10_000;

    public int ActivationsMax { get; init; } = 100_000;

    public TimeSpan ActivationIdle { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan TransitionDeadline { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>A host for the behaviour suite. The suite itself knows only Orleans' own names: this file is all that another host replaces.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestHost(ServiceProvider services, ManualTime time) => (_services, Time) = (services, time);

    public ManualTime Time { get; }

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public IStreamProvider Streams => _services.GetRequiredKeyedService<IStreamProvider>("test");

    public Trace Trace => _services.GetRequiredService<Trace>();

    public int ActivationsCount => Host.ActivationsCount;

    public int CallsInFlightCount => Host.CallsInFlightCount;

    private EmbeddedHost Host => _services.GetRequiredService<EmbeddedHost>();

    public static async Task<TestHost> StartAsync(HostSettings? settings = null)
    {
        settings ??= new();
        var time = new ManualTime();
        var options = new EmbeddedHostOptions
        {
            Clock = time,
            CallDeadline = settings.CallDeadline,
            CallsInFlightMax = settings.CallsInFlightMax,
            GrainCallsInFlightMax = settings.GrainCallsInFlightMax,
            ActivationsMax = settings.ActivationsMax,
            ActivationIdle = settings.ActivationIdle,
            TransitionDeadline = settings.TransitionDeadline,
        };
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<Trace>()
            .AddEmbeddedGrains(options, Assembly.GetExecutingAssembly())
            .BuildServiceProvider(validateScopes: true);
        var host = new TestHost(services, time);
        await host.Host.StartAsync(CancellationToken.None);
        return host;
    }

    public T Grain<T>(string key) where T : IGrainWithStringKey => Grains.GetGrain<T>(key);

    public Task StopAsync(CancellationToken cancellationToken = default) => Host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var cut = new CancellationTokenSource();
        var stopping = Host.StopAsync(cut.Token);
        cut.Cancel(); // A test that failed may have left calls that never end.
        await stopping.ContinueWith(_ => { }, TaskScheduler.Default);
        await _services.DisposeAsync();
    }
}
