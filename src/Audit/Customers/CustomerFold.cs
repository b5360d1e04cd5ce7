using System.Text.Json;
using Omnichannel.Audit.Customers.Checks;

namespace Omnichannel.Audit.Customers;

/// <summary>What a journal says of a customer, in the members of the live answer.</summary>
/// <param name="Orders">With those of customers who were merged into it.</param>
/// <param name="Spent">Minor units by currency.</param>
public sealed record CustomerLevel(long Points, long Orders, long Units, IReadOnlyDictionary<string, long> Spent, string? MergedInto, bool IsErased, long Version);

/// <summary>Folds the events of one customer from their JSON alone and holds every check at every prefix.</summary>
public sealed class CustomerFold : FactFold
{
    private static readonly ICheck<CustomerState, CustomerFact>[] _checks =
    [
        new CustomerRegisteredOnce(), new CustomerCommandOnce(), new CustomerStandsStill(), new PointsAdd(), new PointsEndInTime(), new PurchasesAdd(),
        new IdentitySteps(), new CustomerMergeSteps(), new IssueResolvedOnce(), new SessionsOfCustomer(), new OneOpenCart(),
    ];

    internal CustomerFold(string entity, Findings findings) : base(entity, findings)
    {
    }

    /// <summary>The customer at the end of what was folded so far.</summary>
    public CustomerLevel State
    {
        get
        {
            var (orders, units, spent) = (Customer.Orders, Customer.Units, new SortedDictionary<string, long>(StringComparer.Ordinal));
            foreach (var (currency, amount) in Customer.Spent) spent[currency] = amount;
            foreach (var absorption in Customer.Absorptions.Where(static absorption => absorption.Step != AbsorptionStep.Returned))
            {
                orders += absorption.Purchases.Orders;
                units += absorption.Purchases.Units;
                foreach (var money in absorption.Purchases.Spent) spent[money.Currency] = spent.GetValueOrDefault(money.Currency) + money.Amount;
            }

            var survivor = Customer.Lock is { IsMerged: true } merged ? merged.Survivor : null;
            return new(Customer.Points.Balance, orders, units, spent, survivor, Customer.IsErasing, Version);
        }
    }

    internal CustomerState Customer { get; } = new();

    protected override void Fold(JsonElement @event)
    {
        if (Read(@event, CustomerJson.Default.CustomerFact) is not { } fact) return;
        LastAt = fact.At;
        Judge(_checks, Customer, fact, Customer.Apply);
    }
}
