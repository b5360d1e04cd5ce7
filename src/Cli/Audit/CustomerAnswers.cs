using System.Text.Json.Serialization;
using Omnichannel.Audit.Customers;
using Omnichannel.Grid;

namespace Omnichannel.Audit;

/// <summary>What the grid answers about a customer now.</summary>
internal sealed record LiveCustomer(string Id, long Version, LivePoints Points, LivePurchases Purchases);

internal sealed record LivePoints(long Balance);

internal sealed record LivePurchases(long Orders, long Units, IReadOnlyList<LiveMoney> Spent);

internal sealed record LiveMoney(long Amount, string Currency);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LiveCustomer))]
internal sealed partial class LiveCustomerJson : JsonSerializerContext;

/// <summary>The live answers of customers. One who was merged answers with the survivor, one who was erased with nothing.</summary>
internal sealed class CustomerAnswers(GridClient grid, int concurrency) : OneByOne<CustomerFold>(grid, concurrency)
{
    internal const string ErasedCode = "customer-erased";

    public override IEnumerable<EntityFold> Of(FeedAudit audit) => audit.All<CustomerFold>().Where(static customer => !customer.IsStopped && customer.State.MergedInto is null);

    protected override GridCall Question(CustomerFold fold) => GridCall.Get(Contract.Customer(KeyOf(fold)));

    protected override bool IsAhead(CustomerFold fold, GridAnswer answer, LiveComparison comparison)
    {
        var journal = fold.State;
        if (!answer.IsOk)
        {
            if (answer.Code == ErasedCode && journal.IsErased) comparison.Agree();
            else comparison.Differ(fold, fold.Version, $"the grid refuses to show it: {answer.Code}: {answer.Detail}");
            return false;
        }

        var live = answer.Read(LiveCustomerJson.Default.LiveCustomer);
        if (live.Version > fold.Version || live.Id != KeyOf(fold)) return true;
        var spent = string.Join(", ", live.Purchases.Spent.OrderBy(static money => money.Currency, StringComparer.Ordinal).Select(static money => $"{money.Amount} {money.Currency}"));
        comparison.Compare(
            fold,
            (live.Points.Balance, live.Purchases.Orders, live.Purchases.Units, spent, live.Version, false),
            (journal.Points, journal.Orders, journal.Units, string.Join(", ", journal.Spent.Select(static money => $"{money.Value} {money.Key}")), journal.Version, journal.IsErased));
        return false;
    }
}
