using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

internal sealed partial class CustomerSamples() : JournalSamples<Customer, CustomerEvent>(Codec())
{
    private static readonly CustomerId Ada = new("ada");
    private static readonly CustomerMergeId Merge = new("merge-1");
    private static readonly IdentityId Email = new("email:0123456789abcdef");
    private static readonly PointLot Lot = new(new("earn-1"), new("ada-2"), 100, At.AddDays(30));
    private static readonly Touchpoint Contact = new(
        new("contact-1"), At, new("phone"), new("Where is my parcel"), IssueState.Resolved, new("found"), new("order-7"), At.AddMinutes(5));

    private static readonly Feedback Opinion = new(new("nps-1"), At, FeedbackType.Nps, 9, new("web"), new("order-7"), new("Quick."));
    private static readonly Consent Agreed = new("marketing", new("email"), ConsentState.Granted, "2026-01", new("customer"), At, Merge);
    private static readonly IdentityRecord Known = new(Email, IdentityKind.Email, new("ada@example.com"), true, IdentityState.Owned, 7, Merge);
    private static readonly LiveSession Visit = new(new("session-1"), new("web"), At, new("phone-1"), Merge);
    private static readonly PurchaseTotals Bought = new(2, 3, [new(4_998, new("EUR")), new(400, new("JPY"))], At.AddDays(-2), At);
    private static readonly ReturnedEstate Returned = new([Lot], [Known], [Contact], [Visit.Id], new("cart-1"));

    private static readonly ReturnedEstate ReturnedLater = Returned with
    {
        Commands = [new(new("earn-3"), new("digest"), At)],
        Visits = [Visit with { Origin = null, Through = new("ada-3") }],
    };

    public override string Kind => CustomerGrain.Kind;

    public override IEnumerable<MachineEvent> Events =>
    [
        new CustomerRegistered(At, Ada, [Field("givenName", "Ada"), Field("addresses/home/city", "London")], new("web")),
        new CustomerRegistered(At, Ada, []),
        new CustomerPatched(At, [Field("familyName", "Lovelace"), Field("title", null)], new("app")),
        new CustomerPatched(At, [Field("tags/vip", "true")]),
        new ConsentDecided(At, new("consent-1"), "marketing", new("email"), ConsentState.Withdrawn, "2026-01", new("clerk 4")),
        new PointsEarned(At, new("earn-1"), 100, At.AddDays(30), new("welcome"), new("order-7")),
        new PointsEarned(At, new("earn-2"), 1),
        new PointsSpent(At, new("spend-1"), 40, new("mug"), new("order-8")),
        new PointsSpent(At, new("spend-2"), 1),
        new PointsExpired(At, new("earn-1"), Ada, 60),
        new PurchaseRecorded(At, new("order-7"), new(4_998, new("EUR")), 2, new("store"), At.AddDays(-1)),
        new PurchaseRecorded(At, new("order-8"), new(0, new("JPY")), 0),
        new TouchpointRecorded(At, new("contact-1"), new("phone"), new("Where is my parcel"), true, new("asked the carrier"), new("order-7")),
        new TouchpointRecorded(At, new("contact-2"), new("chat"), new("Opening hours"), false),
        new IssueResolved(At, new("contact-1"), new("found"), new("ada-2")),
        new IssueResolved(At, new("contact-1"), new("found")),
        new FeedbackGiven(At, new("nps-1"), FeedbackType.Nps, 9, new("web"), new("order-7"), new("Quick.")),
        new FeedbackGiven(At, new("rating-1"), FeedbackType.Rating, 1),
        new IdentityClaimBegun(At, Email, IdentityKind.Email, new("ada@example.com"), true),
        new IdentityClaimDone(At, Email),
        new IdentityClaimRefused(At, Email),
        new IdentityProven(At, Email),
        new IdentityReleaseBegun(At, Email),
        new IdentityReleaseDone(At, Email),
        new CartAdopted(At, new("cart-1")),
        new CartDropped(At, new("cart-1")),
        new CartKept(At, new("cart-2")),
        new SessionAttached(At, new("session-1"), new("web"), new("phone-1")),
        new SessionAttached(At, new("session-1"), new("web")),
        new SessionDetached(At, new("session-1")),
        new MergeLocked(At, Merge, new("ada-2")),
        new MergeClosed(At, Merge, CustomerStatus.TooManyLots),
        new CustomerAbsorbed(
            At, Merge, new("ada-2"), [Field("company", "Analytical Engines")], [new("givenName")], [new("tags/old")], [Agreed], [Known], [Lot], Bought,
            new([Contact], [Opinion]), [Visit], [new("ada-3")], true, new("cart-1")),
        new CustomerAbsorbed(At, Merge, new("ada-2"), [], [], [], [], [], [], PurchaseTotals.None, new([], []), [], [], false),
        new AbsorptionSettled(At, Merge),
        new AbsorptionReturned(At, Merge, Returned),
        new ReturnRefused(At, Merge, 2, CustomerStatus.LaterMergeExists),
        new CustomerMerged(At, Merge, Ada),
        new CustomerReopened(At, Merge, Returned with { OpenCart = null }),
        new ErasureBegun(At, new("erase-1")),
        new CustomerErased(At),
    ];

