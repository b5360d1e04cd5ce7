using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>An identity follows a merge and its undoing, whatever its owners do meanwhile (I68).</summary>
public sealed class IdentityMoveTests
{
    private static readonly DateTimeOffset _at = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly CustomerId _ada = new("ada");
    private static readonly CustomerId _bea = new("bea");
    private readonly Identity _identity = new();

    public IdentityMoveTests()
    {
        // Ada's, and Bea's since Ada was merged into her.
        _identity.Apply(new IdentityClaimed(_at, _ada, 2, IsVerified: true));
        Assert.Equal((IdentityStatus.Done, _bea), (Move(new(_ada, 6, _bea, 5)), _identity.Owner));
    }

    [Fact]
    public void Move_BackToWhoHadIt_GivesItBack() => Assert.Equal((IdentityStatus.Done, _ada), (Move(new(_bea, 8, _ada, 7)), _identity.Owner));

    // Seed 100 of the carts: Ada, who has it again in her own eyes, gave it up before it had come back, and it stayed Bea's, who does not know.
    [Fact]
    public void Move_WhenItWasGivenUpBeforeItCame_LeavesItToNobody()
    {
        Assert.Equal(IdentityStatus.Done, Run(IdentityDecider.Decide(_identity, new GiveUpIdentity(_ada, 8), _at)));

        Assert.Equal((IdentityStatus.Done, (CustomerId?)null), (Move(new(_bea, 8, _ada, 7)), _identity.Owner));
        Assert.Equal((IdentityStatus.Taken, (CustomerId?)null), (Move(new(_bea, 8, _ada, 7)), _identity.Owner));
        Assert.Equal(IdentityStatus.Done, Run(IdentityDecider.Decide(_identity, new TakeIdentity(_ada, 10, IsVerified: false), _at)));
        Assert.Equal((IdentityStatus.AlreadyDone, _ada), (Move(new(_bea, 8, _ada, 7)), _identity.Owner));
    }

    [Fact]
    public void Move_WhenItComesAgain_ChangesNothing()
    {
        Assert.Equal(IdentityStatus.AlreadyDone, Move(new(_ada, 6, _bea, 5)));
        Move(new(_bea, 8, _ada, 7));
        Assert.Equal((IdentityStatus.Taken, _ada), (Move(new(_ada, 6, _bea, 5)), _identity.Owner));
    }

    private IdentityStatus Move(MoveIdentity command) => Run(IdentityDecider.Decide(_identity, command, _at));

    private IdentityStatus Run(Decision<IdentityStatus, IdentityEvent> decision)
    {
        foreach (var decided in decision.Events) _identity.Apply(decided);
        return decision.Status;
    }
}
