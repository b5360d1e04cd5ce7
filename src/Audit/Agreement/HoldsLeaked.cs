using Omnichannel.Audit.Carts;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit.Agreement;

/// <summary>No hold without a cart line: what stock holds for a cart, some cart knows of, until the hold runs out.</summary>
internal sealed class HoldsLeaked : IAgreement
{
    public IEnumerable<Finding> Check(FeedAudit audit)
    {
        var stopped = audit.All<CartFold>().Any(static cart => cart.IsStopped);
        if (stopped) yield break;
        var now = audit.All<FactFold>().Select(static fold => fold.LastAt).DefaultIfEmpty().Max();
        var known = audit.All<CartFold>().SelectMany(static cart => cart.Cart.Known()).ToHashSet(StringComparer.Ordinal);
        foreach (var stock in audit.Stocks.Where(static stock => !stock.IsStopped))
        {
            foreach (var hold in stock.Stock.Holds)
            {
                if (hold is not { State: HoldState.Reserved, Cart: { } cart } || hold.ExpiresAt <= now || known.Contains(hold.Id)) continue;
                yield return new(stock.Entity, stock.Version, AuditCheck.HoldsLeaked, $"reservation {hold.Id} holds {hold.Open} for cart {cart}, where no line has it.");
            }
        }
    }
}
