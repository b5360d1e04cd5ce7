using Omnichannel.Customers;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Pricing;
using Omnichannel.Privacy;

namespace Omnichannel.Carts;

internal sealed class CartSamples() : JournalSamples<Cart, CartEvent>(new CartCodec(KeyRing.Clear))
{
    private static readonly Currency Euro = new("EUR");
    private static readonly CartId Id = new("cart-7");
    private static readonly CartId Other = new("cart-8");
    private static readonly CartMergeId Merge = new("merge-1");
    private static readonly CheckoutId Checkout = new("checkout-1");
    private static readonly CustomerId Ada = new("ada");
    private static readonly CartTokenHash Token = new CartToken("0123456789abcdef012345").Hash();
    private static readonly Fulfilment Ship = new(FulfilmentKind.Ship, new("warehouse"));
    private static readonly PriceQuote Quote = new(1_999, Euro, 3, PriceRule.Channel, new PriceOverrideId("sale"), At, At.AddSeconds(900));
    private static readonly CartHold Hold = new(new("cart-0-0"), 2, At.AddSeconds(600));
    private static readonly CartLine Bare = new(new("line-1"), new("MUG-1"), 2, Ship, Quote with { Rule = PriceRule.Base, OverrideId = null }, null, null, At, []);
    private static readonly CartLine Line = Bare with { Quote = Quote, Current = new(2_499, 4), Note = new("a gift"), Holds = [Hold with { Cuts = 1, MadeFor = Checkout }, Hold] };
    private static readonly HoldRelease Release = new(new("cart-0-0"), new("MUG-1"), new("warehouse"), 1, Ids.CommandId.ForStep("cart", "cart-7", "12"));
    private static readonly HoldAsk Ask = new(new("line-1"), new("MUG-1"), new("warehouse"), new ReservationId("cart-0-0"), new("cart-1-0"), 2, At.AddSeconds(900), AllowsLess: true);
    private static readonly LineShortage Shortage = new(new("line-1"), new("MUG-1"), new("warehouse"), 1);
    private static readonly LineHolds Holds = new(new("line-1"), [Hold]);
    private static readonly CartMergeStarted Started = new(At, Merge, Other, new(Ada, Token), CartMergeStrategy.Sum);
    private static readonly CartOpened Opened = new(At, Id, Ada, Token, Euro, new("web"), new("gold"), 3_600);
    private static readonly Checkout Document = new(
        Checkout,
        Id,
        CheckoutState.Frozen,
        [new(new("line-1"), new("MUG-1"), 2, Ship, Quote, 3_998, [new(new("cart-0-0"), 2)])],
        Euro,
        3_998,
        At,
        At.AddSeconds(600));

    public override string Kind => CartGrain.Kind;

