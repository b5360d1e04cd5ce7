using System.Text.Json.Serialization;

namespace Omnichannel.Audit.Carts;

/// <summary>What the grid may do, the auditor must not complain of.</summary>
public sealed class GoodCartTests
{
    private readonly CartJournal _journal = new();

    public static TheoryData<Type, Type> Kinds => new()
    {
        { typeof(Omnichannel.Carts.CartEvent), typeof(CartFact) },
        { typeof(Omnichannel.Pricing.PriceEvent), typeof(Pricing.PriceFact) },
        { typeof(Omnichannel.Customers.CustomerEvent), typeof(Customers.CustomerFact) },
        { typeof(Omnichannel.Customers.IdentityEvent), typeof(Identities.IdentityFact) },
        { typeof(Omnichannel.Customers.SessionEvent), typeof(Sessions.SessionFact) },
        { typeof(Omnichannel.Customers.PresenceEvent), typeof(Sessions.PresenceFact) },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Facts_ForEveryTagOfTheGrid_KnowIt(Type events, Type facts) => Assert.Equal(TagsOf(events).Order(), TagsOf(facts).Order());

    [Fact]
    public void Fold_WhenACartIsFilledHeldAndCheckedOut_FindsNothingAndKnowsTheTotals()
    {
        _journal.Priced().Shelved().Open().AddHeld("l-1", "r-1", 2).Reserved("r-1", 2).Freeze();

        _journal.Journal.IsGood();
        var cart = _journal.Journal.Audit.Find<CartFold>(CartJournal.Cart)!;
        Assert.Equal(new CartLevel("ada", 1, 2, 500, 2, "x-1", null, 5), cart.State);
        Assert.Equal((2, 500), cart.CheckoutOf("x-1"));
    }

    [Fact]
    public void Fold_WhenItsCustomerIsErased_FindsNothingAndKnowsIt()
    {
        _journal.Priced().Shelved().Open().AddHeld("l-1", "r-1", 2).Reserved("r-1", 2)
            .Write("cart-erased", new { releases = new[] { CartJournal.Release("r-1") } })
            .Write("cart-notes-destroyed", new { });

        _journal.Journal.IsGood();
        Assert.Equal(new CartLevel("ada", 1, 2, 500, 0, null, null, 5, IsErased: true), _journal.Journal.Audit.Find<CartFold>(CartJournal.Cart)!.State);
    }

    [Fact]
    public void Fold_WhenHoldsAreGivenBackInParts_FindsNothing()
    {
        _journal.Priced().Shelved().Open().AddHeld("l-1", "r-1", 5).Reserved("r-1", 5);
        _journal.Write(
            "quantity-changed",
            new { command = _journal.Command(), lineId = "l-1", quantity = 3, holds = new[] { _journal.Hold("r-1", 3) }, releases = new[] { CartJournal.Release("r-1", 2) } });
        _journal.Journal.IsGood();

        _journal.Journal.Write("stock/MUG/shop", "reservation-released", new { reservationId = "r-1", quantity = 2, commandId = "cart/c-1/9" });
        _journal.Write("hold-released", new { release = CartJournal.Release("r-1", 2) });
        _journal.Write("line-removed", new { command = _journal.Command(), lineId = "l-1", releases = new[] { CartJournal.Release("r-1") } });
        _journal.Journal.IsGood();
    }

    [Fact]
    public void Fold_WhenACheckoutLapsesAfterItsGoodsLeft_FindsNothing()
    {
        _journal.Priced().Shelved().Open().AddHeld("l-1", "r-1", 2).Reserved("r-1", 2).Freeze();
        _journal.Journal.Write("stock/MUG/shop", "reservation-confirmed", new { reservationId = "r-1" });
        _journal.Journal.Write("stock/MUG/shop", "reservation-fulfilled", new { reservationId = "r-1", quantity = 2 });
        _journal.After(600).Journal.Write(
            CartJournal.Cart, ("checkout-lapsed", new { checkoutId = "x-1", releases = Array.Empty<object>() }), ("hold-lapsed", new { lineId = "l-1", reservationId = "r-1", quantity = 2 }));

        _journal.Journal.IsGood();
    }

    [Fact]
    public void Fold_WhenTwoCartsAreMergedAndParted_FindsNothing()
    {
        _journal.Priced().Shelved().Open().AddHeld("l-1", "r-1", 2).Reserved("r-1", 2).Open("cart/c-2").AddHeld("l-2", "r-2", 3, "cart/c-2").Reserved("r-2", 3, "c-2");
        Merges.Whole(_journal);
        _journal.Journal.IsGood();

        _journal.Write(
            "cart-merge-undo-started",
            new
            {
                mergeId = "m-1",
                source = "c-2",
                lines = new[] { _journal.Line("l-1", 2, _journal.Hold("r-1", 2)) },
                sourceLines = new[] { _journal.Line("l-2", 3, _journal.Hold("r-2", 3)) },
                releases = Array.Empty<object>(),
                asks = Array.Empty<object>(),
            });
        _journal.Write("cart-reopened", new { mergeId = "m-1", lines = new[] { _journal.Line("l-2", 3, _journal.Hold("r-2", 3)) } }, "cart/c-2");
        _journal.Write("cart-merge-settled", new { mergeId = "m-1" });
        _journal.Journal.IsGood();
    }

    private static IEnumerable<string> TagsOf(Type type) =>
        type.GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>().Select(derived => (string)derived.TypeDiscriminator!);
}

/// <summary>Carts c-1 (a held line of 2) and c-2 (a held line of 3) become one.</summary>
internal static class Merges
{
    public static void Offer(CartJournal journal)
    {
        journal.Write("cart-merge-started", new { mergeId = "m-1", source = "c-2", sourceActor = new { customer = "ada" }, strategy = "Sum", asks = Array.Empty<object>() });
        journal.Write("cart-offered", new { mergeId = "m-1", target = "c-1" }, "cart/c-2");
    }

    public static void Merge(
        CartJournal journal, long quantity = 5, bool namesSource = true, bool keepsHold = true, string outcome = "Combined", string reason = "None")
    {
        object[] source = [journal.Line("l-2", 3, journal.Hold("r-2", 3))];
        var started = new { mergeId = "m-1", source = "c-2", sourceActor = new { customer = "ada" }, strategy = "Sum", asks = Array.Empty<object>(), at = journal.Journal.In(0) };
        object[] holds = keepsHold ? [journal.Hold("r-1", 2), journal.Hold("r-2", 3)] : [journal.Hold("r-1", 2)];
        journal.Write("cart-merge-planned", new { started, sourceLines = source, asks = Array.Empty<object>() });
        journal.Write(
            "cart-merged",
            new
            {
                mergeId = "m-1",
                source = "c-2",
                strategy = "Sum",
                lines = new[] { journal.Line("l-1", quantity, holds) },
                sourceLines = source,
                entries = new[] { new { outcome, lineId = "l-1", sourceLineId = namesSource ? "l-2" : null, sku = "MUG", targetQuantity = 2, sourceQuantity = 3, quantity, reason } },
                releases = Array.Empty<object>(),
                asks = Array.Empty<object>(),
            });
    }

    public static void Whole(CartJournal journal)
    {
        Offer(journal);
        Merge(journal);
        journal.Write("cart-closed", new { mergeId = "m-1", target = "c-1" }, "cart/c-2");
        journal.Write("cart-merge-settled", new { mergeId = "m-1" });
    }
}
