namespace Omnichannel.Audit.Stock.Checks;

/// <summary>What a movement did to the book follows from what the caller said.</summary>
internal sealed class MovementDelta : IStockCheck
{
    public AuditCheck Number => AuditCheck.MovementDelta;

    public string? Before(StockState state, StockFact fact)
    {
        if (!fact.IsMovement) return null;
        if (!IsInRange(fact)) return $"{fact.Quantity} is not a quantity of {fact.Kind}.";
        if (fact.Kind == StockFactKind.Adjusted && string.IsNullOrWhiteSpace(fact.Reason))
            return $"movement {fact.MovementId} adjusted without a reason.";
        var expected = fact.Kind switch
        {
            StockFactKind.Counted => fact.Quantity - state.OnHand,
            StockFactKind.Sold => -Math.Min(fact.Quantity, Math.Max(0, state.OnHand)),
            StockFactKind.TransferredOut => -fact.Quantity,
            _ => fact.Quantity,
        };
        return fact.OnHandDelta == expected
            ? null
            : $"movement {fact.MovementId} ({fact.Kind} {fact.Quantity} of {state.OnHand}) moved {fact.OnHandDelta}, not by {expected}.";
    }

    private static bool IsInRange(StockFact fact) => fact.Kind switch
    {
        StockFactKind.Adjusted => fact.Quantity is not 0 and >= -Promises.QuantityMax and <= Promises.QuantityMax,
        StockFactKind.Counted => fact.Quantity is >= 0 and <= Promises.QuantityMax,
        _ => fact.Quantity is >= 1 and <= Promises.QuantityMax,
    };
}
