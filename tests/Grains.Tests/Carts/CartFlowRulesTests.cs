using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Carts;

/// <summary>The truth tables of what a cart goes through: checkout, merge, hand-over, and the answers it waits for.</summary>
public sealed class CartFlowRulesTests : ITruthTable
{
    private static readonly Row<Basket, CartStatus>[] CheckingOut =
    [
        new("start", CartRulesTests.Filled, cart => cart.CheckOut(), CartStatus.Done),
        new("again", CartRulesTests.Frozen, cart => cart.CheckOut(), CartStatus.Exists),
        new("again, with another total", CartRulesTests.Frozen, cart => cart.CheckOut(expectedTotal: 1), CartStatus.Exists),
        new("held for no time", CartRulesTests.Filled, cart => cart.CheckOut(holdForSeconds: 0), CartStatus.HoldOutOfRange),
        new("hold before owner", CartRulesTests.Filled, cart => cart.CheckOut(holdForSeconds: 0, actor: Basket.Stranger), CartStatus.HoldOutOfRange),
        new("no cart", () => new(), cart => cart.CheckOut(), CartStatus.NotFound),
        new("somebody else's", CartRulesTests.Frozen, cart => cart.CheckOut(actor: Basket.Stranger), CartStatus.NotOwner),
        new("cancelled before", Cancelled, cart => cart.CheckOut(), CartStatus.CheckoutClosed),
        new("lapsed before", () => CartRulesTests.Frozen().After(900), cart => cart.CheckOut(), CartStatus.CheckoutClosed),
        new("another version", CartRulesTests.Filled, cart => cart.CheckOut(expectedVersion: 1), CartStatus.VersionMismatch),
        new("version before lock", CartRulesTests.Frozen, cart => cart.CheckOut("other", expectedVersion: 1), CartStatus.VersionMismatch),
        new("while stock is asked", () => CartRulesTests.Asking(CartRulesTests.Filled()), cart => cart.CheckOut(), CartStatus.Busy),
        new("another version, while stock is asked", () => CartRulesTests.Asking(CartRulesTests.Filled()), cart => cart.CheckOut(expectedVersion: 9), CartStatus.Busy),
        new("a second one", CartRulesTests.Frozen, cart => cart.CheckOut("other"), CartStatus.Locked),
        new("after another was cancelled", Cancelled, cart => cart.CheckOut("other"), CartStatus.Done),
        new("after a quote that nobody could renew", () => CartRulesTests.Filled().After(Limits.QuoteSeconds), cart => cart.CheckOut(), CartStatus.NoPrice),
        new("nothing", Basket.Opened, cart => cart.CheckOut(), CartStatus.Empty),
        new("a price just changed", CartRulesTests.Filled, cart => cart.CheckOut(isRepriced: true), CartStatus.PricesChanged),
        new("price before total", CartRulesTests.Filled, cart => cart.CheckOut(isRepriced: true, expectedTotal: 1), CartStatus.PricesChanged),
        new("another total", CartRulesTests.Filled, cart => cart.CheckOut(expectedTotal: 1_999), CartStatus.TotalMismatch),
        new("the total that is", CartRulesTests.Filled, cart => cart.CheckOut(expectedTotal: 2_000), CartStatus.Done),
        new("cancel", CartRulesTests.Frozen, cart => cart.Cancel(), CartStatus.Done),
        new("cancel again", Cancelled, cart => cart.Cancel(), CartStatus.Exists),
        new("cancel somebody else's", CartRulesTests.Frozen, cart => cart.Cancel(actor: Basket.Stranger), CartStatus.NotOwner),
        new("cancel none", CartRulesTests.Frozen, cart => cart.Cancel("none"), CartStatus.CheckoutNotFound),
        new("cancel one that lapsed", () => CartRulesTests.Frozen().After(900), cart => cart.Cancel(), CartStatus.CheckoutClosed),
    ];

