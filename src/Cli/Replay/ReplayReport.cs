using Omnichannel.Grid;
using Omnichannel.Retail;
using Omnichannel.Terminal;
using Spectre.Console;

namespace Omnichannel.Replay;

/// <summary>What a replay did, for a person.</summary>
internal static class ReplayReport
{
    private const int RefusalsShownMax = 20;

    public static void Write(ReplayCounts counts, RetailTotals totals, GridClient grid, TimeSpan elapsed)
    {
        var table = Tables.New("Replay", "", "count");
        table.AddLine("rows", $"{Tables.Count(counts.RowsDone)} of {Tables.Count(totals.RowsCount)}");
        table.AddLine("  online sales (held, confirmed, fulfilled)", Tables.Count(counts.RowsOf(LineKind.OnlineSale)));
        table.AddLine("  till sales", Tables.Count(counts.RowsOf(LineKind.TillSale)));
        table.AddLine("  returns", Tables.Count(counts.RowsOf(LineKind.Return)));
        table.AddLine("  adjustments", Tables.Count(counts.RowsOf(LineKind.Adjustment)));
        table.AddLine("  skipped, not stock", Tables.Count(counts.RowsOf(LineKind.Skipped)));
        table.AddLine("  refused", Tables.Count(counts.Refused));
        table.AddLine("  not sent after a refused first step", Tables.Count(counts.NotSent));
        table.AddLine("SKUs", Tables.Count(totals.Skus.Count));
        table.AddLine("opening stocks (derived)", Tables.Count(counts.Openings));
        WriteMade(table, counts, totals);
        table.AddLine("operations", Tables.Count(counts.Operations));
        table.AddLine("  found done by an earlier start", Tables.Count(counts.Repeated));
        table.AddLine("retries without an answer", Tables.Count(grid.RetriesCount));
        table.AddLine("time", Tables.Seconds(elapsed));
        table.AddLine("throughput", Tables.Rate(counts.Operations, elapsed, "operations"));
        table.AddLine("", Tables.Rate(counts.RowsDone, elapsed, "rows"));
        foreach (var (name, share) in new[] { ("p50", 0.5), ("p95", 0.95), ("p99", 0.99) })
            table.AddLine($"latency {name}", Tables.Milliseconds(grid.Latency.Percentile(share)));
        table.AddLine("latency max", Tables.Milliseconds(grid.Latency.Max));
        AnsiConsole.Write(table);
        WriteValue(totals);
        WriteSkipped(totals);
        WriteRefusals(counts);
    }

    private static void WriteValue(RetailTotals totals)
    {
        var parts = totals.RowsByKind.Keys.Select(kind => $"{kind} {Tables.Pounds(totals.ValueOf(kind))}");
        Screen.Line($"Value of all rows of the file: {Tables.Pounds(totals.Value)} GBP = {string.Join(" + ", parts)}.");
    }

    private static void WriteMade(Table table, ReplayCounts counts, RetailTotals totals)
    {
        if (counts.MadeOf(Made.Customer) == 0) return;
        table.AddLine("customers", $"{Tables.Count(counts.MadeOf(Made.Customer))} of {Tables.Count(totals.Customers.Count)}");
        table.AddLine("  loyalty cards (synthetic)", Tables.Count(counts.MadeOf(Made.Card)));
        table.AddLine("prices set", Tables.Count(counts.MadeOf(Made.Price)));
        table.AddLine("carts", $"{Tables.Count(counts.MadeOf(Made.Cart))} of {Tables.Count(totals.Carts.Count)}");
        table.AddLine("  lines", Tables.Count(counts.MadeOf(Made.CartLine)));
        table.AddLine("  checkouts", Tables.Count(counts.MadeOf(Made.Checkout)));
        table.AddLine("lines too large for a cart", Tables.Count(counts.MadeOf(Made.LooseLine)));
        table.AddLine("purchases written down", Tables.Count(counts.MadeOf(Made.Purchase)));
        table.AddLine("returns written down", $"{Tables.Count(counts.MadeOf(Made.Return))} of {Tables.Count(totals.ReturnsCount)}");
    }

    private static void WriteSkipped(RetailTotals totals)
    {
        if (totals.SkippedByCode.Count == 0) return;
        var codes = totals.SkippedByCode.OrderByDescending(code => code.Value).Select(code => $"{code.Key} {Tables.Count(code.Value)}");
        Screen.Line($"Skipped rows by code: {string.Join(", ", codes)}.");
    }

    private static void WriteRefusals(ReplayCounts counts)
    {
        if (counts.Refused == 0) return;
        foreach (var (code, count) in counts.RefusedByCode.OrderByDescending(code => code.Value))
            Screen.Line($"Refused with {code}: {Tables.Count(count)}");
        foreach (var refusal in counts.Refusals.Take(RefusalsShownMax))
            Screen.Line($"  {Place(refusal)}, SKU {refusal.Sku}, id {refusal.Id}: {refusal.Code}: {refusal.Detail}");
        if (counts.Refused > RefusalsShownMax) Screen.Line($"  and {Tables.Count(counts.Refused - RefusalsShownMax)} more.");
        if (counts.RefusedByCode.ContainsKey("version-mismatch"))
            Screen.Line("First steps were refused: those SKUs have a history that the grid does not know by this run's ids. Use another --location.");
    }

    private static string Place(Refusal refusal) => refusal.Row > 0 ? $"row {refusal.Row}" : "opening";
}
