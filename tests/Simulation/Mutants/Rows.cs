using System.Text;
using System.Text.Json.Nodes;
using Omnichannel.Journal;

namespace Omnichannel.Simulation.Mutants;

/// <summary>Forges rows: what a buggy journal would have written, with checksums that fit.</summary>
internal static class Rows
{
    public static T Now<T>(ValueTask<T> answer) =>
        answer.IsCompleted ? answer.GetAwaiter().GetResult() : throw new InvalidOperationException("The store has to answer at once.");

    /// <summary>The append as if it had been decided on the end of the history.</summary>
    public static JournalAppend Moved(JournalAppend append, EntityHistory history)
    {
        if (append.ExpectedVersion == history.Version) return append;
        var moved = append with { ExpectedVersion = history.Version, Snapshot = null };
        return moved with { Checksum = ChecksumOf(moved, history) };
    }

    public static uint ChecksumOf(JournalAppend append, EntityHistory history) =>
        JournalChecksum.Next(EndOf(append.Entity, history), append.ExpectedVersion, append.Version, append.At, append.Payload.Span);

    /// <summary>The history with other payloads, chained anew: its reader notices nothing.</summary>
    public static EntityHistory Rewritten(EntityKey entity, EntityHistory history, Func<string, string> rewrite)
    {
        var checksum = history.Snapshot?.ChainChecksum ?? JournalChecksum.Seed(entity);
        var rows = new List<JournalRow>(history.Rows.Count);
        foreach (var row in history.Rows)
        {
            var payload = Encoding.UTF8.GetBytes(rewrite(Encoding.UTF8.GetString(row.Payload.Span)));
            checksum = JournalChecksum.Next(checksum, row.ExpectedVersion, row.Version, row.At, payload);
            rows.Add(row with { Payload = payload, Checksum = checksum });
        }

        return history with { Rows = rows };
    }

    /// <summary>A change to the events of a row; a row with none that changes stays as it is, to the byte.</summary>
    /// <param name="tags">The kinds of events that change.</param>
    public static Func<string, string> Each(string[] tags, Action<JsonObject> change) => payload =>
    {
        if (!Array.Exists(tags, tag => payload.Contains($"\"{tag}\"", StringComparison.Ordinal))) return payload;
        var events = JsonNode.Parse(payload)!.AsArray();
        foreach (var one in events.Where(one => tags.Contains((string?)one!["type"]))) change(one!.AsObject());
        return events.ToJsonString();
    };

    /// <summary>The append with another payload, chained anew to the end of the history.</summary>
    public static JournalAppend Rewritten(JournalAppend append, EntityHistory history, Func<string, string> rewrite)
    {
        if (append.ExpectedVersion != history.Version) return append;
        var payload = Encoding.UTF8.GetString(append.Payload.Span);
        var rewritten = append with { Payload = Encoding.UTF8.GetBytes(rewrite(payload)), Snapshot = null };
        return rewritten with { Checksum = ChecksumOf(rewritten, history) };
    }

    private static uint EndOf(EntityKey entity, EntityHistory history) =>
        history.Rows.Count > 0 ? history.Rows[^1].Checksum : history.Snapshot?.ChainChecksum ?? JournalChecksum.Seed(entity);
}
