using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Omnichannel.Testing;

namespace Omnichannel.Bench;

/// <summary>Peers (a1) and (a2): PostgreSQL alone, on the server that holds the journal of the grid, driven by pgbench with prepared statements.</summary>
internal sealed partial class PgBenchSide(PostgresServer server, string connectionString, string folder)
{
    private const string Schema =
        """
        CREATE TABLE stock (
            sku text NOT NULL, location text NOT NULL, available bigint NOT NULL CHECK (available >= 0), reserved bigint NOT NULL DEFAULT 0,
            PRIMARY KEY (sku, location)) WITH (fillfactor = 50);
        CREATE TABLE reservations (
            id text PRIMARY KEY, sku text NOT NULL, location text NOT NULL, quantity bigint NOT NULL, channel text,
            expires_at timestamptz NOT NULL, state smallint NOT NULL DEFAULT 1);
        INSERT INTO stock (sku, location, available) SELECT 'sku-' || number, 'london', 1000000000000 FROM generate_series(1, 10000) AS number;
        """;

    private const string TwoStatements =
        """
        BEGIN;
        UPDATE stock SET available = available - 1, reserved = reserved + 1 WHERE sku = 'sku-' || :sku AND location = 'london' AND available >= 1;
        INSERT INTO reservations (id, sku, location, quantity, channel, expires_at) VALUES ('r-' || :id, 'sku-' || :sku, 'london', 1, 'web', now() + interval '1 day');
        COMMIT;

        """;

    private const string OneStatement =
        """
        WITH taken AS (
            UPDATE stock SET available = available - 1, reserved = reserved + 1 WHERE sku = 'sku-' || :sku AND location = 'london' AND available >= 1 RETURNING sku)
        INSERT INTO reservations (id, sku, location, quantity, channel, expires_at)
        SELECT 'r-' || :id, sku, 'london', 1, 'web', now() + interval '1 day' FROM taken;

        """;

    private const string ManyInOneStatement =
        """
        WITH taken AS (
            UPDATE stock SET available = available - 50, reserved = reserved + 50 WHERE sku = 'sku-' || :sku AND location = 'london' AND available >= 50 RETURNING sku)
        INSERT INTO reservations (id, sku, location, quantity, channel, expires_at)
        SELECT 'r-' || :id || '-' || line, sku, 'london', 1, 'web', now() + interval '1 day' FROM taken, generate_series(1, 50) AS line;

        """;

    private long _doneCount;

    public async Task PrepareAsync()
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var schema = source.CreateCommand(Schema);
        await schema.ExecuteNonQueryAsync();
    }

    /// <param name="choice">How pgbench draws the SKU, 1 to 10,000.</param>
    public Task<Figure> RunAsync(bool isOneStatement, string choice, int clients, BenchOptions options, CancellationToken cancellation) =>
        RunAsync(new(isOneStatement ? OneStatement : TwoStatements, choice, 1), clients, options, cancellation);

    /// <summary>(a2) with 50 reservations in each statement, all or none of them.</summary>
    public Task<Figure> RunManyAsync(string choice, int clients, BenchOptions options, CancellationToken cancellation) =>
        RunAsync(new(ManyInOneStatement, choice, 50), clients, options, cancellation);

    /// <summary>What was taken is what is reserved, SKU by SKU, and nothing is missing that pgbench was told is done.</summary>
    public Task AuditAsync() => AuditAsync(connectionString, _doneCount);

    public static async Task AuditAsync(string database, long doneCount)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            """
            SELECT
                (SELECT count(*) FROM reservations),
                (SELECT count(*) FROM stock s LEFT JOIN (SELECT sku, sum(quantity) AS units FROM reservations GROUP BY sku) r USING (sku)
                 WHERE (s.available + s.reserved) NOT IN (1000000000000, 1000000000) OR s.reserved <> coalesce(r.units, 0))
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var (kept, wrong) = (reader.GetInt64(0), reader.GetInt64(1));
        if (wrong > 0 || kept < doneCount) throw new InvalidOperationException($"SQL alone lost or oversold units: {wrong} SKUs do not add up, {kept} reservations kept, {doneCount} acknowledged.");
    }

    private async Task<Figure> RunAsync(Script script, int clients, BenchOptions options, CancellationToken cancellation)
    {
        await MeasureAsync(script, clients, options.WarmUpSeconds, cancellation);
        return await MeasureAsync(script, clients, options.Seconds, cancellation);
    }

    private async Task<Figure> MeasureAsync(Script script, int clients, int seconds, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, "reserve.sql");
        var draw = $"\\set sku {script.Choice}\n\\set id random(1, 9000000000000000000)\n";
        await File.WriteAllTextAsync(file, draw + script.Sql, cancellation);
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        string[] arguments =
        [
            "-h", connection.Host!, "-p", Tool.Text(connection.Port), "-U", connection.Username!, "-n", "-M", "prepared", "-c", Tool.Text(clients), "-j", "2",
            "-T", Tool.Text(seconds), "-f", file, connection.Database!,
        ];
        var before = ProcessorClock.Seconds(server.ProcessIds());
        using var pgbench = Process.Start(new ProcessStartInfo("pgbench", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (pgbench.StandardOutput.ReadToEndAsync(cancellation), pgbench.StandardError.ReadToEndAsync(cancellation));

        // Its share is read while it runs: nobody tells afterwards.
        var share = 0.0;
        for (var second = 1; !pgbench.HasExited; second++)
        {
            await Task.WhenAny(pgbench.WaitForExitAsync(cancellation), Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation));
            if (!pgbench.HasExited) share = ProcessorClock.Seconds(pgbench.Id) / second;
        }

        var told = await output;
        if (pgbench.ExitCode != 0) throw new InvalidOperationException($"pgbench ended with {pgbench.ExitCode}: {await error}");

        // Hundreds of clients on one row may not get a single transaction through.
        var perSecond = (Number(RateLine(), told) ?? 0) * script.Reservations;
        _doneCount += (long)(Number(DoneLine(), told) ?? 0) * script.Reservations;
        var taken = ProcessorClock.Seconds(server.ProcessIds()) - before;
        return new(perSecond, Number(LatencyLine(), told), null, null, share) { StoreMicroseconds = perSecond > 0 ? taken * 1e6 / (perSecond * seconds) : null };
    }

    private static double? Number(Regex line, string told) =>
        line.Match(told) is { Success: true } found ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>One transaction, and how many reservations it makes.</summary>
    private sealed record Script(string Sql, string Choice, int Reservations);

    [GeneratedRegex(@"tps = ([0-9.]+) \(without")]
    private static partial Regex RateLine();

    [GeneratedRegex(@"actually processed: ([0-9]+)")]
    private static partial Regex DoneLine();

    [GeneratedRegex(@"latency average = ([0-9.]+) ms")]
    private static partial Regex LatencyLine();
}
