using Omnichannel.Customers;
using Omnichannel.Inventory;

namespace Omnichannel.Carts;

/// <summary>The truth tables of a cart, in the order in which its rules are asked.</summary>
public sealed class CartRulesTests : ITruthTable
{
    private static readonly string TooLong = new('t', Limits.TextLengthMax + 1);
    private static readonly CartActor Nobody = new(null, null);

    private static readonly Row<Basket, CartStatus>[] Opening =
    [
        new("new", () => new(), cart => cart.Open(), CartStatus.Done),
        new("again", Basket.Opened, cart => cart.Open(), CartStatus.Exists),
        new("an unknown currency", () => new(), cart => cart.Open(currency: "XYZ"), CartStatus.CurrencyUnknown),
        new("a currency before an abandonment", () => new(), cart => cart.Open(currency: "XYZ", abandonAfterSeconds: 1), CartStatus.CurrencyUnknown),
        new("abandoned too soon", () => new(), cart => cart.Open(abandonAfterSeconds: Limits.CartAbandonSecondsMin - 1), CartStatus.AbandonmentOutOfRange),
        new("abandoned soon", () => new(), cart => cart.Open(abandonAfterSeconds: Limits.CartAbandonSecondsMin), CartStatus.Done),
        new("abandoned too late", () => new(), cart => cart.Open(abandonAfterSeconds: Limits.CartAbandonSecondsMax + 1), CartStatus.AbandonmentOutOfRange),
        new("an abandonment before an owner", () => new(), cart => cart.Open(Nobody, abandonAfterSeconds: 1), CartStatus.AbandonmentOutOfRange),
        new("nobody's", () => new(), cart => cart.Open(Nobody), CartStatus.OwnerMissing),
        new("somebody else's", Basket.Opened, cart => cart.Open(Basket.Stranger), CartStatus.NotOwner),
        new("somebody else's, with another body", Basket.Opened, cart => cart.Open(Basket.Stranger, "USD"), CartStatus.NotOwner),
        new("another currency", Basket.Opened, cart => cart.Open(currency: "USD"), CartStatus.ExistsWithDifferentBody),
        new("another abandonment", Basket.Opened, cart => cart.Open(abandonAfterSeconds: 600), CartStatus.ExistsWithDifferentBody),
    ];

