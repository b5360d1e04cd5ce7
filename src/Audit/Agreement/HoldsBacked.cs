using Omnichannel.Audit.Carts;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit.Agreement;

/// <summary>Behind every hold of a cart line there is a reservation at its stock, of as many units. One that has ended (run out, given way, shipped) may be
/// news to the cart.</summary>
internal sealed class HoldsBacked : IAgreement
{
    public IEnumerable<Finding> Check(FeedAudit audit)
    {
        foreach (var cart in audit.All<CartFold>().Where(static cart => !cart.IsStopped))
        {
            foreach (var line in cart.Cart.Lines.Where(static line => line.Holds.Length > 0))
            {
                var stock = audit.Find<StockFold>($"stock/{line.Sku}/{line.Location}");
                if (stock is { IsStopped: true }) continue;
                foreach (var hold in line.Holds)
                {
                    if (Odd(cart, hold, stock) is { } sentence) yield return new(cart.Entity, cart.Version, AuditCheck.HoldsBacked, $"line {line.Id}: {sentence}");
                }
            }
        }
    }

    private static string? Odd(CartFold cart, HoldFact hold, StockFold? stock)
    {
        if (stock?.Stock.Find(hold.Id) is not { } made)
        {
            // Long after its end nobody knows it any more.
            var isForgotten = stock is not null && stock.LastAt - hold.ExpiresAt >= TimeSpan.FromSeconds(Promises.RememberedSeconds);
            return isForgotten ? null : $"it holds {hold.Quantity} by reservation {hold.Id}, which was never made.";
        }

        if (made.State != HoldState.Reserved) return null;
        var onTheWay = cart.Cart.Releases.Where(release => release.ReservationId == hold.Id).Sum(static release => release.Quantity ?? 0);
        return made.Open == hold.Quantity || made.Open == hold.Quantity + onTheWay
            ? null
            : $"it holds {hold.Quantity} by reservation {hold.Id}, which has {made.Open} open.";
    }
}
