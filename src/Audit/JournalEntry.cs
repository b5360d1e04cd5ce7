using System.Text.Json;

namespace Omnichannel.Audit;

/// <summary>Events of one entity that became durable together, as a feed or a journal gives them.</summary>
/// <param name="Position">From 1, without gaps inside a shard.</param>
/// <param name="Entity"><c>kind/key</c>.</param>
/// <param name="ExpectedVersion">The version of the entity before these events.</param>
/// <param name="Version">The version of the last of them.</param>
/// <param name="At">The time of the last of them.</param>
/// <param name="Events">A JSON array. Only read while the entry is being folded.</param>
public readonly record struct JournalEntry(long Position, string Entity, long ExpectedVersion, long Version, DateTimeOffset At, JsonElement Events);