    private static readonly Row<Basket, CartStatus>[] Adding =
    [
        new("one", Basket.Opened, cart => cart.Add("a"), CartStatus.Done),
        new("again", Filled, cart => cart.Add("a", 2), CartStatus.Exists),
        new("again, after the price has gone", Filled, cart => cart.Add("a", 2, amount: null), CartStatus.Exists),
        new("quantity 0", Basket.Opened, cart => cart.Add("a", 0), CartStatus.QuantityOutOfRange),
        new("the most", Basket.Opened, cart => cart.Add("a", Limits.CartLineQuantityMax), CartStatus.Done),
        new("more than the most", Basket.Opened, cart => cart.Add("a", Limits.CartLineQuantityMax + 1), CartStatus.QuantityOutOfRange),
        new("quantity before hold", Basket.Opened, cart => cart.Add("a", 0, holdForSeconds: 0), CartStatus.QuantityOutOfRange),
        new("held for no time", Basket.Opened, cart => cart.Add("a", holdForSeconds: 0), CartStatus.HoldOutOfRange),
        new("held for too long", Basket.Opened, cart => cart.Add("a", holdForSeconds: Limits.HoldSecondsMax + 1), CartStatus.HoldOutOfRange),
        new("a note too long", Basket.Opened, cart => cart.Add("a", note: TooLong), CartStatus.TextOutOfRange),
        new("a note with a control character", Basket.Opened, cart => cart.Add("a", note: "a\nb"), CartStatus.TextOutOfRange),
        new("no way of fulfilment", Basket.Opened, cart => cart.Add("a", kind: FulfilmentKind.None), CartStatus.FulfilmentOutOfRange),
        new("fulfilment before owner", Basket.Opened, cart => cart.Add("a", kind: (FulfilmentKind)9, actor: Basket.Stranger), CartStatus.FulfilmentOutOfRange),
        new("by nobody", Basket.Opened, cart => cart.Add("a", actor: Nobody), CartStatus.OwnerMissing),
        new("into no cart", () => new(), cart => cart.Add("a"), CartStatus.NotFound),
        new("by somebody else", Filled, cart => cart.Add("a", 2, actor: Basket.Stranger), CartStatus.NotOwner),
        new("another body", Filled, cart => cart.Add("a", 3), CartStatus.CommandExistsWithDifferentBody),
        new("another way", Filled, cart => cart.Add("a", 2, kind: FulfilmentKind.PickUp), CartStatus.CommandExistsWithDifferentBody),
        new("body before version", Filled, cart => cart.Add("a", 3, expectedVersion: 1), CartStatus.CommandExistsWithDifferentBody),
        new("all ids remembered", Exhausted, cart => cart.Add("z", command: "one-more"), CartStatus.TooManyCommands),
        new("another version", Filled, cart => cart.Add("b", expectedVersion: 1), CartStatus.VersionMismatch),
        new("another version, while stock is asked", () => Asking(Filled()), cart => cart.Add("b", expectedVersion: 9), CartStatus.Busy),
        new("the version that is", Filled, cart => cart.Add("b", expectedVersion: 2), CartStatus.Done),
        new("into a closed cart", Closed, cart => cart.Add("b"), CartStatus.Closed),
        new("while stock is asked", () => Asking(Filled()), cart => cart.Add("b"), CartStatus.Busy),
        new("while it is taken over", TakenOver, cart => cart.Add("b"), CartStatus.Merging),
        new("while it is frozen", Frozen, cart => cart.Add("b"), CartStatus.Locked),
        new("the same line", Filled, cart => cart.Add("a", command: "other"), CartStatus.LineExists),
        new("one line too many", () => Full(Limits.CartLinesMax, 1), cart => cart.Add("z"), CartStatus.TooManyLines),
        new("one unit too many", () => Full(5, Limits.CartLineQuantityMax), cart => cart.Add("z"), CartStatus.TooManyUnits),
        new("units before price", () => Full(5, Limits.CartLineQuantityMax), cart => cart.Add("z", amount: null), CartStatus.TooManyUnits),
        new("without a price", Filled, cart => cart.Add("b", amount: null), CartStatus.NoPrice),
    ];

