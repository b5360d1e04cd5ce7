namespace Omnichannel.Audit.Carts;

/// <summary>One corrupt history for every promise about carts: the auditor is audited here.</summary>
public sealed class CorruptCartTests
{
    private readonly CartJournal _journal = new();

    [Theory]
    [InlineData("""[{"type":"cart-stolen","at":"2026-11-22T10:00:00+00:00"}]""")]
    [InlineData("""[{"type":"line-removed","at":"2026-11-22T10:00:00+00:00","command":{"id":"k","body":"b"},"releases":[]}]""")]
    [InlineData("""[{"type":"line-removed","at":"2026-11-22T10:00:00+00:00","lineId":"l-1","lineId":"l-2","command":{"id":"k","body":"b"},"releases":[]}]""")]
    [InlineData("""[{"type":"line-removed","at":"2026-11-22T10:00:00+00:00","lineId":null,"command":{"id":"k","body":"b"},"releases":[]}]""")]
    public void Fold_WhenAnEventCannotBeRead_SaysSo(string json)
    {
        _journal.Open().Journal.WriteJson(CartJournal.Cart, json);
        _journal.Journal.Breaks(AuditCheck.EventsReadable);
    }

    [Fact]
    public void Fold_WhenACartIsOpenedTwice_SaysSo() => Breaks(AuditCheck.CartOpenedOnce, journal => journal.Open());

    [Fact]
    public void Fold_WhenSomethingHappensBeforeItIsOpened_SaysSo()
    {
        _journal.Priced().Add("l-1", 1);
        _journal.Journal.BreaksAtLeast(AuditCheck.CartOpenedOnce);
    }

    [Fact]
    public void Fold_WhenALineHasTooManyUnits_SaysSo() => Breaks(AuditCheck.CartWithinLimits, journal => journal.Add("l-1", 1_001));

    [Fact]
    public void Fold_WhenACartHasTooManyUnits_SaysSo() => Breaks(AuditCheck.CartWithinLimits, journal =>
    {
        for (var i = 0; i < 6; i++) journal.Add($"l-{i}", 1_000);
    });

    [Fact]
    public void Fold_WhenACartHasTooManyLines_SaysSo() => Breaks(AuditCheck.CartWithinLimits, journal =>
    {
        for (var i = 0; i < 101; i++) journal.Add($"l-{i}", 1);
    });

    [Fact]
    public void Fold_WhenACommandHasItsEffectTwice_SaysSo() => Breaks(AuditCheck.CommandIdOnce, journal => journal
        .Write("note-written", new { command = journal.Command("same"), note = "a" })
        .Write("note-written", new { command = journal.Command("same"), note = "b" }));

    [Fact]
    public void Fold_WhenACommandComesAgainAfterItsTime_FindsNothing()
    {
        _journal.Priced().Open().Write("note-written", new { command = _journal.Command("same"), note = "a" }).After(24 * 60 * 60);
        _journal.Write("note-written", new { command = _journal.Command("same"), note = "b" });
        _journal.Journal.IsGood();
    }

    [Fact]
    public void Fold_WhenACartIsTakenFromItsOwner_SaysSo() => Breaks(AuditCheck.CartOwned, journal =>
        journal.Write("cart-attached", new { command = journal.Command(), customer = "bea" }));

    [Fact]
    public void Fold_WhenACartIsReassignedByAnother_SaysSo() => Breaks(AuditCheck.CartOwned, journal =>
        journal.Write("cart-reassigned", new { command = journal.Command(), previous = "cyd", customer = "bea" }));

    [Fact]
    public void Fold_WhenNobodyOwnsACart_SaysSo()
    {
        _journal.Journal.Write(CartJournal.Cart, "cart-opened", new { cartId = "c-1", currency = "GBP" });
        _journal.Journal.Breaks(AuditCheck.CartOwned);
    }

    [Fact]
    public void Fold_WhenAnAnswerHasNoQuestion_SaysSo() => Breaks(AuditCheck.OnePlan, journal =>
        journal.Write("change-refused", new { command = journal.Command(), status = "InsufficientStock", shortages = Array.Empty<object>() }));

    [Fact]
    public void Fold_WhenACartWaitsForTwoThings_SaysSo() => Breaks(AuditCheck.OnePlan, journal => journal
        .Write("hold-started", new { command = journal.Command(), asks = Array.Empty<object>() })
        .Write("hold-started", new { command = journal.Command(), asks = Array.Empty<object>() }));

    [Fact]
    public void Fold_WhenALineHoldsMoreThanItHas_SaysSo() => BreaksWithHold(AuditCheck.HoldWithinLine, journal => journal.Write(
        "quantity-changed", new { command = journal.Command(), lineId = "l-1", quantity = 1, holds = new[] { journal.Hold("r-1", 2) }, releases = Array.Empty<object>() }));

