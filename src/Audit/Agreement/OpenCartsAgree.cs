using Omnichannel.Audit.Carts;
using Omnichannel.Audit.Customers;

namespace Omnichannel.Audit.Agreement;

/// <summary>The open cart of a customer is not another person's.</summary>
internal sealed class OpenCartsAgree : IAgreement
{
    public IEnumerable<Finding> Check(FeedAudit audit)
    {
        var underWay = new CustomersUnderWay(audit);
        foreach (var customer in audit.All<CustomerFold>().Where(static customer => !customer.IsStopped && customer.Customer is { Lock: null, OpenCart: not null }))
        {
            if (underWay.Has(customer.Customer.Id!)) continue;
            var cart = audit.Find<CartFold>($"cart/{customer.Customer.OpenCart}");
            if (cart is not { IsStopped: false, Cart.Customer: { } owner } || underWay.Has(owner)) continue;
            if (underWay.Survivor(owner)?.Customer.Id is { } survivor && survivor != customer.Customer.Id)
                yield return new(customer.Entity, customer.Version, AuditCheck.OpenCartsAgree, $"cart {customer.Customer.OpenCart} is open, and is {owner}'s.");
        }
    }
}
