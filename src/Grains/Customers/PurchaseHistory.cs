using Omnichannel.Journal;
using Omnichannel.Pricing;

namespace Omnichannel.Customers;

/// <summary>What was bought, in sums. Sums of two people found to be one are added, and can be taken apart again.</summary>
/// <param name="Spent">One sum per currency, in the order of their codes.</param>
[GenerateSerializer, Immutable, Alias("purchase-totals")]
public sealed record PurchaseTotals(
    [property: Id(0)] long Orders,
    [property: Id(1)] long Units,
    [property: Id(2)] Money[] Spent,
    [property: Id(3)] DateTimeOffset? FirstAt = null,
    [property: Id(4)] DateTimeOffset? LastAt = null)
{
    public static PurchaseTotals None { get; } = new(0, 0, []);

    public static PurchaseTotals operator +(PurchaseTotals left, PurchaseTotals right) => new(
        left.Orders + right.Orders,
        left.Units + right.Units,
        [.. left.Spent.Concat(right.Spent)
            .GroupBy(static money => money.Currency)
            .Select(static group => new Money(group.Sum(static money => money.Amount), group.Key))
            .OrderBy(static money => money.Currency.Value, StringComparer.Ordinal)],
        Earlier(left.FirstAt, right.FirstAt),
        Later(left.LastAt, right.LastAt));

    public PurchasesView View() => new(Orders, Units, Spent, FirstAt, LastAt);

    public long SpentIn(Currency currency) => Spent.FirstOrDefault(money => money.Currency == currency).Amount;

    public void CheckInvariants() =>
        Invariant.Holds(62, Orders >= 0 && Units >= 0 && Spent.All(static money => money.Amount is >= 0 and <= Limits.PurchaseSumMax), "sums of purchases are never negative");

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => left is null || right < left ? right : left;

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right : left;
}
