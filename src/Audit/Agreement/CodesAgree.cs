using Omnichannel.Audit.Carts;

namespace Omnichannel.Audit.Agreement;

/// <summary>A code leads to the cart that offered it.</summary>
internal sealed class CodesAgree : IAgreement
{
    public IEnumerable<Finding> Check(FeedAudit audit)
    {
        foreach (var code in audit.All<HandoverFold>().Where(static code => !code.IsStopped && code.Registered is not null))
        {
            if (audit.Find<CartFold>($"cart/{code.Registered!.CartId}") is null)
                yield return new(code.Entity, code.Version, AuditCheck.CodesAgree, $"it leads to cart {code.Registered.CartId}, which was never opened.");
        }

        foreach (var cart in audit.All<CartFold>().Where(static cart => !cart.IsStopped))
        {
            foreach (var code in cart.Cart.Codes)
            {
                var registered = audit.Find<HandoverFold>($"handover/{code.Hash}")?.Registered;
                if ((registered?.CartId, registered?.HandoverId) != (cart.Cart.Id, code.HandoverId))
                    yield return new(cart.Entity, cart.Version, AuditCheck.CodesAgree, $"the code of hand-over {code.HandoverId} leads to {registered?.CartId ?? "no cart"}.");
            }
        }
    }
}
