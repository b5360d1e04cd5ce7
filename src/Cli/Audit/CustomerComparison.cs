using Omnichannel.Audit.Carts;
using Omnichannel.Audit.Customers;
using Omnichannel.Retail;

namespace Omnichannel.Audit;

/// <summary>What the journal says of the customers and carts of one run.</summary>
internal sealed class CustomerComparison(FeedAudit audit, RunIds ids)
{
    public long CustomersCount { get; private set; }

    public CustomerTotals Purchases { get; private set; }

    public long CartsCount { get; private set; }

    public CartTotals Carts { get; private set; }

    /// <summary>Holds them against what the file alone says they had to be.</summary>
    public void Run(RetailTotals file)
    {
        foreach (var (id, expected) in file.Customers)
        {
            var name = $"customer/{ids.OfCustomer(id)}";
            var found = audit.Find<CustomerFold>(name)?.State;
            var bought = found is null ? default : new CustomerTotals(found.Orders, found.Units, found.Spent.GetValueOrDefault(Pence.Currency));
            if (found is not null) CustomersCount++;
            Purchases += bought;
            if (found is null) Differ(name, AuditCheck.FilePurchases, "the file has this customer, the journal does not.");
            else if (bought != expected) Differ(name, AuditCheck.FilePurchases, $"the file says {expected}, the journal says {bought}.");
        }

        foreach (var (id, expected) in file.Carts)
        {
            var name = $"cart/{id}";
            var cart = audit.Find<CartFold>(name);
            var (units, total) = cart?.CheckoutOf(id) ?? default;
            if (cart is not null) CartsCount++;
            Carts = new("", Carts.Units + units, checked(Carts.Total + total));
            if (cart?.State.Customer != ids.OfCustomer(expected.CustomerId) || (units, total) != (expected.Units, expected.Total))
                Differ(name, AuditCheck.FileCarts, $"the file says {expected}, the journal has {cart?.State.Customer ?? "nobody"}'s checkout of {units} units for {total}.");
        }
    }

    private void Differ(string entity, AuditCheck check, string sentence) => audit.Findings.Add(new(entity, 0, check, sentence));
}
