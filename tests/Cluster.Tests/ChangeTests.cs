using System.Globalization;
using System.Net;
using System.Text;
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
        await RunServedAsync(
            "23 every silo drained and replaced in turn",
            day => day.RepeatAsync(
                async round =>
                {
                    var silo = Next(cluster, round);
                    Assert.Equal(0, await silo.TerminateAsync(DrainLimit));
                    await TestCluster.RestartAsync(silo);
                },
                more: 300),
            cluster);
    }

    [PostgresFact]
    public async Task Scale_FromOneToThreeAndBack_KeepsServing()
    {
        await using var cluster = await StartAsync(silosCount: 1);
        await RunServedAsync(
            "scaled from one silo to three and back to one",
            async day =>
            {
                for (var silo = 1; silo <= 2; silo++)
                {
                    await day.UntilAcknowledgedAsync(300);
                    day.Strike();
                    await cluster.AddSiloAsync();
                }

                await day.UntilAcknowledgedAsync(300);
                foreach (var silo in cluster.Silos.Take(2))
                {
                    day.Strike();
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
        await TestCluster.RestartAsync(cluster.Silos[0]);
        Assert.Equal((201, null), await Calls.UntilAnsweredAsync(() => Calls.ReserveAsync(client, "MUG-1", "london", "r-1", 1)));
    }

    [PostgresFact]
    public async Task Api_WhoseClusterNeverStarted_SaysLaterAndStopsWhenTold()
    {
        await using var api = await GridProcess.StartAsync(TestCluster.SettingsOf(Database, "never"), program: GridProgram.Api with { IsReadyAt = "/health/live" });
        using var client = new HttpClient { BaseAddress = api.Address };
        using (var refused = await client.GetAsync("/v1/stock/MUG-1/london"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        Assert.Equal(0, await api.TerminateAsync(DrainLimit));
    }

    // Orleans does not keep the order of calls to an owner that is being activated.
    [PostgresFact]
    public async Task Import_WhenASkuComesAgain_CountsTheLastRow()
    {
        await using var cluster = await StartAsync(silosCount: 2);
        using var client = new HttpClient { BaseAddress = cluster.Api.Address };
        var rows = Enumerable.Range(1, 100).SelectMany(onHand => Enumerable.Range(1, 20).Select(sku => string.Create(CultureInfo.InvariantCulture, $"MUG-{sku},london,{onHand}")));
        using var import = new HttpRequestMessage(HttpMethod.Post, "/v1/stock/import") { Content = new StringContent(string.Join('\n', rows.Prepend("sku,location,onHand")), Encoding.UTF8, "text/csv") };
        import.Headers.Add("Idempotency-Key", "import-1");
        using (var answer = await client.SendAsync(import)) Assert.Contains("\"imported\":2000", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var sku in Enumerable.Range(1, 20))
        {
            var stock = await Calls.GetAsync(client, string.Create(CultureInfo.InvariantCulture, $"/v1/stock/MUG-{sku}/london"));
            Assert.Equal(100, stock.GetProperty("onHand").GetInt64());
        }
    }
}
