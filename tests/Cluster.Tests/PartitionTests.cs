namespace Omnichannel.Cluster;

public sealed class PartitionTests : ClusterFaults
{
    private const int Silos = 3;

    protected override int NamespacesCount => Silos;

    [NetworkFact]
    public async Task Partition_BetweenSilos_NeverOversells()
    {
        await using var cluster = await StartAsync();
        await RunServedAsync(
            "6 one silo cut off from the others, both ways, past eviction",
            day => day.RepeatAsync(
                async round =>
                {
                    var cuts = Others(round).SelectMany(other => new[] { (Address(round), other), (other, Address(round)) }).ToArray();
                    foreach (var (from, to) in cuts) await Network!.CutAsync(from, to);
                    await cluster.SomebodyEvictedAsync();
                    await day.UntilAcknowledgedAsync(200);
                    foreach (var (from, to) in cuts) await Network!.HealAsync(from, to);
                    await cluster.RestartEvictedAsync();
                },
                more: 300),
            cluster);
    }

    [NetworkFact]
    public async Task Partition_InOneDirection_NeverOversells()
    {
        await using var cluster = await StartAsync();
        await RunServedAsync(
            "7 one silo hears nothing of the others and reaches the database",
            day => day.RepeatAsync(
                async round =>
                {
                    foreach (var other in Others(round)) await Network!.CutAsync(other, Address(round));
                    await cluster.SomebodyEvictedAsync();
                    await day.UntilAcknowledgedAsync(200);
                    foreach (var other in Others(round)) await Network!.HealAsync(other, Address(round));
                    await cluster.RestartEvictedAsync();
                },
                more: 300),
            cluster);
    }

    [NetworkFact]
    public async Task Partition_FromTheDatabase_AcknowledgesNothingFalse()
    {
        await using var cluster = await StartAsync();
        await RunServedAsync(
            "8 one silo cut off from the database",
            day => day.RepeatAsync(
                async round =>
                {
                    await Network!.CutAsync(Address(round), Network.Here);
                    await Network.CutAsync(Network.Here, Address(round));
                    await day.UntilUnansweredAsync(30);
                    await Network.HealAsync(Address(round), Network.Here);
                    await Network.HealAsync(Network.Here, Address(round));
                },
                more: 300),
            cluster);
    }

    private string Address(int round) => Network!.AddressOf((round % Silos) + 1);

    private IEnumerable<string> Others(int round) => Enumerable.Range(1, Silos).Select(Network!.AddressOf).Where(address => address != Address(round));
}
