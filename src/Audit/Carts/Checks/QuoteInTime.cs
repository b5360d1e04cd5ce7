namespace Omnichannel.Audit.Carts.Checks;

/// <summary>A line is priced in the currency of its cart, for as long as quotes last; a price that changes says what it was.</summary>
internal sealed class QuoteInTime : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.QuoteInTime;

    public string? Before(CartState state, CartFact fact) => fact switch
    {
        CartFact.Added added => Odd(state, added.Line.Quote),
        CartFact.Repriced repriced => Odd(state, repriced.Quote) ?? Odd(state.Find(repriced.LineId), repriced.LineId, repriced.PreviousAmount, isSame: false, repriced.Quote),
        CartFact.QuoteRenewed renewed => Odd(state, renewed.Quote) ?? Odd(state.Find(renewed.LineId), renewed.LineId, renewed.Quote.Amount, isSame: true, renewed.Quote),
        _ => null,
    };

    private static string? Odd(CartState state, QuoteFact quote)
    {
        var isFitting = quote.Currency == state.Currency && quote.Amount is >= 0 and <= Promises.PriceAmountMax
            && quote.Until - quote.QuotedAt == TimeSpan.FromSeconds(Promises.QuoteSeconds);
        return isFitting ? null : $"a quote of {quote.Amount} {quote.Currency} from {quote.QuotedAt:O} until {quote.Until:O} does not fit the cart.";
    }

    private static string? Odd(CartLine? line, string id, long previous, bool isSame, QuoteFact quote) =>
        line is not null && line.UnitAmount == previous && (quote.Amount == previous) == isSame
            ? null
            : $"line {id} cost {line?.UnitAmount}, the event says {previous} before and {quote.Amount} now.";
}
