using Omnichannel.Crash.Faults;
using Omnichannel.Testing;

namespace Omnichannel.Cluster;

/// <summary>What goes wrong around a cluster: on the way to its customers, and with the time that its machines believe it is.</summary>
public sealed class WireAndClockTests : ClusterFaults
{
    [PostgresFact]
    public async Task Retry_OfCallsWhoseAnswersWereLost_HasOneEffectEach()
    {
        await using var cluster = await StartAsync();
        await using var wire = LossyWire.To(cluster.Api);
        cluster.Door = new($"http://127.0.0.1:{wire.Port}");
        await RunServedAsync(
            "20 answers lost, retried after a silo was killed and restarted",
            day => day.RepeatAsync(
                async round =>
                {
                    await Next(cluster, round).KillAsync();
                    await day.UntilAcknowledgedAsync(200);
                    await TestCluster.RestartAsync(Next(cluster, round));
                },
                more: 300),
            cluster);
        Assert.True(wire.CutsCount > 0);
    }

    [ClockFact]
    public async Task Jump_OfTheClockOfOneSilo_NeverTurnsTheTimeOfAnEntityBack()
    {
        using var first = await ClockShim.BuildAsync();
        using var second = await ClockShim.BuildAsync();
        using var third = await ClockShim.BuildAsync();
        ClockShim[] shims = [first, second, third];
        await using var cluster = await StartAsync(shims.Length, environment: silo => shims[silo - 1].Environment);
        TimeSpan[] jumps = [TimeSpan.FromHours(1), TimeSpan.FromDays(-1), TimeSpan.FromDays(1), TimeSpan.FromHours(-1), TimeSpan.Zero];
        await RunServedAsync(
            "17 the clock of one silo after the other jumps by an hour or a day, both ways",
            day => day.RepeatAsync(
                async round =>
                {
                    shims[round % shims.Length].Jump(jumps[round % jumps.Length]);
                    await cluster.RestartDeadAsync();
                },
                more: 300),
            cluster);
    }
}
