using Omnichannel.Crash;
using Omnichannel.Testing;
using Xunit.Sdk;

namespace Omnichannel.Cluster;

/// <summary>A database, and shoppers on a cluster while something goes wrong with it. The numbers are those of the fault table in docs/RELIABILITY.md.</summary>
[Collection("cluster")]
public abstract class ClusterFaults : IAsyncLifetime
{
    // What it takes by the settings until everything is answered for: the silence that counts and the probe that votes, the table for whom no gossip reached, a call
    // that was on its way, and the look for other gateways.
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(
        (Limits.SiloProbeSecondsMax * (Limits.SiloProbesMissedMax + 1)) + Limits.SiloTableRefreshSeconds + Limits.CallDeadlineSeconds + Limits.GatewayRefreshSeconds);

    /// <summary>On a machine that does something else as well a silo is late, and starts late.</summary>
    private protected static readonly TimeSpan OutageMax = 2 * Takeover;

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

    private protected async Task<TestCluster> StartAsync(int silosCount = 3, string id = "day", Func<int, IReadOnlyDictionary<string, string>>? environment = null) =>
        await TestCluster.StartAsync(Database, silosCount, id, Network, environment);

    /// <summary>A day of shopping at the front ends of some clusters, judged by the first of them.</summary>
    /// <param name="outage">Asked when the day is over.</param>
    private protected static async Task RunAsync(string fault, Func<ShoppingDay, Task> trouble, Func<Market, TimeSpan> outage, TestCluster judge, params TestCluster[] others)
    {
        await using var day = new ShoppingDay(judge.Journal, ShoppersCount, [judge.Door, .. others.Select(other => other.Door)]) { Outage = outage };
        try
        {
            await day.RunAsync(fault, () => trouble(day), judge.Api, leavesCallsUnanswered: false);
        }
        catch (Exception failure)
        {
            throw new XunitException($"{failure}\n{judge.Output}\n{string.Join('\n', others.Select(other => other.Output))}");
        }

        Assert.True(outage(day.Market) < OutageMax, $"one of the goods was not answered for in {outage(day.Market)}.\n{judge.Output}");
    }

    /// <summary>The same, where others take over while the trouble lasts: the outage is the longest time in which one of the goods was not answered for.</summary>
    private protected static Task RunServedAsync(string fault, Func<ShoppingDay, Task> trouble, TestCluster judge, params TestCluster[] others) =>
        RunAsync(fault, trouble, static market => market.LongestOutageOfOne, judge, others);

    /// <summary>One after the other, as the rounds go on.</summary>
    private protected static GridProcess Next(TestCluster cluster, int round) => cluster.Silos[round % cluster.Silos.Count];
}