    private static readonly Row<Basket, CartStatus>[] Changing =
    [
        new("more", Filled, cart => cart.Change("a", 3), CartStatus.Done),
        new("the same", Filled, cart => cart.Change("a", 2), CartStatus.Done),
        new("more of a held line", () => Held(), cart => cart.Change("a", 3), CartStatus.Done),
        new("less of a held line", () => Held(), cart => cart.Change("a", 1), CartStatus.Done),
        new("quantity 0", Filled, cart => cart.Change("a", 0), CartStatus.QuantityOutOfRange),
        new("quantity above the limit", Filled, cart => cart.Change("a", Limits.CartLineQuantityMax + 1), CartStatus.QuantityOutOfRange),
        new("by somebody else", Filled, cart => cart.Change("a", 3, actor: Basket.Stranger), CartStatus.NotOwner),
        new("of no line", Filled, cart => cart.Change("z", 3), CartStatus.LineNotFound),
        new("one unit too many", () => Full(5, Limits.CartLineQuantityMax, "less"), cart => cart.Change("less", 2), CartStatus.TooManyUnits),
        new("held in too many pieces", () => Pieces(Limits.CartLineHoldsMax), cart => cart.Change("a", 500), CartStatus.TooManyHolds),
        new("cut too often", () => Cut(Limits.CartHoldCutsMax), cart => cart.Change("a", 2), CartStatus.TooManyHolds),
        new("remove", Filled, cart => cart.Remove("a"), CartStatus.Done),
        new("remove somebody else's", Filled, cart => cart.Remove("a", actor: Basket.Stranger), CartStatus.NotOwner),
        new("remove no line", Filled, cart => cart.Remove("z"), CartStatus.LineNotFound),
        new("remove from a frozen cart", Frozen, cart => cart.Remove("a"), CartStatus.Locked),
        new("note", Filled, cart => cart.Note("hello"), CartStatus.Done),
        new("note on a line", Filled, cart => cart.Note("hello", "a"), CartStatus.Done),
        new("note too long", Filled, cart => cart.Note(TooLong), CartStatus.TextOutOfRange),
        new("note on no line", Filled, cart => cart.Note("hello", "z"), CartStatus.LineNotFound),
        new("hold", Filled, cart => cart.Hold(), CartStatus.Done),
        new("hold for no time", Filled, cart => cart.Hold(holdForSeconds: 0), CartStatus.HoldOutOfRange),
        new("hold no lines", Filled, cart => cart.Hold(lines: null), CartStatus.LinesOutOfRange),
        new("hold a line that is not there", Filled, cart => cart.Hold(lines: ["a", "z"]), CartStatus.LineNotFound),
        new("hold an empty cart", Basket.Opened, cart => cart.Hold(), CartStatus.Empty),
        new("attach", Filled, cart => cart.Attach("ada"), CartStatus.Done),
        new("attach again", () => Ada(), cart => cart.Attach("ada"), CartStatus.Exists),
        new("attach again under another id", () => Ada(), cart => cart.Attach("ada", "other"), CartStatus.NotOwner),
        new("attach by somebody who names the owner", () => Ada(), cart => cart.Attach("ada", "other", Shopper.Anonymous("stranger")), CartStatus.NotOwner),
        new("attach again as the owner", () => Ada(), cart => cart.Attach("ada", "other", Shopper.SignedIn("ada")), CartStatus.Exists),
        new("attach to another customer", () => Ada(), cart => cart.Attach("bob", "other", Shopper.SignedIn("ada")), CartStatus.NotOwner),
        new("attach by an old token", () => Ada(), cart => cart.Attach("bob", "other"), CartStatus.NotOwner),
        new("attach a frozen cart", Frozen, cart => cart.Attach("ada"), CartStatus.Done),
        new("attach a cart that is taken over", TakenOver, cart => cart.Attach("ada"), CartStatus.Merging),
        new("erase", () => Ada(), cart => cart.Erase("ada"), CartStatus.Done),
        new("erase again", Erased, cart => cart.Erase("ada"), CartStatus.Exists),
        new("erase who may be attaching an anonymous cart", Filled, cart => cart.Erase("ada"), CartStatus.Done),
        new("erase somebody else's", () => Ada(), cart => cart.Erase("bob"), CartStatus.NotOwner),
        new("erase one that is not there", () => new(), cart => cart.Erase("ada"), CartStatus.NotFound),
        new("erase who may be attaching one that is taken over", TakenOver, cart => cart.Erase("ada"), CartStatus.Done),
        new("add to an erased cart", Erased, cart => cart.Add("b", actor: Shopper.SignedIn("ada")), CartStatus.OwnerErased),
        new("add to an erased cart by somebody else", Erased, cart => cart.Add("b", actor: Basket.Stranger), CartStatus.NotOwner),
        new("repeat what was done before the erasure", Erased, cart => cart.Add("a", 2, actor: Shopper.SignedIn("ada")), CartStatus.OwnerErased),
        new("check an erased cart out", Erased, cart => cart.CheckOut(actor: Shopper.SignedIn("ada")), CartStatus.OwnerErased),
        new("open an erased cart again", Erased, cart => cart.Open(Shopper.SignedIn("ada")), CartStatus.OwnerErased),
        new("reassign", () => Ada(), cart => cart.Reassign("ada", "countess"), CartStatus.Done),
        new("reassign into a merge that is being followed late", () => Ada(), cart => cart.Reassign("ada", "countess", following: "m-1"), CartStatus.Done),
        new("reassign into a merge that gave it back", GivenBack, cart => cart.Reassign("ada", "countess", "follow", "m-1"), CartStatus.MergeUndone),
        new("reassign into another merge than the one that gave it back", GivenBack, cart => cart.Reassign("ada", "countess", "follow", "m-2"), CartStatus.Done),
        new("reassign an anonymous cart", Filled, cart => cart.Reassign("ada", "countess"), CartStatus.NotOwner),
    ];

    public static TheoryData<string> OpeningRows => [.. Opening.Select(static row => row.Name)];

    public static TheoryData<string> AddingRows => [.. Adding.Select(static row => row.Name)];

    public static TheoryData<string> ChangingRows => [.. Changing.Select(static row => row.Name)];

    static IEnumerable<Enum> ITruthTable.Outcomes => Opening.Concat(Adding).Concat(Changing).Select(static row => (Enum)row.Then);

