using Omnichannel.Testing;

namespace Omnichannel.Cluster;

public sealed class CrashTests : ClusterFaults
{
    [PostgresFact]
    public async Task Kill_OfOneSilo_LosesAndDoublesNothing()
    {
        await using var cluster = await StartAsync();
        await RunServedAsync(
            "1 kill -9 of one silo of three",
            day => day.RepeatAsync(
                async round =>
                {
                    var silo = Next(cluster, round);
                    await silo.KillAsync();
                    await cluster.EvictedAsync(silo);
                    await day.UntilAcknowledgedAsync(200);
                    await TestCluster.RestartAsync(silo);
                },
                more: 300),
            cluster);
    }

    [PostgresFact]
    public async Task Kill_OfAllSilosAtOnce_LosesAndDoublesNothing()
    {
        await using var cluster = await StartAsync();
        await RunServedAsync(
            "2 kill -9 of all three silos at once",
            day => day.RepeatAsync(
                async _ =>
                {
                    await Task.WhenAll(cluster.Silos.Select(silo => silo.KillAsync()));
                    await day.UntilUnansweredAsync(50);
                    await Task.WhenAll(cluster.Silos.Select(TestCluster.RestartAsync));
                },
                more: 300),
            cluster);
    }

    [PostgresFact]
    public async Task Kill_OfTwoOfThreeSilos_LeavesOneThatServes()
    {
        await using var cluster = await StartAsync();
        await RunServedAsync(
            "3 kill -9 of two silos of three",
            day => day.RepeatAsync(
                async round =>
                {
                    GridProcess[] victims = [Next(cluster, round), Next(cluster, round + 1)];
                    await Task.WhenAll(victims.Select(silo => silo.KillAsync()));
                    foreach (var silo in victims) await cluster.EvictedAsync(silo);
                    await day.UntilAcknowledgedAsync(200);
                    await Task.WhenAll(victims.Select(TestCluster.RestartAsync));
                },
                more: 300),
            cluster);
    }

    [PostgresFact]
    public async Task Freeze_PastEviction_IsFencedAndLeaves()
    {
        await using var cluster = await StartAsync();
        await RunServedAsync(
            "4 zombie: SIGSTOP past eviction, SIGCONT",
            day => day.RepeatAsync(
                async round =>
                {
                    var zombie = Next(cluster, round);
                    zombie.Freeze();
                    await cluster.EvictedAsync(zombie);
                    await day.UntilAcknowledgedAsync(200);
                    zombie.Thaw();
                    await day.UntilAcknowledgedAsync(200);

                    // It finds out that it is dead, and ends.
                    await zombie.EndedAsync(TimeSpan.FromSeconds(90));
                    await TestCluster.RestartAsync(zombie);
                },
                more: 300),
            cluster);
    }

    // Two clusters that do not know each other both own every SKU: every activation is a double one.
    [PostgresFact]
    public async Task Kill_OfOneOfTwoOwners_NeverOversells()
    {
        await using var first = await StartAsync(silosCount: 1, id: "first");
        await using var second = await StartAsync(silosCount: 1, id: "second");
        await RunServedAsync(
            "5 two owners of everything (two clusters on one journal), one killed",
            day => day.RepeatAsync(
                async _ =>
                {
                    await first.Silos[0].KillAsync();
                    await day.UntilAcknowledgedAsync(200);
                    await TestCluster.RestartAsync(first.Silos[0]);
                },
                more: 300),
            second,
            first);
    }
}
