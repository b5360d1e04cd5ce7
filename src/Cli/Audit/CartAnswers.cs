using System.Text.Json.Serialization;
using Omnichannel.Audit.Carts;
using Omnichannel.Grid;

namespace Omnichannel.Audit;

/// <summary>What the grid answers about a cart now.</summary>
internal sealed record LiveCart(
    string? Customer, IReadOnlyList<LiveCartLine> Lines, long Units, long Total, string? CheckoutId, string? MergedInto, long Version);

internal sealed record LiveCartLine(long Held);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LiveCart))]
internal sealed partial class LiveCartJson : JsonSerializerContext;

/// <summary>The live answers of carts that belong to customers. Those of devices are told only to who has the secret, which no journal has.</summary>
internal sealed class CartAnswers(GridClient grid, int concurrency) : OneByOne<CartFold>(grid, concurrency)
{
    public override IEnumerable<EntityFold> Of(FeedAudit audit) => audit.All<CartFold>().Where(static cart => !cart.IsStopped && cart.State.Customer is not null);

    protected override GridCall Question(CartFold fold) => GridCall.Get(Contract.Cart(KeyOf(fold)), fold.State.Customer);

    protected override bool IsAhead(CartFold fold, GridAnswer answer, LiveComparison comparison)
    {
        if (!answer.IsOk)
        {
            if (answer.Code == CustomerAnswers.ErasedCode && fold.State.IsErased) comparison.Agree();
            else comparison.Differ(fold, fold.Version, $"the grid refuses to show it: {answer.Code}: {answer.Detail}");
            return false;
        }

        var live = answer.Read(LiveCartJson.Default.LiveCart);
        if (live.Version > fold.Version) return true;
        var held = live.Lines.Sum(static line => line.Held);
        var level = new CartLevel(live.Customer, live.Lines.Count, live.Units, live.Total, held, live.CheckoutId, live.MergedInto, live.Version);
        comparison.Compare(fold, level, fold.State);
        return false;
    }
}
