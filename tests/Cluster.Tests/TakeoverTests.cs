using Omnichannel.Testing;
using Xunit.Abstractions;

namespace Omnichannel.Cluster;

/// <summary>The process is gone: its connections break, and who knocks is refused.</summary>
public sealed class TakeoverTests(ITestOutputHelper told) : TakeoverFaults(told)
{
    [PostgresFact]
    public async Task Kill_OfASilo_LeavesNothingUnansweredForLongerThanPromised() => await RunAsync(
        "takeover from a silo that was killed",
        static (cluster, round) => Next(cluster, round).KillAsync(),
        static (cluster, round) => TestCluster.RestartAsync(Next(cluster, round)));
}

/// <summary>The machine is gone: nothing says no, and nothing answers.</summary>
public sealed class SilentTakeoverTests(ITestOutputHelper told) : TakeoverFaults(told)
{
    private const int Silos = 3;

    protected override int NamespacesCount => Silos;

    [NetworkFact]
    public async Task Silence_OfASilo_LeavesNothingUnansweredForLongerThanPromised() => await RunAsync(
        "takeover from a silo that nothing reaches any more, as when its machine is gone",
        async (_, round) =>
        {
            foreach (var (from, to) in Wires(round)) await Network!.CutAsync(from, to);
        },
        async (cluster, round) =>
        {
            foreach (var (from, to) in Wires(round)) await Network!.HealAsync(from, to);
            await cluster.RestartDeadAsync();
        });

    // To the other silos, the front end and the database, and back.
    private IEnumerable<(string From, string To)> Wires(int round)
    {
        var silo = Network!.AddressOf((round % Silos) + 1);
        var others = Enumerable.Range(1, Silos).Select(Network.AddressOf).Append(Network.Here).Where(other => other != silo);
        return others.SelectMany(other => new[] { (silo, other), (other, silo) });
    }
}