    [Fact]
    public void Fold_WhenAReservationIsBehindTwoLines_SaysSo() => BreaksWithHold(AuditCheck.HoldBehindOneLine, journal => journal.AddHeld("l-2", "r-1", 2));

    [Fact]
    public void Fold_WhenALineHoldsWhatWasNeverAskedFor_SaysSo()
    {
        _journal.Priced().Shelved().Reserved("r-9", 2).Open();
        _journal.Write("line-added", new { command = _journal.Command(), line = _journal.Line("l-1", 2, _journal.Hold("r-9", 2)) });
        _journal.Journal.Breaks(AuditCheck.HoldAskedFor);
    }

    [Fact]
    public void Fold_WhenALineHoldsMoreThanWasAskedFor_SaysSo()
    {
        var command = _journal.Priced().Shelved().Reserved("r-1", 2).Open().Command();
        _journal.Write("line-add-started", new { command, line = _journal.Line("l-1", 2), asks = new[] { _journal.Ask("l-1", "r-1", 1) } });
        _journal.Write("line-added", new { command, line = _journal.Line("l-1", 2, _journal.Hold("r-1", 2)) });
        _journal.Journal.Breaks(AuditCheck.HoldAskedFor);
    }

    [Fact]
    public void Fold_WhenARemovedLineKeepsItsHold_SaysSo()
    {
        _journal.Priced().Shelved().Reserved(CartJournal.OfCart, 2).Open().AddHeld("l-1", CartJournal.OfCart, 2);
        _journal.Write("line-removed", new { command = _journal.Command(), lineId = "l-1", releases = Array.Empty<object>() });
        Assert.Equal(AuditCheck.HoldGivenBack, Assert.Single(_journal.Journal.Findings.Kept).Check);
        Assert.Equal(AuditCheck.HoldsLeaked, Assert.Single(_journal.Journal.Audit.Disagreements()).Check);
    }

    [Fact]
    public void Fold_WhenLessIsGivenBackThanLeft_SaysSo() => BreaksWithHold(AuditCheck.HoldGivenBack, journal => journal.Write(
        "quantity-changed", new { command = journal.Command(), lineId = "l-1", quantity = 1, holds = new[] { journal.Hold("r-1", 1) }, releases = Array.Empty<object>() }), isStockBroken: true);

    [Fact]
    public void Fold_WhenWhatIsStillHeldIsGivenBack_SaysSo() => BreaksWithHold(AuditCheck.HoldGivenBack, journal => journal.Write(
        "quantity-changed",
        new { command = journal.Command(), lineId = "l-1", quantity = 2, holds = new[] { journal.Hold("r-1", 2) }, releases = new[] { CartJournal.Release("r-1") } }));

    [Fact]
    public void Fold_WhenWhatWasNotToBeGivenBackIs_SaysSo() => BreaksWithHold(AuditCheck.ReleaseOnce, journal =>
        journal.Write("hold-released", new { release = CartJournal.Release("r-1") }));

    [Fact]
    public void Fold_WhenACheckoutIsFrozenTwice_SaysSo() => BreaksWithHold(AuditCheck.CheckoutOnce, journal => journal
        .Freeze().Write("checkout-cancelled", new { checkoutId = "x-1", releases = Array.Empty<object>() }).Freeze());

    [Fact]
    public void Fold_WhenTwoCheckoutsAreFrozen_SaysSo()
    {
        _journal.Priced().Shelved().Reserved("r-1", 2).Open().AddHeld("l-1", "r-1", 2).Freeze().Freeze("x-2");
        _journal.Journal.BreaksAtLeast(AuditCheck.CheckoutOnce);
    }

    [Theory]
    [InlineData(2, 500, 501)]
    [InlineData(2, 499, 499)]
    [InlineData(1, 250, 250)]
    public void Fold_WhenACheckoutDoesNotAddUp_SaysSo(long quantity, long amount, long total) => BreaksWithHold(AuditCheck.CheckoutAdds, journal => journal
        .Write("checkout-started", new { checkoutId = "x-1", asks = new[] { journal.Ask("l-1", "r-2", 2, "r-1") } })
        .Write("checkout-frozen", new
        {
            checkout = journal.Checkout("x-1", total, journal.CheckoutLine("l-1", quantity, amount, "r-1")),
            lines = new[] { new { lineId = "l-1", holds = new[] { journal.Hold("r-1", 2) } } },
        }));

    [Fact]
    public void Fold_WhenACheckoutDropsALine_SaysSo() => BreaksWithHold(AuditCheck.CheckoutAdds, journal => journal.Add("l-2", 1).Freeze());

    [Fact]
    public void Fold_WhenAFrozenCartChanges_SaysSo() => BreaksWithHold(AuditCheck.CartStandsStill, journal => journal.Freeze().Add("l-2", 1));

