using Omnichannel.Journal;

namespace Omnichannel.Moving;

/// <summary>The journal was written to while it should have stood still.</summary>
public sealed class JournalMovedException(string message) : Exception(message);

/// <summary>What is on its way from one journal to another: a row, with what its head and its snapshot say where they belong to it.</summary>
/// <param name="At">Milliseconds since 1970.</param>
/// <param name="IsLast">Whether the entity is at the version that this row ends at.</param>
/// <param name="DueAt">When the entity wants to be woken, in milliseconds since 1970; only with its last row.</param>
internal sealed record MovedRow(
    EntityKey Entity, long ExpectedVersion, long Version, long At, uint Checksum, byte[] Payload, bool IsLast, long? DueAt, MovedSnapshot? Snapshot)
{
    public JournalAppend ToAppend() => new(
        Entity,
        ExpectedVersion,
        checked((int)(Version - ExpectedVersion)),
        DateTimeOffset.FromUnixTimeMilliseconds(At),
        Payload,
        Checksum,
        DueAt is { } dueAt ? DateTimeOffset.FromUnixTimeMilliseconds(dueAt) : null,
        Snapshot is { } snapshot ? new(Version, Checksum, snapshot.Payload, snapshot.Checksum) : null);
}

internal sealed record MovedSnapshot(uint Checksum, byte[] Payload);

/// <summary>A wrapped key; without its bytes it was destroyed.</summary>
internal sealed record MovedKey(string Owner, string? MasterKeyId, byte[]? Wrapped);

/// <summary>Follows the chain of every entity: each row hangs on the one before (I14), and the last is the one that the head names.</summary>
internal sealed class EntityChains
{
    private readonly Dictionary<EntityKey, Link> _links = [];

    public int EntitiesCount => _links.Count;

    /// <exception cref="JournalCorruptException">The row does not hang on the one before.</exception>
    public void Check(MovedRow row)
    {
        var link = _links.TryGetValue(row.Entity, out var known) ? known : new(0, JournalChecksum.Seed(row.Entity), IsLast: false);
        if (link.IsLast || link.Version != row.ExpectedVersion || row.Version <= row.ExpectedVersion)
            throw new JournalCorruptException($"{row.Entity}: after version {link.Version} comes a row from {row.ExpectedVersion} to {row.Version}.");
        if (JournalChecksum.Next(link.Checksum, row.ExpectedVersion, row.Version, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Payload) != row.Checksum)
            throw new JournalCorruptException($"{row.Entity}: the row that ends at version {row.Version} is not what was written.");
        if (row.Snapshot is { } snapshot && JournalChecksum.OfSnapshot(row.Checksum, snapshot.Payload) != snapshot.Checksum)
            throw new JournalCorruptException($"{row.Entity}: the snapshot at version {row.Version} is not what was written.");
        _links[row.Entity] = new(row.Version, row.Checksum, row.IsLast);
    }

    /// <exception cref="JournalCorruptException">An entity ends before the version that its head names.</exception>
    public void CheckEnds()
    {
        foreach (var (entity, link) in _links)
        {
            if (!link.IsLast) throw new JournalCorruptException($"{entity}: its rows end at version {link.Version}, and its head does not.");
        }
    }

    private readonly record struct Link(long Version, uint Checksum, bool IsLast);
}
