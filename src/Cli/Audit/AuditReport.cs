using Omnichannel.Audit.Carts;
using Omnichannel.Audit.Customers;
using Omnichannel.Audit.Identities;
using Omnichannel.Audit.Pricing;
using Omnichannel.Audit.Sessions;
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
        table.AddLine("  stocks", Tables.Count(audit.Stocks.Count()));
        table.AddLine("  prices", Tables.Count(audit.All<PriceFold>().Count()));
        table.AddLine("  carts", Tables.Count(audit.All<CartFold>().Count()));
        table.AddLine("  hand-over codes", Tables.Count(audit.All<HandoverFold>().Count()));
        table.AddLine("  customers", Tables.Count(audit.All<CustomerFold>().Count()));
        table.AddLine("  identities", Tables.Count(audit.All<IdentityFold>().Count()));
        table.AddLine("  merges of customers", Tables.Count(audit.All<MergeFold>().Count()));
        table.AddLine("  sessions", Tables.Count(audit.All<SessionFold>().Count()));
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

    public static void Write(RetailTotals file, CustomerComparison journal)
    {
        var bought = file.Customers.Values.Aggregate(default(CustomerTotals), static (sum, customer) => sum + customer);
        var table = Tables.New("Customers", "", "file", "journal", "difference");
        Line("customers", file.Customers.Count, journal.CustomersCount);
        Line("purchases", bought.Orders, journal.Purchases.Orders);
        Line("  units", bought.Units, journal.Purchases.Units);
        Line("  pence", bought.Amount, journal.Purchases.Amount);
        Line("carts", file.Carts.Count, journal.CartsCount);
        Line("  units checked out", file.Carts.Values.Sum(static cart => cart.Units), journal.Carts.Units);
        Line("  pence checked out", file.Carts.Values.Sum(static cart => cart.Total), journal.Carts.Total);
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
            Screen.Line($"{Tables.Count(comparison.MovingCount)} entities never stood still and were not compared: audit again when the grid is quieter.");
        Screen.Line($"{Tables.Count(findings.Count)} differences.");
    }

    private static SkuTotals Sum(IEnumerable<SkuTotals> skus)
    {
        var sum = new SkuTotals();
        foreach (var sku in skus) sum.Add(sku);
        return sum;
    }
}
