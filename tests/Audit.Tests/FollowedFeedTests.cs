namespace Omnichannel.Audit;

/// <summary>A follower of the feed against the journal: the same rows pass, and each way of being given something else is found.</summary>
public sealed class FollowedFeedTests
{
    private static readonly FollowedRow[] _journal = [Row(1, "stock/A/x", 0), Row(2, "stock/B/x", 0), Row(3, "stock/A/x", 1), Row(4, "stock/A/x", 2)];
    private readonly Findings _findings = new();

    [Fact]
    public void Check_WhenEveryRowCameOnceAndInOrder_FindsNothing()
    {
        var followed = Given(_journal);

        followed.Check(_journal);

        Assert.Empty(_findings.Kept);
        Assert.Equal((4, 4), (followed.RowsCount, followed.After));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void Check_WhenARowWasLeftOut_SaysWhich(int index)
    {
        Given([.. _journal.Where(row => row.Position != index + 1)]).Check(_journal);

        FindsAt(index + 1);
    }

    [Fact]
    public void Check_WhenARowCameTwice_SaysSo()
    {
        Given([_journal[0], _journal[1], _journal[1], _journal[2], _journal[3]]).Check(_journal);

        FindsAt(3);
    }

    [Fact]
    public void Check_WhenTwoRowsOfOneEntityCameInTheWrongOrder_SaysSo()
    {
        Given([_journal[0], _journal[1], _journal[3], _journal[2]]).Check(_journal);

        FindsAt(3);
    }

    [Fact]
    public void Check_WhenARowCameThatTheJournalDoesNotHave_SaysSo()
    {
        Given([.. _journal, Row(5, "stock/B/x", 1)]).Check(_journal);

        FindsAt(5);
    }

    [Fact]
    public void Check_WhenARowCameWithOtherEvents_SaysSo()
    {
        Given([_journal[0], _journal[1] with { Events = "[{}]" }, _journal[2], _journal[3]]).Check(_journal);

        FindsAt(2);
    }

    [Fact]
    public void Check_WhenTheContentOfARowCannotBeJudged_StillHoldsItToItsPlace()
    {
        Given([_journal[0] with { Events = null }, _journal[1], _journal[2], _journal[3]]).Check(_journal);
        Assert.Empty(_findings.Kept);

        Given([_journal[0] with { Events = null, Version = 7 }, _journal[1], _journal[2], _journal[3]]).Check(_journal);
        FindsAt(1);
    }

    private FollowedFeed Given(FollowedRow[] rows)
    {
        var followed = new FollowedFeed(0, _findings);
        foreach (var row in rows) followed.Add(row);
        return followed;
    }

    private void FindsAt(long position)
    {
        var finding = Assert.Single(_findings.Kept);
        Assert.Equal((AuditCheck.FeedComplete, position), (finding.Check, finding.Version));
    }

    private static FollowedRow Row(long position, string entity, long expectedVersion) =>
        new(position, entity, expectedVersion, expectedVersion + 1, DateTimeOffset.UnixEpoch.AddSeconds(position), $"[{position}]");
}
