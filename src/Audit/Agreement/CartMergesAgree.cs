using Omnichannel.Audit.Carts;

namespace Omnichannel.Audit.Agreement;

/// <summary>A merge is on both carts or on neither, and no cart stands still for a merge that nobody drives.</summary>
internal sealed class CartMergesAgree : IAgreement
{
    public IEnumerable<Finding> Check(FeedAudit audit)
    {
        foreach (var cart in audit.All<CartFold>().Where(static cart => !cart.IsStopped))
        {
            foreach (var merge in cart.Cart.Merges.Where(merge => !IsDriving(cart, merge.Id)))
            {
                var source = audit.Find<CartFold>($"cart/{merge.Source}");
                if (source is { IsStopped: true }) continue;
                var isClosed = source?.Cart.Offer is { IsClosed: true } offer && (offer.MergeId, offer.Target) == (merge.Id, cart.Cart.Id);
                if (isClosed == merge.IsUndone)
                    yield return Of(cart, $"merge {merge.Id} {(merge.IsUndone ? "was taken back" : "took place")}, and cart {merge.Source} does not know.");
                else if (isClosed && !CartLine.AreSame(merge.Brought, source!.Cart.Offer!.Lines))
                    yield return Of(cart, $"merge {merge.Id} took other lines than there were in cart {merge.Source}.");
            }

            if (cart.Cart.Offer is not { } standing || audit.Find<CartFold>($"cart/{standing.Target}") is { IsStopped: true }) continue;
            var target = audit.Find<CartFold>($"cart/{standing.Target}");
            var isKnown = target is not null && (IsDriving(target, standing.MergeId) || (standing.IsClosed && target.Cart.FindMerge(standing.MergeId) is { IsUndone: false }));
            if (!isKnown) yield return Of(cart, $"merge {standing.MergeId} has it, and cart {standing.Target} does not know.");
        }
    }

    private static bool IsDriving(CartFold cart, string merge) => cart.Cart.Plan switch
    {
        CartFact.MergeStarted started => started.MergeId == merge,
        CartFact.MergePlanned planned => planned.Started.MergeId == merge,
        CartFact.Merged merged => merged.MergeId == merge,
        CartFact.UndoStarted undo => undo.MergeId == merge,
        _ => false,
    };

    private static Finding Of(CartFold cart, string sentence) => new(cart.Entity, cart.Version, AuditCheck.CartMergesAgree, sentence);
}