    private static readonly Row<Basket, CartStatus>[] Merging =
    [
        new("start", CartRulesTests.Filled, cart => cart.Merge(), CartStatus.Done),
        new("again", Merged, cart => cart.Merge(), CartStatus.Exists),
        new("no strategy", CartRulesTests.Filled, cart => cart.Merge(strategy: CartMergeStrategy.None), CartStatus.StrategyOutOfRange),
        new("an unknown strategy", CartRulesTests.Filled, cart => cart.Merge(strategy: (CartMergeStrategy)9), CartStatus.StrategyOutOfRange),
        new("into somebody else's cart", Merged, cart => cart.Merge(actor: Basket.Stranger), CartStatus.NotOwner),
        new("another source", Merged, cart => cart.Merge(source: "third"), CartStatus.ExistsWithDifferentBody),
        new("another strategy", Merged, cart => cart.Merge(strategy: CartMergeStrategy.KeepNewest), CartStatus.ExistsWithDifferentBody),
        new("one that was taken back", Undone, cart => cart.Merge(), CartStatus.MergeUndone),
        new("while it is frozen", CartRulesTests.Frozen, cart => cart.Merge(), CartStatus.Locked),
        new("with itself", CartRulesTests.Filled, cart => cart.Merge(source: "cart"), CartStatus.SameCart),
        new("lock before self", CartRulesTests.Frozen, cart => cart.Merge(source: "cart"), CartStatus.Locked),
        new("undo", Merged, cart => cart.Undo(), CartStatus.Done),
        new("undo again", Undone, cart => cart.Undo(), CartStatus.Exists),
        new("undo somebody else's", Merged, cart => cart.Undo(actor: Basket.Stranger), CartStatus.NotOwner),
        new("undo none", Merged, cart => cart.Undo("none"), CartStatus.MergeNotFound),
        new("undo after a change", () => Changed(Merged()), cart => cart.Undo(), CartStatus.ChangedSince),
        new("a change before a time", () => Changed(Merged()).After(Limits.CartMergeUndoSeconds), cart => cart.Undo(), CartStatus.ChangedSince),
        new("undo after a note on the cart", () => Noted(Merged()), cart => cart.Undo(), CartStatus.Done),
        new("undo too late", () => Merged().After(Limits.CartMergeUndoSeconds), cart => cart.Undo(), CartStatus.UndoTooLate),
        new("offer", CartRulesTests.Filled, cart => cart.OfferTo(), CartStatus.Done),
        new("offer again", CartRulesTests.TakenOver, cart => cart.OfferTo(), CartStatus.Done),
        new("deny an offer", CartRulesTests.TakenOver, cart => cart.Deny(), CartStatus.Done),
        new("deny an offer that was made again", CartRulesTests.TakenOver, cart => cart.Deny(askedBefore: 1), CartStatus.Exists),
        new("deny an offer to another cart", CartRulesTests.TakenOver, cart => cart.Deny("third"), CartStatus.Exists),
        new("deny an offer after the end", CartRulesTests.Closed, cart => cart.Deny(), CartStatus.Exists),
        new("deny what was never offered", CartRulesTests.Filled, cart => cart.Deny(), CartStatus.Exists),
        new("offer to a stranger", CartRulesTests.Filled, cart => cart.OfferTo(actor: Basket.Stranger), CartStatus.NotOwner),
        new("offer to another cart", CartRulesTests.TakenOver, cart => cart.OfferTo("third"), CartStatus.Merging),
        new("offer after the end", CartRulesTests.Closed, cart => cart.OfferTo(), CartStatus.Closed),
        new("offer a frozen cart", CartRulesTests.Frozen, cart => cart.OfferTo(), CartStatus.Locked),
        new("offer another currency", CartRulesTests.Filled, cart => cart.OfferTo(currency: "USD"), CartStatus.CurrencyMismatch),
        new("settle", CartRulesTests.TakenOver, cart => cart.Settle(CartSettlementKind.Merged), CartStatus.Done),
        new("settle again", CartRulesTests.Closed, cart => cart.Settle(CartSettlementKind.Merged), CartStatus.Exists),
        new("settle what was not offered", CartRulesTests.Filled, cart => cart.Settle(CartSettlementKind.Merged), CartStatus.MergeNotFound),
        new("reopen", CartRulesTests.Closed, cart => cart.Settle(CartSettlementKind.Reopened), CartStatus.Done),
        new("reopen again", () => Reopened(), cart => cart.Settle(CartSettlementKind.Reopened), CartStatus.Exists),
        new("reopen what is not closed", CartRulesTests.TakenOver, cart => cart.Settle(CartSettlementKind.Reopened), CartStatus.MergeNotFound),
    ];

