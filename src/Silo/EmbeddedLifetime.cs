using Microsoft.Extensions.Hosting;
using Omnichannel.Embedded;

namespace Omnichannel.Silo;

/// <summary>The Embedded host begins and ends with the process.</summary>
internal sealed class EmbeddedLifetime(EmbeddedHost host) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken) => await host.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => host.StopAsync(cancellationToken);
}
