using System.Text.Json;
using Omnichannel.Audit;
using Omnichannel.Customers;

namespace Omnichannel.Simulation.Shop;

/// <summary>An identity has one owner, and points add up: from the journal, and from what the healed grid says at the end.</summary>
internal sealed class ShopOwnerOracle(ShopJournal journal, Findings findings)
{
    public void Check(IReadOnlyCollection<CustomerView> customers)
    {
        CheckIdentities();
        var claims = customers.SelectMany(customer => customer.Identities.Select(identity => (Identity: identity.Id, Customer: customer.Id)));
        foreach (var identity in claims.GroupBy(claim => claim.Identity, claim => claim.Customer))
        {
            if (identity.Count() > 1) Found($"identity/{identity.Key}", 0, AuditCheck.IdentityOwnedOnce, $"{string.Join(" and ", identity)} say that they have it.");
        }

        CheckPoints(customers);
    }

    private void CheckIdentities()
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var next in journal.Events.Where(next => next.Entity.Kind == IdentityGrain.Kind))
        {
            var identity = next.Entity.ToString();
            var owner = owners.GetValueOrDefault(identity);
            switch (next.Tag)
            {
                case "identity-claimed":
                    if (owner is not null) Found(identity, next.Version, AuditCheck.IdentityOwnedOnce, $"{next.Text("customer")} was given what {owner} has.");
                    owners[identity] = next.Text("customer")!;
                    break;
                case "identity-moved":
                    if (owner != next.Text("source")) Found(identity, next.Version, AuditCheck.IdentityOwnedOnce, $"{next.Text("source")} handed on what {owner} has.");
                    owners[identity] = next.Text("target")!;
                    break;
                case "identity-released" when owner == next.Text("customer"):
                    owners.Remove(identity);
                    break;
            }
        }
    }

    private void CheckPoints(IReadOnlyCollection<CustomerView> customers)
    {
        var expected = Sum("points-earned") - Sum("points-spent") - Sum("points-expired") - Erased();
        var told = customers.Sum(customer => customer.Points.Balance);
        if (expected != told) Found("customers", 0, AuditCheck.PointsAddUp, $"the ledgers come to {expected}, the customers are told {told} in all.");
    }

    // What somebody had who was erased is nobody's.
    private long Erased()
    {
        var (balances, erased) = (new Dictionary<string, long>(StringComparer.Ordinal), 0L);
        foreach (var next in journal.Events.Where(static next => next.Entity.Kind == CustomerGrain.Kind))
        {
            var balance = balances.GetValueOrDefault(next.Entity.Key);
            if (next.Tag == "erasure-begun") erased += balance;
            balances[next.Entity.Key] = next.Tag switch
            {
                "points-earned" => balance + next.Body.GetProperty("points").GetInt64(),
                "points-spent" or "points-expired" => balance - next.Body.GetProperty("points").GetInt64(),
                "customer-absorbed" => balance + Lots(next.Body),
                "absorption-returned" => balance - Lots(next.Body.GetProperty("estate")),
                "customer-reopened" => balance + Lots(next.Body.GetProperty("estate")),
                "customer-merged" or "erasure-begun" => 0,
                _ => balance,
            };
        }

        return erased;
    }

    private static long Lots(JsonElement estate) => estate.GetProperty("lots").EnumerateArray().Sum(static lot => lot.GetProperty("points").GetInt64());

    private long Sum(string tag) => journal.Events.Where(next => next.Tag == tag).Sum(next => next.Body.GetProperty("points").GetInt64());

    private void Found(string entity, long version, AuditCheck check, string sentence) => findings.Add(new(entity, version, check, sentence));
}
