using Omnichannel.Audit.Customers;
using Omnichannel.Audit.Identities;

namespace Omnichannel.Audit.Agreement;

/// <summary>An identity is owned by exactly one customer: by the one who says so, and says so by the one who owns it.</summary>
internal sealed class IdentitiesAgree : IAgreement
{
    public IEnumerable<Finding> Check(FeedAudit audit)
    {
        var underWay = new CustomersUnderWay(audit);
        foreach (var identity in audit.All<IdentityFold>().Where(static identity => !identity.IsStopped && identity.Owner is not null))
        {
            var owner = identity.Owner!;
            if (underWay.Has(owner)) continue;
            var customer = audit.Find<CustomerFold>($"customer/{owner}")?.Customer;
            var isOwned = customer is { Lock: null } && customer.StepOf(KeyOf(identity.Entity)) == ClaimStep.Owned;
            if (!isOwned) yield return new(identity.Entity, identity.Version, AuditCheck.IdentitiesAgree, $"it is {owner}'s, who does not have it.");
        }

        foreach (var customer in audit.All<CustomerFold>().Where(customer => !customer.IsStopped && customer.Customer is { Lock: null, Id: not null }))
        {
            if (underWay.Has(customer.Customer.Id!)) continue;
            foreach (var id in customer.Customer.Identities.Keys)
            {
                var identity = audit.Find<IdentityFold>($"identity/{id}");
                if (identity is { IsStopped: true } || identity?.Owner == customer.Customer.Id) continue;
                yield return new(customer.Entity, customer.Version, AuditCheck.IdentitiesAgree, $"it has identity {id}, which is {identity?.Owner ?? "nobody"}'s.");
            }
        }
    }

    private static string KeyOf(string entity) => entity[(entity.IndexOf('/') + 1)..];
}
