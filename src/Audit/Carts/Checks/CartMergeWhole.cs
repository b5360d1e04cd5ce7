namespace Omnichannel.Audit.Carts.Checks;

/// <summary>A merge says of every line of both carts what became of it, and the cart has what it says.</summary>
internal sealed class CartMergeWhole : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.CartMergeWhole;

    // The state before the event: what the merge found in this cart.
    public string? Before(CartState state, CartFact fact)
    {
        if (fact is not CartFact.Merged merged) return null;
        foreach (var line in state.Lines)
        {
            var entries = Array.FindAll(merged.Entries, entry => entry.LineId == line.Id && entry.TargetQuantity == line.Quantity);
            if (entries.Length != 1) return $"merge {merged.MergeId} does not say what became of line {line.Id}.";
        }

        foreach (var line in merged.SourceLines)
        {
            var entries = Array.FindAll(merged.Entries, entry => entry.SourceLineId == line.Id && entry.SourceQuantity == line.Quantity);
            if (entries.Length != 1) return $"merge {merged.MergeId} does not say what became of line {line.Id} of cart {merged.Source}.";
        }

        return merged.Entries.Count(static entry => entry.TargetQuantity > 0) == state.Lines.Count ? null : $"merge {merged.MergeId} speaks of lines that the cart did not have.";
    }

    public string? After(CartState state, CartFact fact)
    {
        if (fact is not CartFact.Merged merged) return null;
        var kept = merged.Entries.Where(static entry => entry.Quantity > 0).ToArray();
        if (kept.Length != state.Lines.Count) return $"merge {merged.MergeId} speaks of {kept.Length} lines, the cart has {state.Lines.Count}.";
        var odd = Array.Find(kept, entry => state.Find(entry.LineId) is not { } line || (line.Sku, line.Quantity) != (entry.Sku, entry.Quantity));
        if (odd is not null) return $"merge {merged.MergeId} says that line {odd.LineId} has {odd.Quantity} units.";
        var more = Array.Find(kept, static entry => entry.Quantity > entry.TargetQuantity + entry.SourceQuantity);
        return more is null ? null : $"merge {merged.MergeId} made {more.Quantity} units out of {more.TargetQuantity} and {more.SourceQuantity}.";
    }
}