    [Fact]
    public void Fold_WhenTheCartOfAnErasedCustomerChanges_SaysSo() =>
        BreaksWithHold(AuditCheck.CartStandsStill, journal => journal.Write("cart-erased", new { releases = new[] { CartJournal.Release("r-1") } }).Add("l-2", 1));

    [Fact]
    public void Fold_WhenNotesGoAndNobodyWasErased_SaysSo() => BreaksWithHold(AuditCheck.CartStandsStill, journal => journal.Write("cart-notes-destroyed", new { }));

    [Fact]
    public void Fold_WhenAnErasedCartGivesBackWhatItNeverHeld_SaysSo() =>
        BreaksWithHold(AuditCheck.HoldGivenBack, journal => journal.Write("cart-erased", new { releases = new[] { CartJournal.Release("r-8") } }));

    [Fact]
    public void Fold_WhenACodeIsTakenTwice_SaysSo() => Breaks(AuditCheck.CodeOnce, journal =>
    {
        Offer(journal);
        journal.Write("handover-taken", new { handoverId = "h-1", token = "t-1", until = journal.Journal.In(600) })
            .Write("handover-taken", new { handoverId = "h-1", token = "t-2", until = journal.Journal.In(600) });
    });

    [Fact]
    public void Fold_WhenACodeIsTakenAfterItsEnd_SaysSo() => Breaks(AuditCheck.CodeOnce, journal =>
    {
        Offer(journal);
        journal.After(300).Write("handover-taken", new { handoverId = "h-1", token = "t-1", until = journal.Journal.In(600) });
    });

    [Fact]
    public void Fold_WhenACodeLeadsToTwoCarts_SaysSo() => Breaks(AuditCheck.CodeOnce, journal =>
    {
        journal.Open("cart/c-2").Write("handover-registered", new { cartId = "c-1", handoverId = "h-1" }, "handover/hash");
        journal.Write("handover-registered", new { cartId = "c-2", handoverId = "h-1" }, "handover/hash");
    });

    [Fact]
    public void Agree_WhenACodeLeadsElsewhere_SaysSo() => Breaks(AuditCheck.CodesAgree, journal =>
        journal.Write("handover-offered", new { handoverId = "h-1", codeHash = "hash", expiresAt = journal.Journal.In(300) }));

    [Fact]
    public void Fold_WhenAMergeDropsALine_SaysSo()
    {
        TwoCarts();
        Merges.Merge(_journal, namesSource: false);
        _journal.Journal.BreaksAtLeast(AuditCheck.CartMergeWhole);
    }

    [Fact]
    public void Fold_WhenAMergeMakesUnits_SaysSo()
    {
        TwoCarts();
        Merges.Merge(_journal, quantity: 6);
        _journal.Journal.Breaks(AuditCheck.CartMergeWhole);
    }

    [Fact]
    public void Fold_WhenAMergeLosesAHold_SaysSo()
    {
        TwoCarts();
        Merges.Merge(_journal, keepsHold: false);
        _journal.Journal.BreaksAtLeast(AuditCheck.HoldGivenBack);
    }

    [Fact]
    public void Fold_WhenAMergeIsTakenBackTwice_SaysSo()
    {
        TwoCarts();
        Merges.Merge(_journal);
        _journal.Write("cart-closed", new { mergeId = "m-1", target = "c-1" }, "cart/c-2").Write("cart-merge-settled", new { mergeId = "m-1" });
        for (var i = 0; i < 2; i++)
        {
            var (lines, sourceLines) = (new[] { _journal.Line("l-1", 2, _journal.Hold("r-1", 2)) }, new[] { _journal.Line("l-2", 3, _journal.Hold("r-2", 3)) });
            _journal.Write("cart-merge-undo-started", new { mergeId = "m-1", source = "c-2", lines, sourceLines, releases = Array.Empty<object>(), asks = Array.Empty<object>() })
                .Write("cart-merge-settled", new { mergeId = "m-1" });
        }

        _journal.Journal.BreaksAtLeast(AuditCheck.CartMergeSteps);
    }

    [Fact]
    public void Fold_WhenAMergeIsTakenBackToOtherLines_SaysSo()
    {
        TwoCarts();
        Merges.Merge(_journal);
        _journal.Write("cart-closed", new { mergeId = "m-1", target = "c-1" }, "cart/c-2").Write("cart-merge-settled", new { mergeId = "m-1" });
        var (lines, sourceLines) = (new[] { _journal.Line("l-1", 2, _journal.Hold("r-1", 2)) }, new[] { _journal.Line("l-2", 3, _journal.Hold("r-2", 3)) });
        _journal.Write("cart-merge-undo-started", new { mergeId = "m-1", source = "c-2", lines, sourceLines, releases = Array.Empty<object>(), asks = Array.Empty<object>() });
        _journal.Write("cart-reopened", new { mergeId = "m-1", lines = new[] { _journal.Line("l-2", 4, _journal.Hold("r-2", 3)) } }, "cart/c-2");
        _journal.Write("cart-merge-settled", new { mergeId = "m-1" });
        _journal.Journal.Breaks(AuditCheck.CartMergeWhole);
    }

