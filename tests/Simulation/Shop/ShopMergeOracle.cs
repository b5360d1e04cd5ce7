using System.Text.Json;
using Omnichannel.Audit;

namespace Omnichannel.Simulation.Shop;

/// <summary>A merge of carts or customers is known to both or to neither, and nothing that was in them is missing from what it says it did.</summary>
internal sealed class ShopMergeOracle(ShopJournal journal, Findings findings)
{
    // What one of the two writes, and what the other one has to write too.
    private static readonly Dictionary<string, string> _partners = new(StringComparer.Ordinal)
    {
        ["cart-merged"] = "cart-closed",
        ["cart-merge-undo-started"] = "cart-reopened",
        ["customer-absorbed"] = "customer-merged",
        ["absorption-returned"] = "customer-reopened",
    };

    public void Check()
    {
        var events = journal.Events;
        foreach (var (one, other) in _partners)
        {
            var (mine, theirs) = (MergesOf(events, one), MergesOf(events, other));
            foreach (var alone in mine.Keys.Except(theirs.Keys)) Found(mine[alone], $"the merge {alone} has {one} here, and {other} nowhere.");
            foreach (var alone in theirs.Keys.Except(mine.Keys)) Found(theirs[alone], $"the merge {alone} has {other} here, and {one} nowhere.");
        }

        foreach (var merged in events.Where(next => next.Tag == "cart-merged")) CheckLines(merged);
    }

    private static Dictionary<string, ShopEvent> MergesOf(IEnumerable<ShopEvent> events, string tag) =>
        events.Where(next => next.Tag == tag).GroupBy(next => next.Text("mergeId")!).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    private void CheckLines(ShopEvent merged)
    {
        var lines = merged.List("lines").ToDictionary(line => Text(line, "id")!, line => line.GetProperty("quantity").GetInt64(), StringComparer.Ordinal);
        var entries = merged.List("entries").ToArray();
        foreach (var lost in merged.List("sourceLines").Where(line => !Array.Exists(entries, entry => Text(entry, "sourceLineId") == Text(line, "id"))))
            Found(merged, $"line {Text(lost, "id")} of the other cart is not accounted for.");
        var kept = entries.Where(entry => Text(entry, "outcome") != "Dropped").ToArray();
        foreach (var entry in kept)
        {
            var (id, quantity) = (Text(entry, "lineId")!, entry.GetProperty("quantity").GetInt64());
            if (!lines.TryGetValue(id, out var there) || there != quantity) Found(merged, $"line {id} should be in the cart with {quantity}, and is there with {there}.");
            var sum = entry.GetProperty("targetQuantity").GetInt64() + entry.GetProperty("sourceQuantity").GetInt64();
            if (merged.Text("strategy") == "Sum" && Text(entry, "outcome") != "Capped" && quantity != sum)
                Found(merged, $"line {id} has {quantity}, both together had {sum}.");
        }

        if (kept.Length != lines.Count) Found(merged, $"{kept.Length} lines should be in the cart, {lines.Count} are.");
    }

    private static string? Text(JsonElement body, string member) => body.TryGetProperty(member, out var found) ? found.GetString() : null;

    private void Found(ShopEvent merged, string sentence) => findings.Add(new(merged.Entity.ToString(), merged.Version, AuditCheck.MergesWhole, sentence));
}
