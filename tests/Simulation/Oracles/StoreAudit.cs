using System.Text.Json;
using Omnichannel.Audit;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Oracles;

/// <summary>The independent auditor, fed with what the store holds, as <c>omni audit</c> is fed by a grid.</summary>
internal sealed class StoreAudit(SimStore store, FeedAudit feed)
{
    /// <summary>From where it stopped last.</summary>
    public void ReadOn()
    {
        for (var shard = 0; shard < store.Journal.ShardCount; shard++)
        {
            var audit = feed.Shard(shard);
            foreach (var row in store.ReadFrom(shard, audit.Position, int.MaxValue))
            {
                using var events = JsonDocument.Parse(row.Row.Payload);
                audit.Add(new(row.Position, row.Row.Entity.ToString(), row.Row.ExpectedVersion, row.Row.Version, row.Row.At, events.RootElement));
            }
        }
    }
}
