using Omnichannel.Crash;
using Omnichannel.Testing;
using Xunit.Sdk;

namespace Omnichannel.Cluster;

/// <summary>A database, and shoppers on a cluster while something goes wrong with it. The numbers are those of the fault table in docs/RELIABILITY.md.</summary>
[Collection("cluster")]
public abstract class ClusterFaults : IAsyncLifetime
{
    /// <summary>Far beyond what detection takes: on a machine that does something else as well, a silo is late.</summary>
    private static readonly TimeSpan OutageMax = TimeSpan.FromSeconds(60);

    private const int ShoppersCount = 16;
    private PostgresServer? _server;

    private protected PostgresServer Server => _server ?? throw new InvalidOperationException(PostgresTools.MissingReason);

    private protected string Database { get; private set; } = "";

    private protected SiloNetwork? Network { get; private set; }

    /// <summary>How many silos live in namespaces of their own; 0 for none.</summary>
    protected virtual int NamespacesCount => 0;

    public async Task InitializeAsync()
    {
        if (!PostgresTools.IsInstalled || (NamespacesCount > 0 && SiloNetwork.WhyNot is not null)) return;
        if (NamespacesCount > 0) Network = await SiloNetwork.CreateAsync(NamespacesCount);
        _server = await PostgresServer.CreateAsync(Network?.Here);
        Database = await _server.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (Network is not null) await Network.DisposeAsync();
    }

    private protected async Task<TestCluster> StartAsync(int silosCount = 3, string id = "day", IReadOnlyDictionary<string, string>? environment = null) =>
        await TestCluster.StartAsync(Database, silosCount, id, Network, environment);

    /// <summary>A day of shopping at the front ends of some clusters, judged by the first of them.</summary>
    /// <returns>The longest time in which one of the goods was not answered for.</returns>
    private protected static async Task<TimeSpan> RunAsync(string fault, Func<ShoppingDay, Task> trouble, TestCluster judge, params TestCluster[] others)
    {
        await using var day = new ShoppingDay(judge.Journal, ShoppersCount, [judge.Api.Address, .. others.Select(other => other.Api.Address)]) { HasManyOwners = true };
        try
        {
            await day.RunAsync(fault, () => trouble(day), judge.Api, leavesCallsUnanswered: false);
        }
        catch (Exception failure)
        {
            throw new XunitException($"{failure}\n{judge.Output}\n{string.Join('\n', others.Select(other => other.Output))}");
        }

        return day.Market.LongestOutageOfOne;
    }

    /// <summary>The same, where others take over while the trouble lasts.</summary>
    private protected static async Task RunServedAsync(string fault, Func<ShoppingDay, Task> trouble, TestCluster judge, params TestCluster[] others)
    {
        var outage = await RunAsync(fault, trouble, judge, others);
        Assert.True(outage < OutageMax, $"one of the goods was not answered for in {outage}.\n{judge.Output}");
    }

    /// <summary>One after the other, as the rounds go on.</summary>
    private protected static GridProcess Next(TestCluster cluster, int round) => cluster.Silos[round % cluster.Silos.Count];
}
