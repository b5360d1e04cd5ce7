using Omnichannel.Crash;

namespace Omnichannel.Cluster;

/// <summary>Several faults at once: begun one by one, healed in another order, as the seed says.</summary>
public sealed class SwizzleTests : ClusterFaults
{
    private const int Silos = 3;

    protected override int NamespacesCount => Silos;

    [NetworkFact]
    public async Task Faults_ThatOverlap_LoseAndDoubleNothing()
    {
        await using var cluster = await StartAsync();
        var random = new Random(CrashRun.Seed);
        await RunAsync("27 swizzle: kill, freeze, partition, database cut off or restarted, overlapping", day => day.RepeatAsync(_ => SwizzleAsync(cluster, day, random), more: 300), cluster);
    }

    private async Task SwizzleAsync(TestCluster cluster, ShoppingDay day, Random random)
    {
        var faults = Faults(cluster);
        random.Shuffle(faults);
        var chosen = faults[..random.Next(2, 4)];
        foreach (var fault in chosen)
        {
            await fault.Begin();
            await day.UntilAskedAsync(100);
        }

        random.Shuffle(chosen);
        foreach (var fault in chosen)
        {
            await fault.End();
            await day.UntilAskedAsync(100);
        }

        // Whoever is dead, or was declared dead, is started again: everybody is back before the next round.
        await day.UntilAskedAsync(200);
        await cluster.RestartEvictedAsync();
        foreach (var silo in cluster.Silos.Where(silo => !silo.IsRunning)) await TestCluster.RestartAsync(silo);
    }

    private Fault[] Faults(TestCluster cluster)
    {
        var (killed, frozen, cut) = (cluster.Silos[0], cluster.Silos[1], 3);
        var address = Network!.AddressOf(cut);
        var others = new[] { Network.AddressOf(1), Network.AddressOf(2) };
        return
        [
            new(killed.KillAsync, () => Task.CompletedTask),
            new(() => Done(frozen.Freeze), () => Done(frozen.Thaw)),
            new(() => CutAsync(others, address), () => HealAsync(others, address)),
            new(() => CutAsync([Network.Here], address), () => HealAsync([Network.Here], address)),
            new(() => Server.StopAsync("immediate"), Server.StartAsync),
        ];
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private async Task CutAsync(string[] others, string address)
    {
        foreach (var other in others)
        {
            await Network!.CutAsync(other, address);
            await Network.CutAsync(address, other);
        }
    }

    private async Task HealAsync(string[] others, string address)
    {
        foreach (var other in others)
        {
            await Network!.HealAsync(other, address);
            await Network.HealAsync(address, other);
        }
    }

    /// <summary>Something that goes wrong, and is put right.</summary>
    private sealed record Fault(Func<Task> Begin, Func<Task> End);
}
