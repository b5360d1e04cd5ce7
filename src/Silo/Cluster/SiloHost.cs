using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnichannel.Metrics;

namespace Omnichannel.Silo.Cluster;

/// <summary>A silo as a process: grains, and a small server that says how it is and what it measures.</summary>
public static class SiloHost
{
    public const string DefaultUrl = "http://localhost:5081";

    public static WebApplication Build(string[] args)
    {
        // Settings are read once. Watching for changes would watch the folder that data may be written to.
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
                ["Logging:LogLevel:Orleans"] = "Warning",
                ["Cluster:Silo"] = ClusterSettings.Inside,
            },
        });
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null) builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);

        // Running calls may use their whole deadline, and the grains their whole drain after them.
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(Limits.CallDeadlineSeconds + (2 * Limits.DrainSeconds)));
        var settings = GridSettings.From(builder.Configuration);
        var cluster = ClusterSettings.From(builder.Configuration, settings);
        if (cluster.Provider is null) throw new GridSettingsException($"Grid:Store={settings.Journal.Store} is for one process, and nobody could reach this one. Set Grid:Store and Grid:ConnectionString to a server.");
        builder.Services.AddClusterSilo(settings, cluster, TimeProvider.System);
        builder.Services.AddSingleton<MetricsCollector>();
        builder.Services.AddSingleton<SiloHealth>();
        var app = builder.Build();
        app.Services.GetRequiredService<SiloHealth>().Map(app);
        return app;
    }

    /// <summary>Serves until it is told to stop; then leaves the cluster, lets running calls end, and closes the journal.</summary>
    public static async Task RunAsync(WebApplication app)
    {
        await app.StartAsync();
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await Console.Out.WriteLineAsync($"Omnichannel silo, health and metrics on {url}\n{string.Join('\n', app.Services.GetRequiredService<GridPlace>().Describe())}");
        await app.WaitForShutdownAsync();
    }
}