    public override IEnumerable<MachineEvent> Later =>
    [
        new SessionAttached(At, new("session-1"), new("web"), null, new("ada-2")),
        new CustomerAbsorbed(
            At, Merge, new("ada-2"), [], [], [], [], [], [], PurchaseTotals.None, new([], []), [Visit with { Through = new("ada-3") }], [new("ada-3")], false),
        new AbsorptionReturned(At, Merge, ReturnedLater),
        new CustomerReopened(At, Merge, ReturnedLater),
    ];

    protected override Customer State
    {
        get
        {
            var customer = new Customer();
            CustomerEvent[] events =
            [
                new CustomerRegistered(At, Ada, [Field("givenName", "Ada"), Field("title", "Countess"), Field("addresses/home/city", "London")], new("web")),
                new CustomerPatched(At, [Field("title", null)]),
                new ConsentDecided(At, new("consent-1"), "marketing", new("email"), ConsentState.Withdrawn, "2025-06", new("clerk 4")),
                new PointsEarned(At, new("earn-1"), 100, At.AddDays(30), new("welcome"), new("order-7")),
                new PointsSpent(At, new("spend-1"), 40),
                new PurchaseRecorded(At, new("order-7"), new(4_998, new("EUR")), 2, new("store"), At.AddDays(-1)),
                new TouchpointRecorded(At, new("contact-2"), new("chat"), new("Opening hours"), true, null, new("store-4")),
                new FeedbackGiven(At, new("rating-1"), FeedbackType.Rating, 5, null, new("order-7"), new("Quick.")),
                new IdentityClaimBegun(At, new("phone:0123"), IdentityKind.Phone, new("+441234567890"), false),
                new CartAdopted(At, new("cart-2")),
                new SessionAttached(At, new("session-2"), new("app"), new("phone-2")),
                new MergeClosed(At, new("merge-0"), CustomerStatus.TooManyLots),
                new CustomerAbsorbed(
                    At, Merge, new("ada-2"), [Field("company", "Analytical Engines")], [new("givenName")], [new("tags/old")], [Agreed], [Known], [Lot], Bought,
                    new([Contact], [Opinion]), [Visit], [new("ada-3")], false, new("cart-1")),
                new AbsorptionSettled(At, Merge),
                new ReturnRefused(At, Merge, 1, CustomerStatus.LaterMergeExists),
                new MergeLocked(At.AddSeconds(1), new("merge-2"), new("ada-4")),
            ];
            foreach (var @event in events) customer.Apply(@event);
            return customer;
        }
    }

    /// <summary>With the key that all golden files are sealed with.</summary>
    public static CustomerCodec Codec() => new(new() { Owner = "customer/ada", Own = new(new(SHA256.HashData("golden"u8))) });

    /// <summary>The ids of devices in clear, as the first files have them.</summary>
    public static byte[] DevicesInClear(byte[] written)
    {
        var key = new SealingKey(SHA256.HashData("golden"u8));
        return Encoding.UTF8.GetBytes(SealedObject().Replace(Encoding.UTF8.GetString(written), found =>
            $"\"{Encoding.UTF8.GetString(key.Open(Convert.FromBase64String(found.Groups["text"].Value), "customer/ada"))}\""));
    }

    protected override byte[] AsFrozen(byte[] written) => DevicesInClear(written);

    [GeneratedRegex("""\{"sealed":"(?<text>[^":]+)"\}""")]
    private static partial Regex SealedObject();

    private static ProfileChange Field(string path, string? value) => new(new(path), PersonalText.Of(value));
}

internal sealed class IdentitySamples() : JournalSamples<Identity, IdentityEvent>(IdentityCodec.Instance)
{
    private static readonly CustomerId Ada = new("ada");
    private static readonly CustomerId Bea = new("bea");

    public override string Kind => IdentityGrain.Kind;

    public override IEnumerable<MachineEvent> Events =>
    [
        new IdentityClaimed(At, Ada, 4, true),
        new IdentityClaimed(At, Ada, 4, false),
        new IdentityRefused(At, Bea, 2),
        new IdentityVerified(At, Ada),
        new IdentityReleased(At, Ada, 9),
        new IdentityMoved(At, Ada, 9, Bea, 12),
    ];

    protected override Identity State
    {
        get
        {
            var identity = new Identity();
            foreach (var @event in Events.Skip(1).Cast<IdentityEvent>().Where(static @event => @event is not IdentityReleased)) identity.Apply(@event);
            return identity;
        }
    }
}

internal sealed class CustomerMergeSamples() : JournalSamples<CustomerMerge, CustomerMergeEvent>(CustomerMergeCodec.Instance)
{
    private static readonly IdentityId Email = new("email:0123456789abcdef");

    public override string Kind => CustomerMergeGrain.Kind;

