namespace Omnichannel.Audit.Customers;

/// <summary>One corrupt history for every promise about customers, their identities, merges and sessions.</summary>
public sealed class CorruptCustomerTests
{
    private const string Ada = "customer/ada";
    private readonly Journal _journal = new();

    [Fact]
    public void Fold_WhenPointsAndPurchasesComeAndGo_FindsNothingAndKnowsThem()
    {
        Register();
        Earn("e-1", 100, 60);
        Earn("e-2", 50);
        _journal.Write(Ada, "points-spent", new { commandId = "s-1", points = 30 });
        Buy("p-1", 2, 500);
        Buy("p-2", 1, 250);
        _journal.Seconds = 60;
        _journal.Write(Ada, "points-expired", new { lotId = "e-1", owner = "ada", points = 70 });

        _journal.IsGood();
        var level = _journal.Audit.Find<CustomerFold>(Ada)!.State;
        Assert.Equal((50, 2, 3, 750), (level.Points, level.Orders, level.Units, level.Spent["GBP"]));
    }

    [Fact]
    public void Fold_WhenACustomerIsRegisteredTwice_SaysSo()
    {
        Register();
        Register();
        _journal.Breaks(AuditCheck.CustomerRegisteredOnce);
    }

    [Fact]
    public void Fold_WhenSomethingHappensToNobody_SaysSo()
    {
        Buy("p-1", 1, 1);
        _journal.Breaks(AuditCheck.CustomerRegisteredOnce);
    }

    [Fact]
    public void Fold_WhenAPurchaseCountsTwice_SaysSo()
    {
        Register();
        Buy("p-1", 1, 1);
        Buy("p-1", 1, 1);
        _journal.Breaks(AuditCheck.CommandIdOnce);
    }

