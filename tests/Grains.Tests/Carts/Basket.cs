using Omnichannel.Customers;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Pricing;
using Omnichannel.Privacy;

namespace Omnichannel.Carts;

/// <summary>One cart without its grain: time stands still until a test moves it, every decision is applied at once, and the test answers for stock.</summary>
internal sealed class Basket
{
    public static readonly Currency Euro = new("EUR");
    public static readonly CartActor Owner = Shopper.Anonymous("device");
    public static readonly CartActor Stranger = Shopper.Anonymous("stranger");

    public Cart Cart { get; private set; } = new();

    public DateTimeOffset Now { get; private set; } = Shelf.Start;

    /// <summary>The events of the newest command.</summary>
    public CartEvent[] Told { get; private set; } = [];

    public static Basket Opened()
    {
        var basket = new Basket();
        Assert.Equal(CartStatus.Done, basket.Open());
        return basket;
    }

    public Basket After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        Apply(CartAnswersDecider.DecideDue(Cart, Now));
        return this;
    }

    public CartStatus Run<TCommand>(TCommand command, Func<Cart, TCommand, DateTimeOffset, Decision<CartStatus, CartEvent>> decide)
    {
        Apply(CartAnswersDecider.DecideDue(Cart, Now));
        var before = Cart.Version;
        var decision = decide(Cart, command, Now);
        Assert.Equal(before, Cart.Version);
        Assert.Equal(decision.Status == CartStatus.Done, decision.Events.Length > 0);
        Told = decision.Events;
        Apply(decision.Events);
        return decision.Status;
    }

    public CartStatus Open(CartActor? actor = null, string currency = "EUR", double? abandonAfterSeconds = null) => Run(
        new OpenCart(actor ?? Owner, new(currency), AbandonAfter: abandonAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
        static (cart, command, now) => CartDecider.Decide(cart, command, new("cart"), now));

    public CartStatus Add(
        string line,
        long quantity = 1,
        string sku = "mug",
        double? holdForSeconds = null,
        string? note = null,
        FulfilmentKind kind = FulfilmentKind.Ship,
        string? command = null,
        CartActor? actor = null,
        long? amount = 1_000,
        long? expectedVersion = null)
    {
        var add = new AddLine(
            Header(command ?? $"add-{line}", actor, expectedVersion),
            new(line),
            new(sku),
            quantity,
            new(kind, new("london")),
            holdForSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            note);
        return Run(new QuotedLine(add, amount is { } price ? Quote(price) : null), CartDecider.Decide);
    }

    public CartStatus Change(string line, long quantity, string? command = null, CartActor? actor = null) =>
        Run(new ChangeQuantity(Header(command ?? $"change-{line}-{quantity}", actor), new(line), quantity), CartDecider.Decide);

    public CartStatus Remove(string line, string? command = null, CartActor? actor = null) =>
        Run(new RemoveLine(Header(command ?? $"remove-{line}", actor), new(line)), CartDecider.Decide);

    public CartStatus Hold(string command = "hold", double holdForSeconds = 900, params string[]? lines) => Run(
        new HoldLines(Header(command), TimeSpan.FromSeconds(holdForSeconds), lines is { Length: 0 } ? null : [.. (lines ?? []).Select(static line => new CartLineId(line))]),
        CartDecider.Decide);

    public CartStatus Note(string? note, string? line = null, string command = "note") =>
        Run(new WriteNote(Header(command), line is null ? null : new CartLineId(line), note), CartDecider.Decide);

    public CartStatus Attach(string customer, string command = "attach", CartActor? actor = null) =>
        Run(new AttachCart(Header(command, actor), new(customer)), CartDecider.Decide);

    /// <param name="following">The merge of the two customers, when the cart came to the merged one only since.</param>
    public CartStatus Reassign(string from, string to, string command = "reassign", string? following = null) =>
        Run(new ReassignCart(Header(command, Shopper.SignedIn(from)), new(to), following is null ? null : new CustomerMergeId(following)), CartDecider.Decide);

    /// <summary>Somebody is erased, and this may be their cart.</summary>
    public CartStatus Erase(string customer) => Run(new EraseCart([new(customer)]), CartErasureDecider.Decide);

    public CartStatus CheckOut(
        string id = "checkout", double holdForSeconds = 900, long? expectedTotal = null, bool isRepriced = false, CartActor? actor = null, long? expectedVersion = null) => Run(
        new PricedCheckout(new(actor ?? Owner, new(id), TimeSpan.FromSeconds(holdForSeconds), expectedTotal, expectedVersion), isRepriced), CheckoutDecider.Decide);

    public CartStatus Cancel(string id = "checkout", CartActor? actor = null) => Run(new CancelCheckout(actor ?? Owner, new(id)), CheckoutDecider.Decide);

    public CartStatus Merge(string id = "merge", string source = "other", CartMergeStrategy strategy = CartMergeStrategy.Sum, CartActor? actor = null) =>
        Run(new MergeCart(actor ?? Owner, new(id), new(source), Stranger, strategy), CartMergeDecider.Decide);

    /// <summary>The other cart's answer to the merge that is under way.</summary>
    public CartStatus Offered(CartStatus status, params CartLine[] lines) => Run(
        new OfferAnswered(Cart.PlanVersion, new(status, [.. lines.Select(static line => line.Offer("cart/other"))])), CartMergeDecider.Decide);

    public CartStatus Settled() => Run(new SettlementAnswered(Cart.PlanVersion), CartMergeDecider.Decide);

    public CartStatus Undo(string id = "merge", CartActor? actor = null) => Run(new UndoCartMerge(actor ?? Owner, new(id)), CartMergeDecider.Decide);

    public CartStatus OfferTo(string target = "target", string id = "merge", CartActor? actor = null, string currency = "EUR") =>
        Run(new OfferCart(actor ?? Owner, new(id), new(target), new(currency)), CartMergeDecider.Decide);

    /// <summary>The other cart says that it does not merge this one.</summary>
    public CartStatus Deny(string target = "target", int askedBefore = 0) =>
        Run(new OfferDenied(new("merge"), new(target), Cart.Version - askedBefore), CartMergeDecider.Decide);

    public CartStatus Settle(CartSettlementKind kind, string id = "merge", string target = "target") =>
        Run(new SettleCart(new(id), new(target), kind, []), CartMergeDecider.Decide);

    public CartStatus Code(string handover = "handover", string code = "0000000001", CartActor? actor = null) =>
        Run(new DrawnHandover(new(actor ?? Owner, new(handover)), HandoverCode.Hash(code)), HandoverDecider.Decide);

    public CartStatus Take(string device = "till", string code = "0000000001") =>
        Run(new TakeHandover(HandoverCode.Hash(code), Shopper.Anonymous(device).Token!.Value), HandoverDecider.Decide);

    /// <summary>Stock agrees to every ask.</summary>
    public Basket StockHolds() => StockSays(ask => new(ask.Existing ?? ask.ReservationId, ask.Quantity, ask.Until, 0));

    /// <summary>Stock has only so much.</summary>
    public Basket StockRefuses(long available = 0) => StockSays(_ => new(null, 0, null, available));

    public Basket StockSays(Func<HoldAsk, HoldAnswer> answer)
    {
        Run(new AsksAnswered(Cart.PlanVersion, [.. Cart.Plan!.Asks.Select(answer)]), CartAnswersDecider.Decide);
        return this;
    }

    /// <summary>Goes on with what a snapshot kept, as an activation does.</summary>
    public Basket Restored()
    {
        var codec = new CartCodec(KeyRing.Clear);
        return new() { Cart = codec.DecodeSnapshot(codec.EncodeSnapshot(Cart)), Now = Now };
    }

    public string Snapshot() => System.Text.Encoding.UTF8.GetString(new CartCodec(KeyRing.Clear).EncodeSnapshot(Cart));

    public PriceQuote Quote(long amount) => new(amount, Euro, 1, PriceRule.Base, null, Now, Now.AddSeconds(Limits.QuoteSeconds));

    private static CartCommand Header(string id, CartActor? actor = null, long? expectedVersion = null) => new(new CommandId(id), actor ?? Owner, expectedVersion);

    private void Apply(CartEvent[] events)
    {
        foreach (var @event in events) Cart.Apply(@event);
    }
}