    private static readonly Row<Basket, CartStatus>[] HandingOver =
    [
        new("a code", CartRulesTests.Filled, cart => cart.Code(), CartStatus.Done),
        new("another code", Coded, cart => cart.Code(code: "0000000002"), CartStatus.Done),
        new("a code for a frozen cart", CartRulesTests.Frozen, cart => cart.Code(), CartStatus.Done),
        new("a code for a stranger", CartRulesTests.Filled, cart => cart.Code(actor: Basket.Stranger), CartStatus.NotOwner),
        new("a code for a closed cart", CartRulesTests.Closed, cart => cart.Code(), CartStatus.Closed),
        new("a code for a cart that is taken over", CartRulesTests.TakenOver, cart => cart.Code(), CartStatus.Merging),
        new("a code for a hand-over that was taken", Taken, cart => cart.Code(), CartStatus.CodeUsed),
        new("a code while a line is on its way", Adding, cart => cart.Code(), CartStatus.Busy),
        new("take while a line is on its way", () => Adding(Coded()), cart => cart.Take(), CartStatus.Busy),
        new("take", Coded, cart => cart.Take(), CartStatus.Done),
        new("take again", Taken, cart => cart.Take(), CartStatus.Exists),
        new("take by the owner", Coded, cart => cart.Take("device"), CartStatus.Exists),
        new("take by another device", Taken, cart => cart.Take("kiosk"), CartStatus.CodeUsed),
        new("used before old", () => Taken().After(Limits.HandoverSeconds), cart => cart.Take("kiosk"), CartStatus.CodeUsed),
        new("take again after the grant", () => Taken().After(Limits.HandoverGrantSeconds), cart => cart.Take(), CartStatus.CodeUsed),
        new("take by no code", Coded, cart => cart.Take(code: "0000000009"), CartStatus.CodeUnknown),
        new("take by an old code", () => Coded().After(Limits.HandoverSeconds), cart => cart.Take(), CartStatus.CodeExpired),
        new("take in time", () => Coded().After(Limits.HandoverSeconds - 1), cart => cart.Take(), CartStatus.Done),
        new("take a closed cart", CodedAndClosed, cart => cart.Take(), CartStatus.Closed),
        new("one device too many", Crowded, cart => cart.Take("one-more", "last"), CartStatus.TooManyTokens),
    ];

    private static readonly Row<Basket, CartStatus>[] Answering =
    [
        new("the other cart is not there", Wanting, cart => Refusal(cart, CartStatus.NotFound), CartStatus.SourceNotFound),
        new("the other cart is somebody else's", Wanting, cart => Refusal(cart, CartStatus.NotOwner), CartStatus.SourceNotOwner),
        new("the other cart is closed", Wanting, cart => Refusal(cart, CartStatus.Closed), CartStatus.SourceClosed),
        new("the other cart is frozen", Wanting, cart => Refusal(cart, CartStatus.Locked), CartStatus.SourceLocked),
        new("the other cart has another currency", Wanting, cart => Refusal(cart, CartStatus.CurrencyMismatch), CartStatus.CurrencyMismatch),
        new("the other cart is taken over", Wanting, cart => Refusal(cart, CartStatus.Merging), CartStatus.Busy),
        new("stock has too little for a line", Adding, cart => cart.StockRefuses().Cart.Outcome!.Status, CartStatus.InsufficientStock),
        new("stock has too little for a checkout", Freezing, cart => cart.StockRefuses().Cart.Outcome!.Status, CartStatus.InsufficientStock),
        new("stock has too little to hold on", () => CartRulesTests.Asking(CartRulesTests.Filled()), cart => cart.StockRefuses().Cart.Outcome!.Status, CartStatus.Done),
    ];

