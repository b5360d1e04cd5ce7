using System.Globalization;
using System.Text;

namespace Omnichannel.Bench;

/// <summary>The page that a run leaves behind: what was measured, where, against which goals. The words that need no measurement are in <c>bench/NOTES.md</c>, and end up below.</summary>
internal sealed class BenchPage(BenchOptions options, Machine machine, Published published)
{
    private readonly StringBuilder _tables = new();
    private readonly List<string> _audits = [];
    private readonly Goals _goals = new();

    public void Add(PeerRounds rounds)
    {
        _goals.Add(rounds.Results);
        Line(_tables, "## Side by side");
        foreach (var load in rounds.Results.GroupBy(result => result.Key.Load, result => (result.Key.Side, Figures: result.Value)))
        {
            Line(_tables, $"### {load.Key}");
            Line(_tables, "| side | reservations/s, median (range) | p50 ms | p99 ms | p99.9 ms | µs of processor each: server, database | bytes allocated each | generator's processors |", "|---|--:|--:|--:|--:|--:|--:|--:|");
            foreach (var (side, figures) in load) Line(_tables, Row(side, figures));
            _tables.Append('\n');
        }
    }

    public void Add(GrowthRun growth)
    {
        _goals.Add(growth);
        Line(_tables, "## Growth");
        foreach (var curve in growth.Curves)
        {
            Line(_tables, $"### {curve.Title}");
            Line(_tables, [$"| {string.Join(" | ", curve.Columns)} |", $"|{string.Concat(curve.Columns.Select(_ => "--:|"))}", .. curve.Rows.Select(row => $"| {string.Join(" | ", row)} |")]);
            _tables.Append('\n');
        }
    }

    public void AddAudit(string told) => _audits.Add(string.Join('\n', told.Split('\n').Select(static line => line.TrimEnd())).Trim());

    public async Task WriteAsync(TimeSpan elapsed, CancellationToken cancellation)
    {
        var page = new StringBuilder("# Benchmarks\n\n");
        Line(page, "Written by `dotnet run -c Release --project bench`, which starts everything it needs; the text at the end is from `bench/NOTES.md`. Every figure is of one run on one machine that all sides share with their load generators: read the ratios.");
        page.Append('\n');
        Line(
            page,
            Say($"- Machine: {machine.ProcessorsCount} processors ({machine.Processor}), {machine.MemoryGiB:N0} GiB, {machine.System}; {machine.Runtime}."),
            Say($"- Commit {machine.Commit}; {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC; {elapsed.TotalMinutes:N0} minutes; {options.Rounds} rounds, {options.Seconds} s each after {options.WarmUpSeconds} s of warm-up, all sides in turn."),
            $"- The grid, (b) and (d) as `dotnet publish` leaves them, {(published.IsCompiledAhead ? "compiled ahead of time (ReadyToRun)" : "not compiled ahead of time: the compiler for it did not restore")}.",
            $"- Durability: PostgreSQL ({machine.Database}) with fsync=on, synchronous_commit=on, full_page_writes=on, its other settings as initdb leaves them.",
            $"- Redis {machine.Redis} with appendonly and appendfsync=always; SQLite with WAL and synchronous=FULL. No side answers before its data is flushed.");
        page.Append('\n');
        Line(page, "## Goals");
        Line(page, ["| what | goal | reached | |", "|---|--:|--:|---|", .. _goals.Rows()]);
        page.Append('\n').Append(_tables);
        if (_audits.Count > 0)
        {
            Line(page, "## Audit", "After the rounds the SQL tables of (a) and (b) added up, SKU by SKU, (a) kept all that pgbench was told is done, and Redis exactly what it acknowledged.", "The independent auditor said of the grids (PostgreSQL, SQLite):", "");
            foreach (var audit in _audits) Line(page, "```", audit, "```");
            page.Append('\n');
        }

        page.Append(await File.ReadAllTextAsync(Path.Combine("bench", "NOTES.md"), cancellation));
        await File.WriteAllTextAsync(options.Page, page.ToString(), cancellation);
    }

    private static string Row(string side, Measured figures)
    {
        string Of(Func<Figure, double?> figure, string format) => figures.Median(figure) is { } number ? number.ToString(format, CultureInfo.InvariantCulture) : "";
        string[] cells =
        [
            side,
            Say($"{figures.PerSecond:N0} ({figures.Slowest:N0} to {figures.Fastest:N0})"),
            Of(figure => figure.P50, "N2"),
            Of(figure => figure.P99, "N2"),
            Of(figure => figure.P999, "N2"),
            $"{Of(figure => figure.ServerMicroseconds, "N1")}, {Of(figure => figure.StoreMicroseconds, "N1")}",
            Of(figure => figure.AllocatedBytes, "N0"),
            Of(figure => figure.GeneratorShare, "N2"),
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder page, params string[] lines)
    {
        foreach (var line in lines)
        {
            page.Append(line).Append('\n');
            if (line.StartsWith('#')) page.Append('\n');
        }
    }
}
