using System.Net;
using Omnichannel.Crash;
using Omnichannel.Testing;

namespace Omnichannel.Cluster;

public sealed class ChangeTests : ClusterFaults
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(120);

    [PostgresFact]
    public async Task Restart_OfEverySiloInTurn_KeepsServing()
    {
        await using var cluster = await StartAsync();
        await RunAsync(
            "23 every silo drained and replaced in turn",
            day => day.RepeatAsync(
                async round =>
                {
                    var silo = Next(cluster, round);
                    Assert.Equal(0, await silo.TerminateAsync(DrainLimit));
                    await silo.RestartAsync();
                },
                more: 300),
            cluster);
    }

    [PostgresFact]
    public async Task Scale_FromOneToThreeAndBack_KeepsServing()
    {
        await using var cluster = await StartAsync(silosCount: 1);
        await RunAsync(
            "scaled from one silo to three and back to one",
            async day =>
            {
                await day.UntilAcknowledgedAsync(300);
                await cluster.AddSiloAsync();
                await day.UntilAcknowledgedAsync(300);
                await cluster.AddSiloAsync();
                await day.UntilAcknowledgedAsync(300);
                foreach (var silo in cluster.Silos.Take(2))
                {
                    Assert.Equal(0, await silo.TerminateAsync(DrainLimit));
                    await day.UntilAcknowledgedAsync(300);
                }
            },
            cluster);
    }

    [PostgresFact]
    public async Task Api_WithoutASilo_SaysLaterAndFindsTheNextOneByItself()
    {
        await using var cluster = await StartAsync(silosCount: 1);
        using var client = new HttpClient { BaseAddress = cluster.Api.Address, Timeout = TimeSpan.FromSeconds(30) };
        await Calls.ReceiveAsync(client, "MUG-1", "london", 10, "delivery");
        await cluster.Silos[0].KillAsync();
        await Calls.UntilUnavailableAsync(client, "/v1/stock/MUG-1/london");

        using (var refused = await client.GetAsync("/v1/stock/MUG-1/london"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        using (var ready = await client.GetAsync("/health/ready")) Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        await cluster.Silos[0].RestartAsync();
        Assert.Equal((201, null), await Calls.UntilAnsweredAsync(() => Calls.ReserveAsync(client, "MUG-1", "london", "r-1", 1)));
    }
}