    public static TheoryData<string> CheckoutRows => [.. CheckingOut.Select(static row => row.Name)];

    public static TheoryData<string> MergeRows => [.. Merging.Select(static row => row.Name)];

    public static TheoryData<string> HandoverRows => [.. HandingOver.Select(static row => row.Name)];

    public static TheoryData<string> AnswerRows => [.. Answering.Select(static row => row.Name)];

    static IEnumerable<Enum> ITruthTable.Outcomes => CheckingOut.Concat(Merging).Concat(HandingOver).Concat(Answering).Select(static row => (Enum)row.Then);

    [Theory]
    [MemberData(nameof(CheckoutRows))]
    public void CheckOut_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => CheckingOut.Single(candidate => candidate.Name == row).Check();

    [Theory]
    [MemberData(nameof(MergeRows))]
    public void Merge_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => Merging.Single(candidate => candidate.Name == row).Check();

    [Theory]
    [MemberData(nameof(HandoverRows))]
    public void HandOver_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => HandingOver.Single(candidate => candidate.Name == row).Check();

    [Theory]
    [MemberData(nameof(AnswerRows))]
    public void Answer_ForEachRow_IsWhatTheCallerIsTold(string row) => Answering.Single(candidate => candidate.Name == row).Check();

    // I51: what its adder was told ahead has the very next version.
    [Fact]
    public void Release_WhileALineIsOnItsWay_WaitsForIt()
    {
        var cart = CartRulesTests.Held();
        cart.Remove("a");
        var release = Assert.Single(cart.Cart.Releases);
        Adding(cart);
        Assert.Equal(CartStatus.Busy, cart.Run(new ReleaseAnswered(release), CartAnswersDecider.Decide));
        cart.StockHolds();
        Assert.Equal((cart.Cart.PlanVersion + 1, CartStatus.Done), (cart.Cart.Version, cart.Run(new ReleaseAnswered(release), CartAnswersDecider.Decide)));
    }

    [Fact]
    public void Answer_WhenItIsToAnOlderPlan_ChangesNothing()
    {
        var cart = Adding();
        var late = new AsksAnswered(cart.Cart.PlanVersion, [new(cart.Cart.Plan!.Asks[0].ReservationId, 2, cart.Now.AddSeconds(900), 0)]);
        cart.StockRefuses();
        Assert.Equal(CartStatus.None, cart.Run(late, CartAnswersDecider.Decide));
        Assert.Equal(0, cart.Cart.Units);
    }

    // Its caller may have been told that the line is held, before the process died.
    [Fact]
    public void Answer_WhenALineWasHeldAndLapsedMeanwhile_KeepsTheLineWithoutItsHold()
    {
        var cart = Adding().StockSays(static _ => new(null, 0, null, 0, HasLapsed: true));
        Assert.Equal((2L, 0L), (cart.Cart.Units, cart.Cart.Lines.Single().Held));
        Assert.Equal(CartStatus.Exists, cart.Add("a", 2, holdForSeconds: 900));
    }

    [Fact]
    public void Answer_WhenACheckoutIsRefused_KeepsWhatWasHeldBeforeAndGivesTheRestBack()
    {
        var cart = CartRulesTests.Held();
        cart.Add("b");
        cart.Add("c");
        cart.CheckOut();
        cart.StockSays(static ask => ask.LineId.Value == "c" ? new(null, 0, null, 0) : new(ask.Existing ?? ask.ReservationId, ask.Quantity, ask.Until, 0));
        Assert.Equal([2L, 0L, 0L], cart.Cart.Lines.Select(static line => line.Held));
        Assert.Equal("b", cart.Cart.Releases.Single() is var release && cart.Told.OfType<CheckoutRefused>().Single().Releases.Contains(release) ? "b" : "");
        Assert.Equal(CartState.Open, cart.Cart.State);
    }