    [Fact]
    public void Fold_WhenAMergeBlamesTheStockForWhatItHolds_SaysSo()
    {
        TwoCarts();
        Merges.Merge(_journal, quantity: 4, outcome: "Capped", reason: "InsufficientStock");
        _journal.Journal.BreaksAtLeast(AuditCheck.CartMergeWhole);
    }

    [Fact]
    public void Agree_WhenAMergeTookOtherLinesThanThereWere_SaysSo()
    {
        _journal.Priced().Shelved().Reserved("r-1", 2).Open().AddHeld("l-1", "r-1", 2).Open("cart/c-2").AddHeld("l-2", "r-2", 3, "cart/c-2").Reserved("r-2", 3, "c-2");
        _journal.Add("l-3", 1, "cart/c-2");
        Merges.Whole(_journal);
        _journal.Journal.Breaks(AuditCheck.CartMergesAgree);
    }

    [Fact]
    public void Agree_WhenSomebodyElseNamesACart_IsNotMistakenForIt()
    {
        _journal.Priced().Open().Shelved().Reserved("r-9", 2).Reserved("cart-x-3-0", 2);
        _journal.Journal.IsGood();
    }

    [Fact]
    public void Agree_WhenTheOtherCartDoesNotKnowOfAMerge_SaysSo()
    {
        TwoCarts();
        Merges.Merge(_journal);
        _journal.Write("cart-merge-settled", new { mergeId = "m-1" });
        _journal.Journal.BreaksAtLeast(AuditCheck.CartMergesAgree);
    }

    [Fact]
    public void Agree_WhenACartStandsStillForNobody_SaysSo() => Breaks(AuditCheck.CartMergesAgree, journal =>
        journal.Write("cart-offered", new { mergeId = "m-9", target = "c-9" }));

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Agree_WhenStockHoldsAnotherQuantity_SaysSo(long reserved)
    {
        _journal.Priced().Shelved().Reserved("r-1", reserved).Open().AddHeld("l-1", "r-1", 2);
        _journal.Journal.Breaks(AuditCheck.HoldsBacked);
    }

    [Fact]
    public void Agree_WhenNoReservationIsBehindAHold_SaysSo()
    {
        _journal.Priced().Shelved().Open().AddHeld("l-1", "r-1", 2);
        _journal.Journal.Breaks(AuditCheck.HoldsBacked);
    }

    [Fact]
    public void Agree_WhenStockHoldsForACartThatKnowsNothing_SaysSo() =>
        Breaks(AuditCheck.HoldsLeaked, journal => journal.Shelved().Reserved(CartJournal.OfCart, 2));

    [Fact]
    public void Agree_WhenALineWasQuotedWhatNeverWasThePrice_SaysSo()
    {
        _journal.Open().Add("l-1", 1).Journal.Write("price/MUG", "base-price-set", new { command = _journal.Command(), currency = "GBP", amount = 251 });
        _journal.Journal.Breaks(AuditCheck.QuotesWerePrices);
    }

    [Fact]
    public void Fold_WhenARepricedLineCostAnotherPriceBefore_SaysSo() => Breaks(AuditCheck.QuoteInTime, journal => journal
        .Add("l-1", 1).Write("line-repriced", new { lineId = "l-1", previousAmount = 200, quote = journal.Quote }));

    private void Breaks(AuditCheck check, Action<CartJournal> corrupt)
    {
        corrupt(_journal.Priced().Open());
        _journal.Journal.Breaks(check);
    }

    private void BreaksWithHold(AuditCheck check, Action<CartJournal> corrupt, bool isStockBroken = false)
    {
        corrupt(_journal.Priced().Shelved().Reserved("r-1", 2).Open().AddHeld("l-1", "r-1", 2));
        if (isStockBroken) _journal.Journal.BreaksAtLeast(check);
        else _journal.Journal.Breaks(check);
    }

    private void TwoCarts()
    {
        _journal.Priced().Shelved().Reserved("r-1", 2).Open().AddHeld("l-1", "r-1", 2).Open("cart/c-2").AddHeld("l-2", "r-2", 3, "cart/c-2").Reserved("r-2", 3, "c-2");
        Merges.Offer(_journal);
    }

    private static void Offer(CartJournal journal) => journal
        .Write("handover-registered", new { cartId = "c-1", handoverId = "h-1" }, "handover/hash")
        .Write("handover-offered", new { handoverId = "h-1", codeHash = "hash", expiresAt = journal.Journal.In(300) });
}
