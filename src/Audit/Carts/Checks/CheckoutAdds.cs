namespace Omnichannel.Audit.Carts.Checks;

/// <summary>A checkout says what is in the cart: its lines, all of them held, at their prices, and the sum of them.</summary>
internal sealed class CheckoutAdds : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.CheckoutAdds;

    public string? After(CartState state, CartFact fact)
    {
        if (fact is not CartFact.CheckoutFrozen { Checkout: var checkout }) return null;
        if (checkout.CartId != state.Id || checkout.Currency != state.Currency) return $"checkout {checkout.Id} is of cart {checkout.CartId} in {checkout.Currency}.";
        if (checkout.Lines.Length != state.Lines.Count) return $"checkout {checkout.Id} has {checkout.Lines.Length} lines, the cart {state.Lines.Count}.";
        foreach (var line in checkout.Lines)
        {
            if (state.Find(line.LineId) is not { } own || (own.Sku, own.Quantity, own.UnitAmount) != (line.Sku, line.Quantity, line.Quote.Amount))
                return $"line {line.LineId} of checkout {checkout.Id} is not the line of the cart.";
            if (line.Amount != checked(line.Quantity * line.Quote.Amount)) return $"line {line.LineId} of checkout {checkout.Id} comes to {line.Amount}.";
            var isHeld = line.Reservations.Sum(static held => held.Quantity) == line.Quantity && own.Held == line.Quantity
                && line.Reservations.All(held => Array.Exists(own.Holds, hold => (hold.Id, hold.Quantity) == (held.ReservationId, held.Quantity)));
            if (!isHeld) return $"line {line.LineId} of checkout {checkout.Id} is not held as a whole by the reservations that it names.";
        }

        return checkout.Total == checkout.Lines.Sum(static line => line.Amount) ? null : $"checkout {checkout.Id} comes to {checkout.Total}, its lines to something else.";
    }
}
