using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Omnichannel.Testing;

namespace Omnichannel.Cluster;

/// <summary>Network namespaces, one per silo, around a router that can be told to swallow what goes from one to another: silently, and in one direction.</summary>
internal sealed class SiloNetwork : IAsyncDisposable
{
    private readonly string _tag = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}");
    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"10.{64 + (Environment.ProcessId % 128)}");
    private readonly int _silosCount;

    private SiloNetwork(int silosCount) => _silosCount = silosCount;

    /// <summary>Null where namespaces can be made, else why not.</summary>
    public static string? WhyNot { get; } = Probe();

    /// <summary>Where this machine is in it: what the silos see of the database.</summary>
    public string Here => $"{_prefix}.0.1";

    private string Router => $"omr{_tag}";

    public static async Task<SiloNetwork> CreateAsync(int silosCount)
    {
        var network = new SiloNetwork(silosCount);
        try
        {
            await ShellAsync(network.Plan());
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public string AddressOf(int silo) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}.{silo}.2");

    public GridProgram Silo(int silo) => new("Omnichannel.Silo", AddressOf(silo), ["ip", "netns", "exec", NameOf(silo)]);

    /// <summary>The connection string of a database here, as a silo has to write it.</summary>
    public string Seen(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Host = Here }.ConnectionString;

    /// <summary>From now on nothing that one address sends arrives at the other. The connections between them stay, and say nothing.</summary>
    public Task CutAsync(string from, string to) => ShellAsync($"ip netns exec {Router} ip rule add from {from} to {to} blackhole");

    public Task HealAsync(string from, string to) => ShellAsync($"ip netns exec {Router} ip rule del from {from} to {to} blackhole");

    public async ValueTask DisposeAsync()
    {
        var spaces = Enumerable.Range(1, _silosCount).Select(NameOf).Append(Router).Select(space => $"ip netns del {space} 2>/dev/null");
        await ShellAsync($"{string.Join('\n', spaces)}\nip link del omh{_tag} 2>/dev/null\ntrue");
    }

    private string NameOf(int silo) => string.Create(CultureInfo.InvariantCulture, $"oms{_tag}-{silo}");

    private string Plan()
    {
        List<string> steps =
        [
            "set -e",
            $"ip netns add {Router}",
            $"ip netns exec {Router} sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'",
            $"ip link add omh{_tag} type veth peer name here netns {Router}",
            $"ip addr add {Here}/24 dev omh{_tag}",
            $"ip link set omh{_tag} up",
            $"ip -n {Router} addr add {_prefix}.0.2/24 dev here",
            $"ip -n {Router} link set here up",
            $"ip -n {Router} link set lo up",
            $"ip route add {_prefix}.0.0/16 via {_prefix}.0.2",
        ];
        foreach (var silo in Enumerable.Range(1, _silosCount))
        {
            var (space, wire) = (NameOf(silo), $"to{silo}");
            steps.AddRange(
            [
                $"ip netns add {space}",
                $"ip -n {Router} link add {wire} type veth peer name eth0 netns {space}",
                $"ip -n {Router} addr add {_prefix}.{silo}.1/24 dev {wire}",
                $"ip -n {Router} link set {wire} up",
                $"ip -n {space} addr add {AddressOf(silo)}/24 dev eth0",
                $"ip -n {space} link set eth0 up",
                $"ip -n {space} link set lo up",
                $"ip -n {space} route add default via {_prefix}.{silo}.1",
            ]);
        }

        return string.Join('\n', steps);
    }

    private static string? Probe()
    {
        const string Name = "omprobe";
        try
        {
            ShellAsync($"ip netns add {Name} && ip netns exec {Name} true; status=$?; ip netns del {Name}; exit $status").GetAwaiter().GetResult();
            return null;
        }
        catch (InvalidOperationException refused)
        {
            return $"Network namespaces cannot be made here (they take root and iproute2): {refused.Message}";
        }
    }

    private static async Task ShellAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardError = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("sh did not start.");
        var said = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        if (shell.ExitCode != 0) throw new InvalidOperationException($"sh ended with {shell.ExitCode}: {said.Trim()}");
    }
}