    [Theory]
    [MemberData(nameof(OpeningRows))]
    public void Open_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => Opening.Single(candidate => candidate.Name == row).Check();

    [Theory]
    [MemberData(nameof(AddingRows))]
    public void Add_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => Adding.Single(candidate => candidate.Name == row).Check();

    [Theory]
    [MemberData(nameof(ChangingRows))]
    public void Change_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => Changing.Single(candidate => candidate.Name == row).Check();

    [Fact]
    public void Add_WhenAllIdsAreADayOld_HasRoomAgain()
    {
        var cart = Exhausted().After(Limits.RememberedSeconds);
        Assert.Equal(CartStatus.Done, cart.Add("z", command: "one-more"));
        Assert.Equal(1, cart.Cart.Commands.Count);
    }

    [Fact]
    public void Release_WhenAHoldIsCutTwice_HasAnIdOfItsOwnEachTime()
    {
        var cart = Held(9);
        cart.Change("a", 6);
        var first = Assert.Single(Assert.IsType<QuantityChanged>(cart.Told[0]).Releases);
        cart.Change("a", 4);
        var second = Assert.Single(Assert.IsType<QuantityChanged>(cart.Told[0]).Releases);
        Assert.Equal((3L, 2L, first.ReservationId), (first.Quantity, second.Quantity, second.ReservationId));
        Assert.NotEqual(first.CommandId, second.CommandId);
        Assert.True(first.CommandId!.Value.IsStep);
    }

    internal static Basket Filled()
    {
        var cart = Basket.Opened();
        cart.Add("a", 2);
        return cart;
    }

    internal static Basket Held(long quantity = 2)
    {
        var cart = Basket.Opened();
        cart.Add("a", quantity, holdForSeconds: 900);
        return cart.StockHolds();
    }

    internal static Basket Asking(Basket cart)
    {
        Assert.Equal(CartStatus.Done, cart.Hold("asking"));
        return cart;
    }

    internal static Basket Frozen()
    {
        var cart = Filled();
        Assert.Equal(CartStatus.Done, cart.CheckOut());
        return cart.StockHolds();
    }

    internal static Basket TakenOver()
    {
        var cart = Filled();
        Assert.Equal(CartStatus.Done, cart.OfferTo());
        return cart;
    }

    internal static Basket Closed()
    {
        var cart = TakenOver();
        Assert.Equal(CartStatus.Done, cart.Settle(CartSettlementKind.Merged));
        return cart;
    }

    private static Basket Ada()
    {
        var cart = Filled();
        cart.Attach("ada");
        return cart;
    }

    // Taken over by the survivor of a merge of customers, and gone back with the customer who had brought it.
    private static Basket GivenBack()
    {
        var cart = Ada();
        cart.Reassign("ada", "countess", "customer-merge/m-1/cart");
        cart.Reassign("countess", "ada", CustomerMergeGrain.GivingBack(new("m-1")).Value);
        return cart;
    }

    private static Basket Erased()
    {
        var cart = Ada();
        cart.Erase("ada");
        return cart;
    }

    private static Basket Full(int lines, long quantity, string? less = null)
    {
        var cart = Basket.Opened();
        for (var line = 0; line < lines; line++) cart.Add(less is not null && line == 0 ? less : $"line-{line}", less is not null && line == 0 ? 1 : quantity);
        if (less is not null) cart.Add("rest", quantity - 1);
        return cart;
    }

    private static Basket Exhausted()
    {
        var cart = Filled();
        for (var command = cart.Cart.Commands.Count; command < Limits.CartCommandsMax; command++) cart.Note("n", command: $"note-{command}");
        return cart;
    }

    // A line whose quantity grew unit by unit, each held by a reservation of its own.
    private static Basket Pieces(int holds)
    {
        var cart = Held(1);
        for (var quantity = 2; quantity <= holds; quantity++)
        {
            cart.Change("a", quantity);
            cart.StockHolds();
        }

        return cart;
    }

    private static Basket Cut(int cuts)
    {
        var cart = Held(cuts + 4);
        for (var cut = 1; cut <= cuts; cut++) cart.Change("a", cuts + 4 - cut);
        return cart;
    }
}
