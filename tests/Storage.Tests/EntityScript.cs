using System.Globalization;
using System.Text;
using Omnichannel.Journal;

namespace Omnichannel.Storage;

/// <summary>Writes one entity the way its owner would: every append hangs on the one before.</summary>
internal sealed class EntityScript(EntityKey entity)
{
    public static readonly DateTimeOffset StartsAt = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);

    private uint _checksum = JournalChecksum.Seed(entity);

    public EntityScript(string key) : this(new EntityKey("stock", key))
    {
    }

    public EntityKey Entity => entity;

    public long Version { get; private set; }

    public JournalAppend Next(int eventCount = 1, string text = "event", DateTimeOffset? dueAt = null) =>
        NextBytes(eventCount, Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat($"\"{text}\"", eventCount))}]"), dueAt);

    public JournalAppend NextBytes(int eventCount, byte[] payload, DateTimeOffset? dueAt = null)
    {
        var (expected, at) = (Version, StartsAt.AddSeconds(Version));
        Version += eventCount;
        _checksum = JournalChecksum.Next(_checksum, expected, Version, at, payload);
        return new(entity, expected, eventCount, at, payload, _checksum, dueAt);
    }

    public JournalAppend NextWithSnapshot(string state)
    {
        var payload = Encoding.UTF8.GetBytes(state);
        var append = Next();
        return append with { Snapshot = new(append.Version, append.Checksum, payload, JournalChecksum.OfSnapshot(append.Checksum, payload)) };
    }

    /// <summary>The state after an append, kept apart from it.</summary>
    public static SnapshotDraft Draft(JournalAppend append, string state) =>
        new(append.Entity, append.ExpectedVersion, append.Version, append.Checksum, () => Encoding.UTF8.GetBytes(state));

    /// <summary>Goes on where a history ends, as an owner does that has read it.</summary>
    public static EntityScript After(EntityKey entity, EntityHistory history) => new(entity)
    {
        Version = history.Version,
        _checksum = history.Rows.Count > 0 ? history.Rows[^1].Checksum : history.Snapshot?.ChainChecksum ?? JournalChecksum.Seed(entity),
    };

    /// <summary>The checks of an owner: the chain holds from the snapshot to the head.</summary>
    public static void AssertChain(EntityKey entity, EntityHistory history)
    {
        var (version, checksum) = history.Snapshot is { } snapshot ? (snapshot.Version, snapshot.ChainChecksum) : (0, JournalChecksum.Seed(entity));
        foreach (var row in history.Rows)
        {
            Assert.Equal(version, row.ExpectedVersion);
            checksum = JournalChecksum.Next(checksum, row.ExpectedVersion, row.Version, row.At, row.Payload.Span);
            Assert.Equal(checksum, row.Checksum);
            version = row.Version;
        }

        Assert.Equal(history.Version, version);
    }

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"sku-{number}@main");
}