    [Fact]
    public void Fold_WhenMorePointsAreSpentThanThereAre_SaysSo()
    {
        Register();
        Earn("e-1", 10);
        _journal.Write(Ada, "points-spent", new { commandId = "s-1", points = 11 });
        _journal.Breaks(AuditCheck.PointsAdd);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public void Fold_WhenOtherPointsEndThanAreLeft_SaysSo(long points)
    {
        Register();
        Earn("e-1", 10, 60);
        _journal.Seconds = 60;
        _journal.Write(Ada, "points-expired", new { lotId = "e-1", owner = "ada", points });
        _journal.BreaksAtLeast(AuditCheck.PointsEndInTime);
    }

    [Fact]
    public void Fold_WhenPointsEndTooEarly_SaysSo()
    {
        Register();
        Earn("e-1", 10, 60);
        _journal.Write(Ada, "points-expired", new { lotId = "e-1", owner = "ada", points = 10 });
        _journal.Breaks(AuditCheck.PointsEndInTime);
    }

    [Fact]
    public void Fold_WhenAPurchaseIsNegative_SaysSo()
    {
        Register();
        Buy("p-1", 1, -1);
        _journal.Breaks(AuditCheck.PurchasesAdd);
    }

    [Fact]
    public void Fold_WhenAnIdentityIsGivenUpThatWasNeverGot_SaysSo()
    {
        Register();
        _journal.Write(Ada, "identity-release-done", new { identityId = "email:1" });
        _journal.Breaks(AuditCheck.IdentitySteps);
    }

    [Fact]
    public void Fold_WhenAnIssueIsResolvedTwice_SaysSo()
    {
        Register();
        _journal.Write(Ada, "touchpoint-recorded", new { commandId = "t-1", channel = "phone", subject = "sealed", isIssue = true });
        for (var i = 0; i < 2; i++) _journal.Write(Ada, "issue-resolved", new { commandId = "t-1", outcome = "sealed" });
        _journal.Breaks(AuditCheck.IssueResolvedOnce);
    }

    [Fact]
    public void Fold_WhenASessionIsAttachedTwice_SaysSo()
    {
        Register();
        for (var i = 0; i < 2; i++) _journal.Write(Ada, "session-attached", new { sessionId = "s-1", channel = "web" });
        _journal.Breaks(AuditCheck.SessionsOfCustomer);
    }

    [Fact]
    public void Fold_WhenASessionComesByAnIdThatIsNotOneWithTheCustomer_SaysSo()
    {
        Register();
        _journal.Write(Ada, "session-attached", new { sessionId = "s-1", channel = "web", through = "bea" });
        _journal.Breaks(AuditCheck.SessionsOfCustomer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fold_WhenASessionGoesBackWithWhomItCameBy_KnowsWhoseItIs(bool wasBeas)
    {
        Merge(pointsIn: 10);
        _journal.Write(Ada, "session-attached", new { sessionId = "s-1", channel = "web", through = wasBeas ? "bea" : null });
        Undo(wasBeas ? ["s-1"] : []);
        _journal.Write(wasBeas ? "customer/bea" : Ada, "session-detached", new { sessionId = "s-1" });
        _journal.IsGood();
        _journal.Write(wasBeas ? Ada : "customer/bea", "session-detached", new { sessionId = "s-1" });
        _journal.Breaks(AuditCheck.SessionsOfCustomer);
    }

    [Fact]
    public void Fold_WhenACustomerHasTwoOpenCarts_SaysSo()
    {
        Register();
        foreach (var cartId in (string[])["c-1", "c-2"])
        {
            _journal.Write($"cart/{cartId}", "cart-opened", new { cartId, currency = "GBP", customer = "ada" });
            _journal.Write(Ada, "cart-adopted", new { cartId });
        }

        _journal.Breaks(AuditCheck.OneOpenCart);
    }

    [Fact]
    public void Agree_WhenAnOpenCartWasNeverOpened_SaysSo()
    {
        Register();
        _journal.Write(Ada, "cart-adopted", new { cartId = "c-9" });
        _journal.Breaks(AuditCheck.OpenCartsAgree);
    }

    [Fact]
    public void Agree_WhenAnOpenCartIsAnotherPersons_SaysSo()
    {
        Register();
        Register("customer/bea");
        _journal.Write("cart/c-1", "cart-opened", new { cartId = "c-1", currency = "GBP", customer = "bea" });
        _journal.Write(Ada, "cart-adopted", new { cartId = "c-1" });
        _journal.Breaks(AuditCheck.OpenCartsAgree);
    }

    [Fact]
    public void Agree_WhenAnOpenCartIsOnlyADevices_SaysSo()
    {
        Register();
        _journal.Write("cart/c-1", "cart-opened", new { cartId = "c-1", currency = "GBP", token = "hash" });
        _journal.Write(Ada, "cart-adopted", new { cartId = "c-1" });
        _journal.Breaks(AuditCheck.OpenCartsAgree);
    }

    [Fact]
    public void Fold_WhenACustomerWhoIsBeingMergedChanges_SaysSo()
    {
        Register();
        _journal.Write("customer-merge/m-1", "customer-merge-started", new { survivor = "bea", absorbed = "ada", strategy = "Sum" });
        _journal.Write(Ada, "merge-locked", new { mergeId = "m-1", survivor = "bea" });
        Buy("p-1", 1, 1);
        _journal.Breaks(AuditCheck.CustomerStandsStill);
    }

    [Fact]
    public void Fold_WhenSomethingIsKnownOfAnErasedCustomer_SaysSo()
    {
        Register();
        _journal.Write(Ada, "erasure-begun", new { commandId = "x" }).Write(Ada, "customer-erased");
        Buy("p-1", 1, 1);
        _journal.Breaks(AuditCheck.CustomerStandsStill);
    }

    [Fact]
    public void Fold_WhenACustomerIsTakenByTwoMerges_SaysSo()
    {
        Register();
        foreach (var mergeId in (string[])["m-1", "m-2"])
        {
            _journal.Write($"customer-merge/{mergeId}", "customer-merge-started", new { survivor = "bea", absorbed = "ada", strategy = "Sum" });
            _journal.Write(Ada, "merge-locked", new { mergeId, survivor = "bea" });
        }

        _journal.BreaksAtLeast(AuditCheck.CustomerMergeSteps);
    }

    [Fact]
    public void Fold_WhenAnIdentityIsClaimedByTwo_SaysSo()
    {
        Own(Ada);
        Register("customer/bea");
        _journal.Write("customer/bea", "identity-claim-begun", new { identityId = "email:1", kind = "Email", value = "sealed", isVerified = false });
        _journal.Write("identity/email:1", "identity-claimed", new { customer = "bea", sequence = 2, isVerified = false });
        _journal.Write("customer/bea", "identity-claim-done", new { identityId = "email:1" });
        _journal.BreaksAtLeast(AuditCheck.IdentityOneOwner);
        _journal.BreaksAtLeast(AuditCheck.IdentitiesAgree);
    }

    [Fact]
    public void Fold_WhenALateClaimComesAbout_SaysSo()
    {
        Own(Ada);
        _journal.Write(Ada, "identity-release-begun", new { identityId = "email:1" });
        _journal.Write("identity/email:1", "identity-released", new { customer = "ada", sequence = 4 });
        _journal.Write("identity/email:1", "identity-claimed", new { customer = "ada", sequence = 2, isVerified = false });
        _journal.Breaks(AuditCheck.IdentityInSequence);
    }

    [Fact]
    public void Agree_WhenAnOwnerDoesNotKnowOfAnIdentity_SaysSo()
    {
        Register();
        _journal.Write("identity/email:1", "identity-claimed", new { customer = "ada", sequence = 2, isVerified = false });
        _journal.Breaks(AuditCheck.IdentitiesAgree);
    }

    [Fact]
    public void Agree_WhenACustomerHasAnIdentityOfNobody_SaysSo()
    {
        Own(Ada);
        _journal.Write("identity/email:1", "identity-released", new { customer = "ada", sequence = 3 });
        _journal.Breaks(AuditCheck.IdentitiesAgree);
    }

    [Fact]
    public void Agree_WhenAClaimIsStillUnderWay_FindsNothing()
    {
        Register();
        _journal.Write(Ada, "identity-claim-begun", new { identityId = "email:1", kind = "Email", value = "sealed", isVerified = false });
        _journal.IsGood();
    }

    [Fact]
    public void Agree_WhenTwoCustomersBecomeOne_FindsNothing()
    {
        Merge(pointsIn: 10);
        _journal.IsGood();
        Assert.Equal(10, _journal.Audit.Find<CustomerFold>(Ada)!.State.Points);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void Agree_WhenAMergeIsNotOnBoth_SaysSo(long pointsIn, bool isMerged)
    {
        Merge(pointsIn, isMerged);
        _journal.Breaks(AuditCheck.CustomerMergesAgree);
    }

    [Fact]
    public void Fold_WhenAMergeSkipsAStep_SaysSo()
    {
        _journal.Write("customer-merge/m-1", "customer-merge-started", new { survivor = "ada", absorbed = "bea", strategy = "Sum" });
        _journal.Write("customer-merge/m-1", "customer-merge-pointed", new { absorbedVersion = 3 });
        _journal.Breaks(AuditCheck.MergeStepsInOrder);
    }

    [Theory]
    [InlineData("signed-in")]
    [InlineData("signed-out")]
    [InlineData("session-settled")]
    [InlineData("session-taken-over")]
    public void Fold_WhenASessionAnswersWhatNobodyAsked_SaysSo(string tag)
    {
        Visit();
        _journal.Write("session/s-1", tag, new { cartStatus = "None" });
        _journal.Breaks(AuditCheck.SessionSteps);
    }

    [Fact]
    public void Fold_WhenASessionRunsOutTooEarly_SaysSo()
    {
        Visit();
        _journal.Seconds = 659;
        _journal.Write("session/s-1", "session-ended", new { end = "Expired" });
        _journal.Breaks(AuditCheck.SessionEndsInTime);
    }

    [Fact]
    public void Fold_WhenASessionLeavesTwice_SaysSo()
    {
        Visit();
        for (var i = 0; i < 2; i++) _journal.Write("presence/web", "session-left", new { sessionId = "s-1" });
        _journal.Breaks(AuditCheck.PresenceSteps);
    }

    [Fact]
    public void Agree_WhenACustomerDoesNotKnowOfASession_SaysSo()
    {
        Register();
        Visit();
        _journal.Write("session/s-1", ("sign-in-begun", new { commandId = "k", customer = "ada", strategy = "Sum" }), ("signed-in", new { cartStatus = "None" }));
        _journal.Breaks(AuditCheck.SessionsAgree);
    }

    [Fact]
    public void Agree_WhenACustomerHasASessionThatHasEnded_SaysSo()
    {
        Register();
        Visit();
        _journal.Write(Ada, "session-attached", new { sessionId = "s-1", channel = "web" });
        _journal.Write("session/s-1", ("sign-in-begun", new { commandId = "k", customer = "ada", strategy = "Sum" }), ("signed-in", new { cartStatus = "None" }));
        _journal.Write("session/s-1", ("session-ended", new { end = "Ended" }), ("session-settled", new { }));
        _journal.Breaks(AuditCheck.SessionsAgree);
    }

    [Fact]
    public void Agree_WhenASessionIsCountedThatNeverBegan_SaysSo()
    {
        _journal.Write("presence/web", "session-entered", new { sessionId = "s-1", askAt = _journal.In(60) });
        _journal.Breaks(AuditCheck.SessionsAgree);
    }

    private void Register(string customer = Ada) => _journal.Write(customer, "customer-registered", new { customerId = customer[9..], fields = Array.Empty<object>() });

    private void Earn(string id, long points, int? endsIn = null) =>
        _journal.Write(Ada, "points-earned", new { commandId = id, points, expiresAt = endsIn is { } seconds ? _journal.In(seconds) : null });

    private void Buy(string id, long units, long amount) =>
        _journal.Write(Ada, "purchase-recorded", new { commandId = id, total = new { amount, currency = "GBP" }, units });

    private void Own(string customer)
    {
        Register(customer);
        _journal.Write(customer, "identity-claim-begun", new { identityId = "email:1", kind = "Email", value = "sealed", isVerified = false });
        _journal.Write("identity/email:1", "identity-claimed", new { customer = customer[9..], sequence = 2, isVerified = false });
        _journal.Write(customer, "identity-claim-done", new { identityId = "email:1" });
    }

    private void Visit()
    {
        _journal.Write("session/s-1", "session-started", new { channel = "web", idleFor = "00:10:00" });
        _journal.Write("presence/web", "session-entered", new { sessionId = "s-1", askAt = _journal.In(660) });
    }

    // Bea, with ten points, becomes Ada.
    private void Merge(long pointsIn, bool isMerged = true)
    {
        Register();
        Register("customer/bea");
        _journal.Write("customer/bea", "points-earned", new { commandId = "e-1", points = 10 });
        _journal.Write("customer-merge/m-1", "customer-merge-started", new { survivor = "ada", absorbed = "bea", strategy = "Sum" });
        _journal.Write("customer/bea", "merge-locked", new { mergeId = "m-1", survivor = "ada" });
        _journal.Write(Ada, "customer-absorbed", new
        {
            mergeId = "m-1",
            customer = "bea",
            identities = Array.Empty<object>(),
            lots = new[] { new { id = "e-1", owner = "bea", points = pointsIn } },
            purchases = new { orders = 0, units = 0, spent = Array.Empty<object>() },
            sessions = Array.Empty<object>(),
            takesCart = false,
        });
        _journal.Write("customer-merge/m-1", "customer-merge-agreed", new { survivorVersion = 2, identities = Array.Empty<object>() });
        if (isMerged) _journal.Write("customer/bea", "customer-merged", new { mergeId = "m-1", survivor = "ada" });
        _journal.Write("customer-merge/m-1", ("customer-merge-pointed", new { absorbedVersion = 4 }), ("customer-merge-followed", new { cartStatus = "None" }));
        _journal.Write(Ada, "absorption-settled", new { mergeId = "m-1" });
        _journal.Write("customer-merge/m-1", "customer-merge-finished");
    }

    private void Undo(string[] sessions)
    {
        var estate = new
        {
            lots = new[] { new { id = "e-1", owner = "bea", points = 10 } },
            identities = Array.Empty<object>(),
            touchpoints = Array.Empty<object>(),
            sessions,
            visits = sessions.Select(session => new { id = session, channel = "web", since = _journal.In(0) }),
        };
        _journal.Write("customer-merge/m-1", "customer-merge-undo-started");
        _journal.Write(Ada, "absorption-returned", new { mergeId = "m-1", estate });
        _journal.Write("customer-merge/m-1", "customer-merge-undo-agreed", new { survivorVersion = 4, identities = Array.Empty<object>() });
        _journal.Write("customer-merge/m-1", "customer-merge-undo-parted", new { cartStatus = "None" });
        _journal.Write("customer/bea", "customer-reopened", new { mergeId = "m-1", estate });
        _journal.Write("customer-merge/m-1", "customer-merge-undo-reopened", new { absorbedVersion = 5 });
        _journal.Write(Ada, "absorption-settled", new { mergeId = "m-1" });
        _journal.Write("customer-merge/m-1", "customer-merge-undo-finished");
    }
}
