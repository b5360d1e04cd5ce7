using Microsoft.Extensions.Logging;

namespace Omnichannel.Silo.Cluster;

/// <summary>A client without a silo goes on looking for one.</summary>
internal sealed class KeepLooking(TimeProvider clock, ILogger<KeepLooking> log) : IClientConnectionRetryFilter
{
    async Task<bool> IClientConnectionRetryFilter.ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        SiloLog.NoSilo(log, exception.Message);
        await Task.Delay(TimeSpan.FromSeconds(Limits.GatewayRefreshSeconds), clock, cancellationToken);
        return true;
    }
}
