using System.Globalization;
using System.Runtime.InteropServices;

namespace Omnichannel.Bench;

/// <summary>What the figures were measured on.</summary>
internal sealed record Machine(string Commit, string Processor, int ProcessorsCount, double MemoryGiB, string System, string Runtime, string Database, string Redis)
{
    public static async Task<Machine> ReadAsync(CancellationToken cancellation)
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";
        var kibibytes = File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        var commit = (await Tool.RunAsync("git", cancellation, "describe", "--always", "--dirty")).Trim();
        var database = (await Tool.RunAsync("psql", cancellation, "--version")).Trim();
        var redis = (await Tool.RunAsync("redis-server", cancellation, "--version")).Split(' ')[2];
        return new(
            commit, model, Environment.ProcessorCount, double.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024 / 1024,
            RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, database, redis);
    }
}
