using System.Text.Json;
using Omnichannel.Audit;
using Omnichannel.Audit.History;
using Omnichannel.Simulation.Store;
using Omnichannel.Simulation.Workload;

namespace Omnichannel.Simulation.Oracles;

/// <summary>Judges a finished run from what the journal holds and what the clients wrote down.</summary>
internal sealed class Verdicts(SimStore store, World world)
{
    public IReadOnlyList<string> Judge()
    {
        var findings = new Findings();
        var history = new HistoryAudit(findings);
        foreach (var operation in world.History.Operations) history.Add(operation);
        var feed = new FeedAudit(findings, history.Observe);
        for (var shard = 0; shard < store.Journal.ShardCount; shard++)
        {
            var audit = feed.Shard(shard);
            foreach (var row in store.ReadFrom(shard, 0, int.MaxValue))
            {
                using var events = JsonDocument.Parse(row.Row.Payload);
                audit.Add(new(row.Position, row.Row.Entity.ToString(), row.Row.ExpectedVersion, row.Row.Version, row.Row.At, events.RootElement));
            }
        }

        history.Check();
        return [.. findings.Kept.Select(finding => finding.ToString()), .. world.History.Contradictions];
    }
}
