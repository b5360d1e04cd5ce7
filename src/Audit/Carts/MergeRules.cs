namespace Omnichannel.Audit.Carts;

/// <summary>A line of either cart, or one of each that become one.</summary>
internal sealed record LinePair(CartLine? Target, CartLine? Source)
{
    public long Present => Target?.Quantity ?? 0;

    public long Brought => Source?.Quantity ?? 0;
}

/// <summary>What has to become of a line, as far as stock has no say in it.</summary>
/// <param name="Wanted">Units that the strategy asks for.</param>
internal sealed record LineFate(string Outcome, long Quantity, long Wanted, string Reason);

/// <summary>The rules of merges as callers are told them, worked out from the lines that the two carts had and from nothing that the merge says of itself.</summary>
internal static class MergeRules
{
    public static IReadOnlyList<(LinePair Lines, LineFate Fate)> Expected(string strategy, IEnumerable<CartLine> target, IEnumerable<CartLine> source)
    {
        var pairs = Pairs(target, source);
        var unitsLeft = Promises.CartUnitsMax - pairs.Sum(static pair => pair.Present);
        var linesCount = pairs.Count(static pair => pair.Target is not null);
        var expected = new List<(LinePair, LineFate)>(pairs.Count);
        foreach (var pair in pairs)
        {
            var fate = FateOf(strategy, pair, unitsLeft, hasRoom: pair.Target is not null || linesCount < Promises.CartLinesMax);
            unitsLeft -= fate.Quantity - pair.Present;
            if (pair.Target is null && fate.Quantity > 0) linesCount++;
            expected.Add((pair, fate));
        }

        return expected;
    }

    // Lines of one SKU, way and location are one line afterwards; what only one cart has stays by itself.
    private static List<LinePair> Pairs(IEnumerable<CartLine> target, IEnumerable<CartLine> source)
    {
        var left = source.ToList();
        var pairs = new List<LinePair>();
        foreach (var line in target)
        {
            var other = left.Find(line.IsLike);
            if (other is not null) left.Remove(other);
            pairs.Add(new(line, other));
        }

        return [.. pairs, .. left.Select(static line => new LinePair(null, line))];
    }

    private static LineFate FateOf(string strategy, LinePair pair, long unitsLeft, bool hasRoom)
    {
        if (pair.Source is not { } source) return new("Kept", pair.Present, pair.Present, "None");
        if (strategy == "KeepCustomer") return pair.Target is null ? new("Dropped", 0, 0, "Strategy") : new("Kept", pair.Present, pair.Present, "Strategy");
        var isSourceNewer = pair.Target is not { } target || source.ChangedAt > target.ChangedAt;
        var wanted = strategy == "Sum" ? pair.Present + pair.Brought : isSourceNewer ? pair.Brought : pair.Present;
        if (!hasRoom) return new("Dropped", 0, wanted, "LinesLimit");
        var (quantity, reason) = wanted > Promises.CartLineQuantityMax ? (Promises.CartLineQuantityMax, "LineLimit") : (wanted, "None");
        if (quantity - pair.Present > unitsLeft) (quantity, reason) = (pair.Present + unitsLeft, "UnitsLimit");
        if (quantity == 0) return new("Dropped", 0, wanted, reason);
        return new(quantity < wanted ? "Capped" : pair.Target is null ? "Added" : "Combined", quantity, wanted, reason);
    }
}
