namespace Omnichannel.Audit.Carts.Checks;

/// <summary>A merge makes of the lines of both carts what the rules say, says so of each of them, and the cart has what it says. Taken back, both carts are as they were.</summary>
internal sealed class CartMergeWhole : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.CartMergeWhole;

    // The state before the event: what the merge found in this cart.
    public string? Before(CartState state, CartFact fact) => fact switch
    {
        CartFact.Merged merged => OddEntry(state, merged),
        CartFact.UndoStarted undo when state.FindMerge(undo.MergeId) is { } merge && !AreBack(merge, undo) => $"merge {undo.MergeId} is taken back to other lines than there were.",
        CartFact.Reopened reopened when state.Offer is { } offer && !CartLine.AreSame(offer.Lines, CartLine.Of(reopened.Lines)) =>
            $"merge {reopened.MergeId} gives other lines back than it took.",
        _ => null,
    };

    public string? After(CartState state, CartFact fact)
    {
        if (fact is not CartFact.Merged merged) return null;
        var kept = merged.Entries.Where(static entry => entry.Quantity > 0).ToArray();
        if (kept.Length != state.Lines.Count) return $"merge {merged.MergeId} speaks of {kept.Length} lines, the cart has {state.Lines.Count}.";
        var odd = Array.Find(kept, entry => state.Find(entry.LineId) is not { } line || (line.Sku, line.Quantity) != (entry.Sku, entry.Quantity));
        if (odd is not null) return $"merge {merged.MergeId} says that line {odd.LineId} has {odd.Quantity} units.";
        var unheld = Array.Find(kept, entry => entry.Reason == "InsufficientStock" && state.Find(entry.LineId)!.Held != entry.Quantity);
        return unheld is null ? null : $"merge {merged.MergeId} says that stock has {unheld.Quantity} units for line {unheld.LineId}, which holds others.";
    }

    private static string? OddEntry(CartState state, CartFact.Merged merged)
    {
        var expected = MergeRules.Expected(merged.Strategy, state.Lines, CartLine.Of(merged.SourceLines));
        foreach (var (lines, fate) in expected)
        {
            var entries = Array.FindAll(merged.Entries, entry => IsAbout(entry, lines));
            if (entries.Length != 1) return $"merge {merged.MergeId} does not say what became of line {(lines.Target ?? lines.Source)!.Id}.";
            if (!IsFate(fate, entries[0]))
                return $"merge {merged.MergeId} made {entries[0].Outcome} {entries[0].Quantity} ({entries[0].Reason}) of {lines.Present} and {lines.Brought} of line "
                    + $"{entries[0].LineId}, the rules make {fate.Outcome} {fate.Quantity} ({fate.Reason}) of them.";
        }

        return merged.Entries.Length == expected.Count ? null : $"merge {merged.MergeId} speaks of lines that neither cart had.";
    }

    private static bool IsAbout(MergeEntryFact entry, LinePair lines)
    {
        if (entry.SourceLineId != lines.Source?.Id || (entry.TargetQuantity, entry.SourceQuantity) != (lines.Present, lines.Brought)) return false;
        return lines.Target is { } target ? (entry.LineId, entry.Sku) == (target.Id, target.Sku) : entry.Sku == lines.Source!.Sku;
    }

    // Of two lines one of which was held the result is held as a whole, or capped at what stock had.
    private static bool IsFate(LineFate fate, MergeEntryFact entry) =>
        (entry.Outcome, entry.Quantity, entry.Reason) == (fate.Outcome, fate.Quantity, fate.Reason)
        || (entry is { Outcome: "Capped", Reason: "InsufficientStock", Quantity: > 0, TargetQuantity: > 0, SourceQuantity: > 0 } && entry.Quantity < fate.Quantity);

    private static bool AreBack(CartMerge merge, CartFact.UndoStarted undo) =>
        CartLine.AreSame(merge.Before, CartLine.Of(undo.Lines)) && CartLine.AreSame(merge.Brought, CartLine.Of(undo.SourceLines));
}
