namespace Omnichannel.Audit;

/// <summary>A row as a follower of the feed was given it, or as the journal holds it.</summary>
/// <param name="Position">From 1, without gaps inside a shard.</param>
/// <param name="ExpectedVersion">The version of the entity before these events.</param>
/// <param name="At">The time of the last of them.</param>
/// <param name="Events">The JSON as it came; null when the follower knows that it cannot be judged by its content.</param>
public readonly record struct FollowedRow(long Position, string Entity, long ExpectedVersion, long Version, DateTimeOffset At, string? Events);

/// <summary>A12: what a follower was given of a shard is the journal: every row once, in order, as it was written, and nothing else.</summary>
/// <remarks>With the order of the shard comes the order of every entity in it.</remarks>
public sealed class FollowedFeed(int shard, Findings findings)
{
    private readonly List<FollowedRow> _given = [];

    /// <summary>Where the follower goes on.</summary>
    public long After => _given.Count == 0 ? 0 : _given[^1].Position;

    public int RowsCount => _given.Count;

    /// <summary>In the order in which they came.</summary>
    public void Add(in FollowedRow row) => _given.Add(row);

    /// <summary>Once the follower has come to the end. Says where the two differ first.</summary>
    /// <param name="journal">All rows of the shard, read from where they are kept.</param>
    public void Check(IReadOnlyList<FollowedRow> journal)
    {
        for (var index = 0; index < Math.Max(journal.Count, _given.Count); index++)
        {
            var (kept, given) = (At(journal, index), At(_given, index));
            if (kept is { } row && given is { } seen && IsSame(row, seen)) continue;
            var sentence = $"the feed gave {Text(given)} where the journal has {Text(kept)}.";
            findings.Add(new($"shard {shard}", index + 1, AuditCheck.FeedComplete, sentence));
            return;
        }
    }

    private static bool IsSame(FollowedRow kept, FollowedRow given) => kept == (given.Events is null ? given with { Events = kept.Events } : given);

    private static FollowedRow? At(IReadOnlyList<FollowedRow> rows, int index) => index < rows.Count ? rows[index] : null;

    private static string Text(FollowedRow? row) => row is { } one ? $"position {one.Position}, {one.Entity} at version {one.Version}" : "nothing";
}
