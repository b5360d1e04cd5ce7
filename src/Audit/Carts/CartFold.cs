using System.Text.Json;
using Omnichannel.Audit.Carts.Checks;

namespace Omnichannel.Audit.Carts;

/// <summary>What a journal says of a cart, in the members of the live answer.</summary>
public readonly record struct CartLevel(
    string? Customer, int LinesCount, long Units, long Total, long Held, string? Checkout, string? MergedInto, long Version, bool IsErased = false);

/// <summary>Folds the events of one cart from their JSON alone and holds every check at every prefix.</summary>
public sealed class CartFold : FactFold
{
    private static readonly ICheck<CartState, CartFact>[] _checks =
    [
        new CartOpenedOnce(), new CartWithinLimits(), new CartOwned(), new CartCommandOnce(), new OnePlan(), new CartStandsStill(), new HoldWithinLine(),
        new HoldBehindOneLine(), new HoldAskedFor(), new HoldGivenBack(), new ReleaseOnce(), new CheckoutOnce(), new CheckoutAdds(), new CodeOnce(),
        new CartMergeSteps(), new CartMergeWhole(), new QuoteInTime(),
    ];

    private readonly QuoteLedger _quotes;

    internal CartFold(string entity, Findings findings, QuoteLedger quotes) : base(entity, findings) => _quotes = quotes;

    /// <summary>The cart at the end of what was folded so far.</summary>
    public CartLevel State => new(
        Cart.Customer,
        Cart.Lines.Count,
        Cart.Units,
        Cart.Total,
        Cart.Lines.Sum(static line => line.Held),
        Cart.Frozen?.Id,
        Cart.Offer is { IsClosed: true } closed ? closed.Target : null,
        Version,
        Cart.IsErased);

    /// <summary>What a checkout of it came to, in units and in minor units of its currency; null when there was none by this id.</summary>
    public (long Units, long Total)? CheckoutOf(string id) => Cart.FindCheckout(id) is { } checkout ? (checkout.Units, checkout.Total) : null;

    /// <summary>Whether somebody has still to answer it.</summary>
    public bool IsUnderWay => Cart.Plan is not null || Cart.IsErasing;

    internal CartState Cart { get; } = new();

    protected override void Fold(JsonElement @event)
    {
        if (Read(@event, CartJson.Default.CartFact) is not { } fact) return;
        LastAt = fact.At;
        Judge(_checks, Cart, fact, Cart.Apply);
        foreach (var (sku, quote) in QuotesIn(fact)) _quotes.Add(sku, quote, Entity, Version);
    }

    private IEnumerable<(string Sku, QuoteFact Quote)> QuotesIn(CartFact fact) => fact switch
    {
        CartFact.Added added => [(added.Line.Sku, added.Line.Quote)],
        CartFact.Repriced repriced when Cart.Find(repriced.LineId) is { } line => [(line.Sku, repriced.Quote)],
        CartFact.QuoteRenewed renewed when Cart.Find(renewed.LineId) is { } line => [(line.Sku, renewed.Quote)],
        CartFact.CheckoutFrozen frozen => frozen.Checkout.Lines.Select(static line => (line.Sku, line.Quote)),
        _ => [],
    };
}
