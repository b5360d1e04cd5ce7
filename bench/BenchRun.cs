using System.Diagnostics;
using Omnichannel.Testing;

namespace Omnichannel.Bench;

/// <summary>The whole benchmark: what it needs is started, measured, audited, and written down.</summary>
internal sealed class BenchRun(BenchOptions options, CancellationToken cancellation)
{
    private const int ServerConnectionsMax = 400;
    private readonly long _started = Stopwatch.GetTimestamp();

    public async Task RunAsync()
    {
        string[] missing = [.. new[] { "pgbench", "redis-server" }.Where(program => !Tool.IsInstalled(program))];
        if (!PostgresTools.IsInstalled || missing.Length > 0)
            throw new InvalidOperationException($"Missing: {(PostgresTools.IsInstalled ? "" : "PostgreSQL, ")}{string.Join(", ", missing)}. On Debian: apt-get install redis-server postgresql");

        var folder = Directory.CreateTempSubdirectory("bench-");
        var server = await PostgresServer.CreateAsync(connectionsMax: ServerConnectionsMax);
        try
        {
            var published = new Published(Path.Combine(folder.FullName, "published"));
            await published.MakeAsync(cancellation);
            var page = new BenchPage(options, await Machine.ReadAsync(cancellation), published);
            Tell("published");
            if (options.HasPeers)
            {
                await using var sides = await Sides.StartAsync(published, server, folder.FullName, cancellation);
                var rounds = new PeerRounds(options, sides, Tell);
                await rounds.RunAsync();
                page.Add(rounds);
                await AuditAsync(page, sides);
            }

            if (options.HasGrowth)
            {
                await using var growth = new GrowthRun(options, published, server, folder.FullName, Tell, cancellation);
                await growth.RunAsync();
                page.Add(growth);
            }

            await page.WriteAsync(Stopwatch.GetElapsedTime(_started), cancellation);
            Tell($"written: {options.Page}");
        }
        finally
        {
            await server.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    // A side that lost or oversold a unit was not fast, it was wrong: the run ends without a page.
    private async Task AuditAsync(BenchPage page, Sides sides)
    {
        await sides.AuditSqlAsync();
        foreach (var grid in (HttpSide[])[sides.Grid, sides.SqliteGrid])
        {
            var started = Stopwatch.GetTimestamp();
            var told = await Tool.RunOwnAsync("omni.dll", cancellation, "audit", "--url", grid.Client.BaseAddress!.ToString());
            page.AddAudit(told);
            Tell($"audited in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
        }
    }

    private void Tell(string what) => Console.WriteLine($"{Stopwatch.GetElapsedTime(_started):hh\\:mm\\:ss} {what}");
}
