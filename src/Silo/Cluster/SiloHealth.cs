using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Omnichannel.Metrics;

namespace Omnichannel.Silo.Cluster;

/// <summary>For those who restart silos, and those who watch them.</summary>
internal sealed class SiloHealth(
    ISiloStatusOracle membership, GridStore store, MetricsCollector metrics, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<SiloHealth> log)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/health/live", static () => Results.Json(new { status = "live" }));
        app.MapGet("/health/ready", ReadyAsync);
        app.MapGet("/metrics", () => Results.Text(metrics.Tell(), MetricsCollector.MediaType));
    }

    private async Task<IResult> ReadyAsync()
    {
        var status = lifetime.ApplicationStopping.IsCancellationRequested ? SiloStatus.ShuttingDown : membership.CurrentStatus;
        var silent = await ShardReads.SilentAsync(store.Journal, clock);
        if (silent.Count > 0) SiloLog.NotReadable(log, string.Join(", ", silent.Select(shard => shard.Shard)), new AggregateException(silent.Select(shard => shard.Failure)));
        var isReady = status == SiloStatus.Active && silent.Count == 0;
        var answer = new
        {
            status = isReady ? "ready" : "not-ready",
            silo = status.ToString(),
            shards = store.Journal.ShardCount,
            silentShards = silent.Select(shard => shard.Shard),
        };
        return Results.Json(answer, statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
