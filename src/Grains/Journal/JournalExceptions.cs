namespace Omnichannel.Journal;

/// <summary>Another owner wrote first: the events of this append are not durable and never will be.</summary>
public sealed class JournalFencedException(EntityKey entity, long expectedVersion)
    : Exception($"{entity} is no longer at version {expectedVersion}.")
{
    public EntityKey Entity { get; } = entity;
}

/// <summary>Whether the append is durable is not known. Never treat it as failed.</summary>
public sealed class JournalUnknownException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store could not be reached, or refused, before anything was kept: the append is not durable and never will be.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The journal of one entity cannot be trusted: a checksum, a version or a tag is wrong. The entity stops; others serve on.</summary>
public sealed class JournalCorruptException(string message, Exception? inner = null) : Exception(message, inner);
