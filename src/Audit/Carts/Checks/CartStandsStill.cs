namespace Omnichannel.Audit.Carts.Checks;

/// <summary>What a checkout has frozen, what is being merged or was merged away, and the cart of somebody who was erased does not change.</summary>
internal sealed class CartStandsStill : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.CartStandsStill;

    public string? Before(CartState state, CartFact fact)
    {
        var isChange = fact is CartFact.Added or CartFact.Changed or CartFact.Removed or CartFact.Held or CartFact.Noted or CartFact.PriceMoved
            or CartFact.Repriced or CartFact.QuoteRenewed or CartFact.AddStarted or CartFact.ChangeStarted or CartFact.HoldStarted or CartFact.CheckoutStarted
            or CartFact.MergeStarted or CartFact.UndoStarted or CartFact.Offered or CartFact.Abandoned;
        if (state.Frozen is { } frozen && (isChange || fact is CartFact.Lapsed)) return $"{fact.GetType().Name} comes while checkout {frozen.Id} is frozen.";
        var isOwning = fact is CartFact.Attached or CartFact.Reassigned or CartFact.CodeOffered or CartFact.CodeTaken;
        if (state.IsErased && (isChange || isOwning || fact is CartFact.Erased)) return $"{fact.GetType().Name} comes after its customer was erased.";
        if (fact is CartFact.NotesDestroyed && !state.IsErasing) return "its notes went, and nobody had been erased.";
        if (state.Offer is not { } offer || IsAskedAgain(offer, fact) || IsPassedOn(offer, fact)) return null;
        return isChange || isOwning ? $"{fact.GetType().Name} comes while merge {offer.MergeId} has the cart." : null;
    }

    // A cart that was merged away may be opened again: whose it is then follows its customer.
    private static bool IsPassedOn(CartOffer offer, CartFact fact) => offer.IsClosed && fact is CartFact.Reassigned;

    private static bool IsAskedAgain(CartOffer offer, CartFact fact) =>
        !offer.IsClosed && fact is CartFact.Offered offered && (offered.MergeId, offered.Target) == (offer.MergeId, offer.Target);
}
