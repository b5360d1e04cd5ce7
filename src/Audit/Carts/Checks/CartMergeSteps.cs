namespace Omnichannel.Audit.Carts.Checks;

/// <summary>A merge takes place once, is taken back once, and only the merge that has a cart closes it or opens it again.</summary>
internal sealed class CartMergeSteps : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.CartMergeSteps;

    public string? Before(CartState state, CartFact fact) => fact switch
    {
        CartFact.Merged { MergeId: var id } when state.FindMerge(id) is not null => $"merge {id} took place a second time.",
        CartFact.Merged { Source: var source, MergeId: var id } when state.Plan is CartFact.MergePlanned planned && planned.Started.Source != source =>
            $"merge {id} wanted cart {planned.Started.Source} and took {source}.",
        CartFact.UndoStarted { MergeId: var id } when state.FindMerge(id) is not { IsUndone: false } => $"merge {id} was taken back, and was not there to be.",
        CartFact.Closed closed when state.Offer is not { IsClosed: false } offer || (offer.MergeId, offer.Target) != (closed.MergeId, closed.Target) =>
            $"merge {closed.MergeId} closed a cart that it did not have.",
        CartFact.OfferEnded ended when state.Offer is not { IsClosed: false } offer || (offer.MergeId, offer.Target) != (ended.MergeId, ended.Target) =>
            $"merge {ended.MergeId} lets a cart go that it did not have.",
        CartFact.Reopened { MergeId: var id } when state.Offer is not { IsClosed: true } offer || offer.MergeId != id => $"merge {id} opened a cart that it had not closed.",
        _ => null,
    };
}
