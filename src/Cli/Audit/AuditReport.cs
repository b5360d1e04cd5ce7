using Omnichannel.Audit.Stock;
using Omnichannel.Retail;
using Omnichannel.Terminal;
using Spectre.Console;

namespace Omnichannel.Audit;

/// <summary>What an audit found, for a person.</summary>
internal static class AuditReport
{
    private const int FindingsShownMax = 50;

    public static void Write(JournalWalk walk, FeedAudit audit, LiveComparison comparison, string rate)
    {
        var table = Tables.New("Journal", "", "count");
        table.AddLine("shards", Tables.Count(walk.ShardsCount));
        table.AddLine("entries", Tables.Count(walk.EntriesCount));
        table.AddLine("events", Tables.Count(audit.EventsCount));
        table.AddLine("entities", Tables.Count(audit.EntitiesCount));
        table.AddLine("stocks", Tables.Count(audit.Stocks.Count()));
        table.AddLine("live answers that agree", Tables.Count(comparison.AgreedCount));
        table.AddLine("folded and checked", rate);
        AnsiConsole.Write(table);
    }

    public static void Write(RetailTotals file, RunTotals journal, IReadOnlyDictionary<string, StockLevel> levels)
    {
        var (expected, found) = (Sum(file.Skus.Values), Sum(journal.Skus.Values));
        var table = Tables.New("Units", "", "file", "journal", "difference");
        Line("opening (derived)", expected.Opening, found.Opening);
        Line("fulfilled", expected.Fulfilled, found.Fulfilled);
        Line("sold at tills", expected.SoldAtTills, found.SoldAtTills);
        Line("returned", expected.Returned, found.Returned);
        Line("adjusted", expected.Adjusted, found.Adjusted);
        Line("on hand", expected.OnHand, levels.Values.Sum(level => level.OnHand));
        Line("SKUs", file.Skus.Count, journal.Skus.Count);
        AnsiConsole.Write(table);

        void Line(string what, long inFile, long inJournal) =>
            table.AddLine(what, Tables.Count(inFile), Tables.Count(inJournal), Tables.Count(inJournal - inFile));
    }

    public static void Write(Findings findings, LiveComparison comparison)
    {
        foreach (var finding in findings.Kept.Take(FindingsShownMax)) Screen.Line(finding.ToString());
        if (findings.Count > FindingsShownMax)
            Screen.Line($"and {Tables.Count(findings.Count - Math.Min(findings.Kept.Count, FindingsShownMax))} more.");
        if (comparison.MovingCount > 0)
            Screen.Line($"{Tables.Count(comparison.MovingCount)} stocks never stood still and were not compared: audit again when the grid is quieter.");
        Screen.Line($"{Tables.Count(findings.Count)} differences.");
    }

    private static SkuTotals Sum(IEnumerable<SkuTotals> skus)
    {
        var sum = new SkuTotals();
        foreach (var sku in skus) sum.Add(sku);
        return sum;
    }
}
