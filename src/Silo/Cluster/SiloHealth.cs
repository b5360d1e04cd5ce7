using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Omnichannel.Silo.Cluster;

/// <summary>For those who restart silos.</summary>
internal sealed class SiloHealth(ISiloStatusOracle membership, GridStore store, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<SiloHealth> log)
{
    private static readonly TimeSpan ReadLimit = TimeSpan.FromMilliseconds(Limits.ReadyMillisecondsMax);

    public void Map(WebApplication app)
    {
        app.MapGet("/health/live", static () => Results.Json(new { status = "live" }));
        app.MapGet("/health/ready", ReadyAsync);
    }

    private async Task<IResult> ReadyAsync()
    {
        var status = lifetime.ApplicationStopping.IsCancellationRequested ? SiloStatus.ShuttingDown : membership.CurrentStatus;
        var readable = await IsReadableAsync();
        var answer = new { status = status == SiloStatus.Active && readable ? "ready" : "not-ready", silo = status.ToString(), journal = readable ? "readable" : "unreachable" };
        return Results.Json(answer, statusCode: answer.status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<bool> IsReadableAsync()
    {
        try
        {
            await store.Journal.ReadFromAsync(0, 0, 1, CancellationToken.None).AsTask().WaitAsync(ReadLimit, clock);
            return true;
        }
        catch (Exception failure)
        {
            SiloLog.NotReadable(log, failure);
            return false;
        }
    }
}