    public override IEnumerable<MachineEvent> Events =>
    [
        Opened,
        Opened with { Customer = null, Channel = null, Group = null },
        Opened with { Token = null },
        new LineAddStarted(At, Command("add"), Bare, [Ask]),
        new LineAdded(At, Command("add"), Line),
        new LineAdded(At, Command("add"), Bare),
        new QuantityChangeStarted(At, Command("more"), new("line-1"), 3, [Ask with { Existing = null, AllowsLess = false }]),
        new QuantityChanged(At, Command("less"), new("line-1"), 1, [Hold], [Release, Release with { Quantity = null, CommandId = null }]),
        new LineRemoved(At, Command("remove"), new("line-1"), [Release]),
        new HoldStarted(At, Command("hold"), [Ask]),
        new LinesHeld(At, Command("hold"), [Holds], [Shortage]),
        new ChangeRefused(At, Command("more"), CartStatus.InsufficientStock, [Shortage]),
        new HoldLapsed(At, new("line-1"), new("cart-0-0"), 2),
        new HoldReleased(At, Release),
        new NoteWritten(At, Command("note"), new("line-1"), new("a gift")),
        new NoteWritten(At, Command("note"), null, null),
        new LinePriceChanged(At, new("line-1"), new(2_499, 4)),
        new LinePriceChanged(At, new("line-1"), null),
        new LineRepriced(At, new("line-1"), 1_999, Quote),
        new QuoteRenewed(At, new("line-1"), Quote),
        new CartAttached(At, Command("attach"), Ada),
        new CartReassigned(At, Command("reassign"), Ada, new("countess")),
        new CartAbandoned(At, [Release]),
        new CheckoutStarted(At, Checkout, [Ask]),
        new CheckoutFrozen(At, Document, [Holds]),
        new CheckoutRefused(At, Checkout, [Holds], [Shortage], [Release]),
        new CheckoutCancelled(At, Checkout, [Release]),
        new CheckoutLapsed(At, Checkout, [Release]),
        Started,
        new CartMergePlanned(At, Started, [Line], [Ask]),
        new CartMergeRefused(At, Merge, CartStatus.SourceNotOwner),
        new CartMerged(At, Merge, Other, CartMergeStrategy.Sum, [Line], [Bare], [Entry, Entry with { SourceLineId = null }], [Release]),
        new CartMergeUndoStarted(At, Merge, Other, [Line], [Bare], [Release]),
        new CartMergeSettled(At, Merge),
        new CartOffered(At, Merge, Other),
        new CartOfferEnded(At, Merge, Other),
        new CartClosed(At, Merge, Other),
        new CartReopened(At, Merge, [Line]),
        new HandoverOffered(At, new("handover-1"), HandoverCode.Hash("0123456789"), At.AddSeconds(300)),
        new HandoverTaken(At, new("handover-1"), Token, new("store"), At.AddHours(12)),
        new HandoverTaken(At, new("handover-1"), Token, null, At.AddHours(12)),
        new CartErased(At, [Release]),
        new CartNotesDestroyed(At),
        new CartOwnerErased(At, [Ada]),
    ];

    private static CartMergeEntry Entry =>
        new(CartMergeOutcome.Capped, new("line-1"), new CartLineId("line-9"), new("MUG-1"), 2, 3, 4, CartMergeReason.InsufficientStock);

    // In the middle of a change, with everything behind it that a cart can have had.
    protected override Cart State
    {
        get
        {
            var cart = new Cart();
            cart.Apply(Opened);
            cart.Apply(new NoteWritten(At, Command("note"), null, new("ring twice")));
            cart.Apply(new LineAdded(At, Command("add"), Line with { Holds = [Hold] }));
            cart.Apply(new HandoverOffered(At, new("handover-1"), HandoverCode.Hash("0123456789"), At.AddSeconds(300)));
            cart.Apply(new HandoverTaken(At, new("handover-1"), new CartToken("another-device-0123456").Hash(), new("store"), At.AddHours(12)));
            cart.Apply(Started);
            cart.Apply(new CartMergePlanned(At, Started, [], []));
            cart.Apply(new CartMerged(At, Merge, Other, CartMergeStrategy.Sum, [Line with { Holds = [Hold] }], [], [Entry], [Release]));
            cart.Apply(new CartMergeSettled(At, Merge));
            cart.Apply(new CheckoutStarted(At, Checkout, [Ask]));
            cart.Apply(new CheckoutFrozen(At, Document, [Holds]));
            cart.Apply(new CheckoutCancelled(At, Checkout, []));
            cart.Apply(new QuantityChangeStarted(At, Command("more"), new("line-1"), 3, [Ask]));
            cart.Apply(new ChangeRefused(At, Command("more"), CartStatus.InsufficientStock, [Shortage]));
            cart.Apply(new HoldStarted(At.AddSeconds(1), Command("hold"), [Ask]));
            return cart;
        }
    }

    private static RememberedCommand Command(string id) => RememberedCommand.Of(new(id), "golden", id);
}

internal sealed class HandoverSamples() : JournalSamples<Handover, HandoverEvent>(HandoverCodec.Instance)
{
    public override string Kind => HandoverGrain.Kind;

    public override IEnumerable<MachineEvent> Events => [new HandoverRegistered(At, new("cart-7"), new("handover-1"))];

    protected override Handover State
    {
        get
        {
            var handover = new Handover();
            handover.Apply(new HandoverRegistered(At, new("cart-7"), new("handover-1")));
            return handover;
        }
    }
}
