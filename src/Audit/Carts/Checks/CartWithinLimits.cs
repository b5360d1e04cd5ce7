namespace Omnichannel.Audit.Carts.Checks;

internal sealed class CartWithinLimits : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.CartWithinLimits;

    public string? After(CartState state, CartFact fact)
    {
        if (state.Lines.Count > Promises.CartLinesMax || state.Units > Promises.CartUnitsMax)
            return $"it has {state.Lines.Count} lines and {state.Units} units.";
        var odd = state.Touched.Select(state.Find).FirstOrDefault(static line => line is { Quantity: < 1 or > Promises.CartLineQuantityMax });
        return odd is null ? null : $"line {odd.Id} has {odd.Quantity} units.";
    }
}
