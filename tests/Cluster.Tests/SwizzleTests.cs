using Omnichannel.Crash;

namespace Omnichannel.Cluster;

/// <summary>Several faults at once: begun one by one, healed in another order, as the seed says.</summary>
public sealed class SwizzleTests : ClusterFaults
{
    private const int Silos = 3;

    // As many as fail within seconds when nobody is there to answer.
    private const int CallsBetween = 60;

    protected override int NamespacesCount => Silos;

    [NetworkFact]
    public async Task Faults_ThatOverlap_LoseAndDoubleNothing()
    {
        await using var cluster = await StartAsync();
        var random = new Random(CrashRun.Seed);
        var longest = TimeSpan.Zero;
        await RunAsync(
            "27 swizzle: kill, freeze, partition, database cut off or restarted, overlapping (outage: once all is healed)",
            async day =>
            {
                await CrashRun.RepeatAsync(CrashRun.RoundsMin, async _ =>
                {
                    await day.UntilAcknowledgedAsync(300);
                    var outage = await SwizzleAsync(cluster, day, random);
                    if (outage > longest) longest = outage;
                });
                await day.UntilAcknowledgedAsync(300);
            },
            outage: _ => longest,
            cluster);
    }

    // What lasts while the faults do is theirs: the database itself is down for a while. What the grid answers for is how soon all is served when they are over.
    private async Task<TimeSpan> SwizzleAsync(TestCluster cluster, ShoppingDay day, Random random)
    {
        await cluster.RestartDeadAsync();
        var faults = Faults(cluster);
        random.Shuffle(faults);
        var chosen = faults[..random.Next(2, 4)];
        foreach (var fault in chosen)
        {
            day.Strike();
            await fault.Begin();
            await day.UntilAskedAsync(CallsBetween);
        }

        random.Shuffle(chosen);
        foreach (var fault in chosen)
        {
            await fault.End();
            if (fault != chosen[^1]) await day.UntilAskedAsync(CallsBetween);
        }

        var serving = day.UntilServedAsync();
        await cluster.RestartDeadAsync();
        return await serving;
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
