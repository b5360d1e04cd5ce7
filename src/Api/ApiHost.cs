using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration.Memory;
using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Feed;
using Omnichannel.Http;
using Omnichannel.Import;
using Omnichannel.Inventory;
using Omnichannel.Metrics;
using Omnichannel.OpenApi;
using Omnichannel.Pricing;
using Omnichannel.Silo;

namespace Omnichannel;

/// <summary>The composition of the front end.</summary>
public static class ApiHost
{
    public const string DefaultUrl = "http://localhost:5080";

    /// <param name="configure">The last word on configuration and services; for tests.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Settings are read once. Watching for changes would watch the folder that the journal writes to.
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        ConfigureServer(builder);
        ConfigureLogging(builder);
        builder.Services.AddSingleton<HttpMeter>();
        builder.Services.AddSingleton<InventoryMeter>();
        builder.Services.AddSingleton<ImportGate>();
        builder.Services.AddSingleton<MetricsCollector>();
        builder.Services.AddSingleton<CartLives>();
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHostedService<DrainDelay>();
        builder.Services.AddGridOpenApi();
        configure?.Invoke(builder);
        builder.Services.AddGrid(builder.Configuration, TimeProvider.System);

        var app = builder.Build();
        app.Services.GetRequiredService<MetricsCollector>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.MapReservations();
        app.MapReservationBatches();
        app.MapStock();
        app.MapReservationGroups();
        app.MapTransfers();
        app.MapAvailability();
        app.MapStockImport();
        app.MapPrices();
        app.MapCarts();
        app.MapCustomers();
        app.MapFeed();
        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApi("/openapi/v1.json");
        return app;
    }

    /// <summary>Serves until it is told to stop; then lets running calls end, drains the grid and closes the journal.</summary>
    public static async Task RunAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await Console.Out.WriteLineAsync("Told to stop before it had started.");
            return;
        }

        await Console.Out.WriteLineAsync(Welcome(app));
        await app.WaitForShutdownAsync();
    }

    private static void ConfigureServer(WebApplicationBuilder builder)
    {
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null) builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = Omnichannel.Limits.HttpConnectionsMax;
            kestrel.Limits.MaxRequestBodySize = Omnichannel.Limits.RequestBodyBytesMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = Omnichannel.Limits.HttpHeadersBytesMax;
            kestrel.Limits.MaxRequestLineSize = Omnichannel.Limits.HttpRequestLineBytesMax;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(Omnichannel.Limits.HttpHeadersSecondsMax);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(Omnichannel.Limits.HttpIdleSecondsMax);
        });

        // What runs on a connection never blocks, so it goes on where its bytes came in instead of being handed from thread to thread.
        builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true);

        // Running calls may use their whole deadline, and the grid its whole drain after them, beside the delay before both.
        var stopFor = TimeSpan.FromSeconds(Limits.CallDeadlineSeconds + (2 * Limits.DrainSeconds));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = stopFor);
    }

    // The lowest word: the environment and the command line override it. Logging:Console:FormatterName=json gives JSON lines.
    private static void ConfigureLogging(WebApplicationBuilder builder) =>
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
                ["Logging:LogLevel:Orleans"] = "Warning",

                // It says nothing that is shown here, and for the chance to say it makes an activity and a scope per request. Problem.TraceIdOf needs neither.
                ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
            },
        });

    private static string Welcome(WebApplication app)
    {
        const string Json = "-H 'Content-Type: application/json'";
        var place = string.Join('\n', app.Services.GetRequiredService<GridPlace>().Describe());
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var stock = url + "/v1/stock/MUG-1/london";
        return $$"""
            Omnichannel grid on {{url}}
            {{place}}

            Try:
              curl -X POST {{stock}}/movements -H 'Idempotency-Key: delivery-1' {{Json}} -d '{"type":"receive","quantity":10}'
              curl -X PUT {{stock}}/reservations/cart-7-1 {{Json}} -d '{"quantity":2,"channel":"web"}'
              curl {{stock}}

            """;
    }
}
