using Omnichannel.Inventory;
using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>I60 to I71: an event that would break a promise stops the entity, whoever decided it.</summary>
public sealed class CustomerInvariantTests
{
    private static readonly DateTimeOffset At = Shelf.Start;
    private static readonly CustomerId Ada = new("ada");
    private static readonly CustomerId Bea = new("bea");
    private static readonly CustomerMergeId Merge = new("merge-1");
    private static readonly IdentityId Email = new("email:0123456789abcdef");
    private static readonly CustomerRegistered Registered = new(At, Ada, []);
    private static readonly PointsEarned Earned = new(At, new("earn"), 10, At.AddDays(1));
    private static readonly SessionStarted Started = new(At, new("web"), TimeSpan.FromMinutes(30));
    private static readonly SignInBegun SigningIn = new(At, new("sign-in"), Ada, Carts.CartMergeStrategy.Sum);

    // The last event of each row is the one that may not be.
    private static readonly Dictionary<string, (int Number, Func<Action> Last)> Table = new()
    {
        ["more points spent than there are"] = (60, () => Last(new Customer(), Registered, Earned, new PointsSpent(At, new("spend"), 11))),
        ["more points than can be"] = (60, () => Last(new Customer(), Registered, Earned with { Points = Limits.PointsBalanceMax + 1 })),
        ["points that end before their time"] = (61, () => Last(new Customer(), Registered, Earned, new PointsExpired(At, new("earn"), Ada, 10))),
        ["only a part of the points ends"] = (61, () => Last(new Customer(), Registered, Earned, new PointsExpired(At.AddDays(1), new("earn"), Ada, 9))),
        ["a purchase of less than nothing"] = (62, () => Last(new Customer(), Registered, new PurchaseRecorded(At, new("p"), new(-1, new("EUR")), 1))),
        ["an issue resolved that nobody had"] = (63, () => Last(new Customer(), Registered, new IssueResolved(At, new("contact"), new("found")))),
        ["an identity proven that is not owned yet"] =
            (64, () => Last(new Customer(), Registered, new IdentityClaimBegun(At, Email, IdentityKind.Email, new("ada@example.com"), false), new IdentityProven(At, Email))),
        ["an identity given back that is not there"] = (64, () => Last(new Customer(), Registered, new IdentityReleaseDone(At, Email))),
        ["anything before the registration"] = (65, () => Last(new Customer(), new CartAdopted(At, new("cart")))),
        ["a second registration"] = (65, () => Last(new Customer(), Registered, Registered)),
        ["two merges at a time"] = (66, () => Last(new Customer(), Registered, new MergeLocked(At, Merge, Bea), new MergeLocked(At, new("merge-2"), Bea))),
        ["merged without standing still"] = (66, () => Last(new Customer(), Registered, new CustomerMerged(At, Merge, Bea))),
        ["erased without having begun"] = (67, () => Last(new Customer(), Registered, new CustomerErased(At))),
        ["an identity of two"] = (68, () => Last(new Identity(), new IdentityClaimed(At, Ada, 1, true), new IdentityClaimed(At, Bea, 2, true))),
        ["an identity handed on by another"] = (68, () => Last(new Identity(), new IdentityClaimed(At, Ada, 1, true), new IdentityMoved(At, Bea, 2, Ada, 3))),
        ["a merge that was not started"] = (69, () => Last(new CustomerMerge(), new MergePointed(At, 1))),
        ["a merge with oneself"] = (69, () => Last(new CustomerMerge(), new MergeStarted(At, Ada, Ada, Carts.CartMergeStrategy.Sum))),
        ["a session seen before it began"] = (70, () => Last(new Session(), new SessionSeen(At))),
        ["a session that begins twice"] = (70, () => Last(new Session(), Started, Started)),
        ["an answer to no sign-in"] = (70, () => Last(new Session(), Started, new SignedIn(At, Carts.CartStatus.None))),
        ["a sign-in of whom has left"] = (70, () => Last(new Session(), Started, new SessionEnded(At, SessionEnd.Expired), SigningIn)),
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Apply_WhenAPromiseWouldBeBroken_Stops(string row)
    {
        var (number, last) = Table[row];
        var broken = Assert.Throws<InvariantBrokenException>(last());
        Assert.StartsWith($"I{number}:", broken.Message, StringComparison.Ordinal);
    }

    // I71
    [Fact]
    public void Presence_WhenASessionComesTwice_CountsItOnceAndAsksItAtTheLaterTime()
    {
        var presence = new Presence();
        presence.Apply(new SessionEntered(At, new("session"), At.AddMinutes(1)));
        presence.Apply(new SessionEntered(At, new("session"), At.AddMinutes(2)));
        Assert.Equal((1, At.AddMinutes(2)), (presence.Count, presence.DueAt));
        presence.Apply(new SessionLeft(At, new("session")));
        Assert.Equal((0, null), (presence.Count, presence.DueAt));
    }

    // All but the last must be fine.
    private static Action Last<TEvent>(Machine<TEvent> machine, params TEvent[] events) where TEvent : MachineEvent
    {
        foreach (var @event in events[..^1]) machine.Apply(@event);
        return () => machine.Apply(events[^1]);
    }
}
