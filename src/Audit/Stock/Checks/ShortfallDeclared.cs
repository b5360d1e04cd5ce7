namespace Omnichannel.Audit.Stock.Checks;

/// <summary>What a movement takes that the book does not have, or that was promised to confirmed holds, is declared right before it: exactly that,
/// and only then.</summary>
internal sealed class ShortfallDeclared : IStockCheck
{
    public AuditCheck Number => AuditCheck.ShortfallDeclared;

    public string? Before(StockState state, StockFact fact)
    {
        var announced = state.Announced;
        if (announced is not null && (fact.MovementId != announced.MovementId || announced.HasShortfall && !fact.IsMovement))
            return $"events announced the movement {announced.MovementId}, {fact.Kind} came instead.";
        if (fact.Kind == StockFactKind.Shortfall && (fact.Unrecorded < 0 || fact.Uncovered < 0 || fact.Unrecorded + fact.Uncovered == 0))
            return $"a shortfall of {fact.Unrecorded} unrecorded and {fact.Uncovered} uncovered units declares nothing.";
        return fact.IsMovement ? BeforeMovement(state, fact) : null;
    }

    private static string? BeforeMovement(StockState state, StockFact fact)
    {
        var (unrecorded, uncovered) = (state.Announced?.Unrecorded ?? 0, state.Announced?.Uncovered ?? 0);
        var lacking = fact.Kind == StockFactKind.Sold ? Math.Max(0, fact.Quantity - state.OnHand) : 0;
        if (unrecorded != lacking) return $"movement {fact.MovementId} took {lacking} that the book did not have, {unrecorded} were declared.";

        var carried = state.Shortfall - uncovered;
        var bare = Math.Max(0, state.Reserved - (state.OnHand + fact.OnHandDelta) - carried);
        return uncovered != bare ? $"movement {fact.MovementId} left {bare} reserved units without goods, {uncovered} were declared." : null;
    }
}
