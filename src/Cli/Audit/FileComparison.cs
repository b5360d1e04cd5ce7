using Omnichannel.Audit.Stock;
using Omnichannel.Retail;

namespace Omnichannel.Audit;

/// <summary>Holds what a replay did, by the journal, against what the file alone says it had to do.</summary>
internal static class FileComparison
{
    /// <param name="onHand">By SKU at the location of the run, whoever moved it.</param>
    public static void Run(RetailTotals file, RunTotals journal, IReadOnlyDictionary<string, StockLevel> onHand, Findings findings)
    {
        foreach (var sku in file.Skus.Keys.Union(journal.Skus.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (expected, found) = (file.Skus.GetValueOrDefault(sku) ?? new(), journal.Of(sku));
            var level = onHand.TryGetValue(sku, out var known) ? known : default;
            Differ("opening", expected.Opening, found.Opening);
            Differ("fulfilled", expected.Fulfilled, found.Fulfilled);
            Differ("sold at tills", expected.SoldAtTills, found.SoldAtTills);
            Differ("returned", expected.Returned, found.Returned);
            Differ("adjusted", expected.Adjusted, found.Adjusted);
            Differ("on hand", expected.OnHand, level.OnHand);
            Differ("reserved", 0, level.Reserved);

            void Differ(string what, long inFile, long inJournal)
            {
                if (inFile != inJournal)
                    findings.Add(new(sku, 0, AuditCheck.FileTotals, $"{what}: the file says {inFile}, the journal says {inJournal}."));
            }
        }
    }
}
