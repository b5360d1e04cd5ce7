namespace Omnichannel.Audit.Carts.Checks;

/// <summary>No cart line holds beyond what it has.</summary>
internal sealed class HoldWithinLine : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.HoldWithinLine;

    public string? After(CartState state, CartFact fact)
    {
        foreach (var line in state.Touched.Select(state.Find).OfType<CartLine>())
        {
            if (line.Held > line.Quantity) return $"line {line.Id} has {line.Quantity} units and holds {line.Held}.";
            if (Array.Find(line.Holds, static hold => hold.Quantity < 1) is { } odd) return $"reservation {odd.Id} holds {odd.Quantity} for line {line.Id}.";
        }

        return null;
    }
}