    public override IEnumerable<MachineEvent> Events =>
    [
        new MergeStarted(At, new("ada"), new("ada-2"), Carts.CartMergeStrategy.Sum),
        new MergeRefused(At, CustomerStatus.TooManyLots),
        new MergeCleared(At),
        new MergeAgreed(At, 12, [Email], new("cart-2"), new("cart-1")),
        new MergeAgreed(At, 12, []),
        new MergePointed(At, 7),
        new MergeFollowed(At, Carts.CartStatus.Locked),
        new MergeFinished(At),
        new UndoStarted(At),
        new UndoRefused(At, CustomerStatus.LaterMergeExists),
        new UndoAgreed(At, 14, [Email], new("cart-2")),
        new UndoAgreed(At, 14, []),
        new UndoParted(At, Carts.CartStatus.Done, new("cart-2")),
        new UndoParted(At, Carts.CartStatus.UndoTooLate),
        new UndoReopened(At, 9),
        new UndoFinished(At),
    ];

    protected override CustomerMerge State
    {
        get
        {
            var merge = new CustomerMerge();
            CustomerMergeEvent[] events =
            [
                new MergeStarted(At, new("ada"), new("ada-2"), Carts.CartMergeStrategy.Sum),
                new MergeAgreed(At, 12, [Email], new("cart-2"), new("cart-1")),
                new MergePointed(At, 7),
                new MergeFollowed(At, Carts.CartStatus.Done),
                new MergeFinished(At),
                new UndoStarted(At),
                new UndoRefused(At, CustomerStatus.LaterMergeExists),
            ];
            foreach (var @event in events) merge.Apply(@event);
            return merge;
        }
    }
}

internal sealed class SessionSamples() : JournalSamples<Session, SessionEvent>(new SessionCodec(KeyRing.Clear))
{
    private static readonly Carts.CartTokenHash Token = new Carts.CartToken("golden-token-0123456789").Hash();

    public override string Kind => SessionGrain.Kind;

    public override IEnumerable<MachineEvent> Events =>
    [
        new SessionStarted(At, new("web"), TimeSpan.FromMinutes(30), new("laptop-1"), new("session-0")),
        new SessionStarted(At, new("web"), TimeSpan.FromSeconds(60)),
        new SessionTakenOver(At, new("ada"), new("cart-1"), "checkout"),
        new SessionTakenOver(At),
        new SessionSeen(At, "checkout", new("cart-1")),
        new SessionSeen(At),
        new SignInBegun(At, new("sign-in-1"), new("ada"), Carts.CartMergeStrategy.Sum, Token),
        new SignInBegun(At, new("sign-in-1"), new("ada"), Carts.CartMergeStrategy.KeepCustomer),
        new SignInRepeated(At, new("sign-in-2"), new("ada"), Carts.CartMergeStrategy.Sum),
        new SignInRefused(At, SessionStatus.TooManySessions),
        new SignedIn(At, Carts.CartStatus.Done, new("cart-1")),
        new SignedIn(At, Carts.CartStatus.None),
        new SignedOut(At),
        new SessionEnded(At, SessionEnd.Resumed, new("session-2")),
        new SessionEnded(At, SessionEnd.Expired),
        new SessionSettled(At),
        new SessionDeviceForgotten(At),
    ];

    public override IEnumerable<MachineEvent> Later => [new SignInBegun(At, new("sign-in-1"), new("ada"), Carts.CartMergeStrategy.Sum, null, new("ada-2"))];

    protected override Session State
    {
        get
        {
            var session = new Session();
            SessionEvent[] events =
            [
                new SessionStarted(At, new("web"), TimeSpan.FromMinutes(30), new("laptop-1"), new("session-0")),
                new SessionTakenOver(At),
                new SessionSeen(At, "browse", new("cart-1")),
                new SignInBegun(At, new("sign-in-0"), new("bea"), Carts.CartMergeStrategy.Sum),
                new SignInRefused(At, SessionStatus.TooManySessions),
                new SignInBegun(At.AddSeconds(1), new("sign-in-1"), new("ada"), Carts.CartMergeStrategy.Sum, Token),
            ];
            foreach (var @event in events) session.Apply(@event);
            return session;
        }
    }

    protected override Session StateLater
    {
        get
        {
            var session = State;
            session.Apply(new SessionDeviceForgotten(At.AddSeconds(2)));
            return session;
        }
    }
}

internal sealed class PresenceSamples() : JournalSamples<Presence, PresenceEvent>(PresenceCodec.Instance)
{
    public override string Kind => PresenceGrain.Kind;

    public override IEnumerable<MachineEvent> Events =>
    [
        new SessionEntered(At, new("session-1"), At.AddMinutes(31)),
        new SessionLeft(At, new("session-1")),
    ];

    protected override Presence State
    {
        get
        {
            var presence = new Presence();
            presence.Apply(new SessionEntered(At, new("session-2"), At.AddMinutes(31)));
            presence.Apply(new SessionEntered(At, new("session-1"), At.AddMinutes(31)));
            return presence;
        }
    }
}
