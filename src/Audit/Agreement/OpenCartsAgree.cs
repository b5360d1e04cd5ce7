using Omnichannel.Audit.Carts;
using Omnichannel.Audit.Customers;

namespace Omnichannel.Audit.Agreement;

/// <summary>The open cart of a customer was opened, and is that very customer's, and not only of somebody who was merged into them. A cart that was merged away may be news to its owner.</summary>
internal sealed class OpenCartsAgree : IAgreement
{
    public IEnumerable<Finding> Check(FeedAudit audit)
    {
        var underWay = new CustomersUnderWay(audit);
        foreach (var customer in audit.All<CustomerFold>().Where(static customer => !customer.IsStopped && customer.Customer is { Lock: null, OpenCart: not null }))
        {
            if (underWay.Has(customer.Customer.Id!)) continue;
            var cart = audit.Find<CartFold>($"cart/{customer.Customer.OpenCart}");
            if (cart is { IsStopped: true } or { Cart.Offer.IsClosed: true }) continue;
            if (cart is null)
            {
                yield return new(customer.Entity, customer.Version, AuditCheck.OpenCartsAgree, $"cart {customer.Customer.OpenCart} is open, and was never opened.");
                continue;
            }

            var owner = cart.Cart.Customer;
            if (owner == customer.Customer.Id || (owner is not null && underWay.Has(owner))) continue;
            yield return new(customer.Entity, customer.Version, AuditCheck.OpenCartsAgree, $"cart {customer.Customer.OpenCart} is open, and is {owner ?? "nobody"}'s.");
        }
    }
}
