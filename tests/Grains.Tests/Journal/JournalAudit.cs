using System.Text.Json;
using Omnichannel.Audit;

namespace Omnichannel.Journal;

/// <summary>Holds what a test has written against the independent auditor: whatever the test looked at, no promise may be broken.</summary>
internal static class JournalAudit
{
    public static async Task CheckAsync(IJournal journal)
    {
        // A journal that died with its process is read by the next one.
        if (journal is not MemoryJournal memory) return;
        var audit = new FeedAudit(new Findings());
        for (var shard = 0; shard < memory.ShardCount; shard++)
        {
            foreach (var (_, position, row) in await memory.ReadFromAsync(shard, 0, int.MaxValue, CancellationToken.None))
            {
                using var events = JsonDocument.Parse(row.Payload);
                audit.Shard(shard).Add(new(position, row.Entity.ToString(), row.ExpectedVersion, row.Version, row.At, events.RootElement));
            }
        }

        Assert.Empty(audit.Findings.Kept.Concat(audit.Disagreements()));
    }
}
