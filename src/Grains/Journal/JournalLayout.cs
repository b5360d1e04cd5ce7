namespace Omnichannel.Journal;

/// <summary>What every journal lays out alike, so that one can be copied into another.</summary>
public static class JournalLayout
{
    /// <summary>Where an entity lives, for ever: changing this, or the number of shards, orphans every entity.</summary>
    public static int ShardOf(EntityKey entity, int shardCount) => (int)(JournalChecksum.Seed(entity) % (uint)shardCount);

    /// <exception cref="ArgumentException">The append contradicts itself; no journal takes it.</exception>
    public static void Check(JournalAppend append)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(append.ExpectedVersion);
        ArgumentOutOfRangeException.ThrowIfLessThan(append.EventCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(append.Entity.Kind.Length + 1 + append.Entity.Key.Length, Limits.JournalNameLengthMax, nameof(append.Entity));
        if (append.Snapshot is { } snapshot && (snapshot.Version, snapshot.ChainChecksum) != (append.Version, append.Checksum))
            throw new ArgumentException($"{append.Entity}: a snapshot belongs to the version that its append ends at.", nameof(append));
    }

    /// <summary>A due time in whole milliseconds, rounded up: nobody is woken before the time has come.</summary>
    public static long? DueMilliseconds(DateTimeOffset? dueAt) =>
        dueAt is { } at ? at.ToUnixTimeMilliseconds() + (at.Ticks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1) : null;
}