    [Fact]
    public void Prices_WhenSeen_SignalRenewOrReplaceAQuote()
    {
        var cart = CartRulesTests.Filled();
        Assert.Equal((0, "LinePriceChanged"), See(cart, 1_100));
        Assert.Equal((0, ""), See(cart, 1_100));
        Assert.Equal((0, "LinePriceChanged"), See(cart, 1_000));
        Assert.Null(cart.Cart.Lines.Single().Current);
        cart.After(Limits.QuoteSeconds);
        Assert.Equal((0, "QuoteRenewed"), See(cart, 1_000));
        cart.After(Limits.QuoteSeconds);
        Assert.Equal((1, "LineRepriced"), See(cart, 900));
        Assert.Equal(1_800, cart.Cart.Total);
        cart.CheckOut();
        cart.StockHolds().After(60);
        Assert.Equal((0, ""), See(cart, 800));
    }

    private static (int Repriced, string Told) See(Basket cart, long amount)
    {
        var seen = new PricesSeen(new Dictionary<Sku, PriceQuote> { [new("mug")] = cart.Quote(amount) });
        var decision = CartAnswersDecider.Decide(cart.Cart, seen, cart.Now);
        foreach (var @event in decision.Events) cart.Cart.Apply(@event);
        return (decision.Status, string.Join(' ', decision.Events.Select(static @event => @event.GetType().Name)));
    }

    private static CartStatus Refusal(Basket cart, CartStatus answer)
    {
        cart.Offered(answer);
        return cart.Cart.Outcome!.Status;
    }

    private static Basket Adding() => Adding(Basket.Opened(), "a");

    private static Basket Adding(Basket cart, string line = "b")
    {
        Assert.Equal(CartStatus.Done, cart.Add(line, 2, holdForSeconds: 900));
        return cart;
    }

    private static Basket Freezing()
    {
        var cart = CartRulesTests.Filled();
        cart.CheckOut();
        return cart;
    }

    private static Basket Cancelled()
    {
        var cart = CartRulesTests.Frozen();
        cart.Cancel();
        return cart;
    }

    private static Basket Wanting()
    {
        var cart = CartRulesTests.Filled();
        cart.Merge();
        return cart;
    }

    private static Basket Merged()
    {
        var cart = Wanting();
        Assert.Equal(CartStatus.Done, cart.Offered(CartStatus.Done, CartRulesTests.Filled().Cart.Lines.Single()));
        Assert.Equal(CartStatus.Done, cart.Settled());
        return cart;
    }

    private static Basket Undone()
    {
        var cart = Merged();
        cart.Undo();
        cart.Settled();
        return cart;
    }

    private static Basket Changed(Basket cart)
    {
        cart.Change("a", 1);
        return cart;
    }

    private static Basket Noted(Basket cart)
    {
        cart.Note("hello");
        return cart;
    }

    private static Basket Reopened()
    {
        var cart = CartRulesTests.Closed();
        cart.Settle(CartSettlementKind.Reopened);
        return cart;
    }

    private static Basket Coded()
    {
        var cart = CartRulesTests.Filled();
        cart.Code();
        return cart;
    }

    private static Basket Taken()
    {
        var cart = Coded();
        cart.Take();
        return cart;
    }

    private static Basket CodedAndClosed()
    {
        var cart = Coded();
        cart.OfferTo();
        cart.Settle(CartSettlementKind.Merged);
        return cart;
    }

    private static Basket Crowded()
    {
        var cart = CartRulesTests.Filled();
        for (var device = 1; device < Limits.CartTokensMax; device++)
        {
            cart.Code($"handover-{device}", $"code-{device}");
            cart.Take($"till-{device}", $"code-{device}");
        }

        cart.Code("last", "last");
        return cart;
    }
}
