using System.Text;
using Omnichannel.Audit;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Simulation.Store;
using Omnichannel.Simulation.Workload;

namespace Omnichannel.Simulation.Oracles;

/// <summary>A5 and A12: the rows of an entity form one chain, a snapshot says what its rows say, and the feed gave every row once and in
/// order.</summary>
internal sealed class RowOracle(SimStore store, Findings findings)
{
    public void Check(FeedFollower follower)
    {
        var rows = Enumerable.Range(0, store.Journal.ShardCount).SelectMany(shard => store.ReadFrom(shard, 0, int.MaxValue)).ToArray();
        foreach (var (entity, version) in store.UntrueSnapshots)
            Found(entity.ToString(), version, AuditCheck.RowsChained, "the snapshot is of no row of its entity, or took the place of a newer one.");
        foreach (var entity in rows.GroupBy(row => row.Row.Entity, row => row.Row)) CheckChain(entity.Key, [.. entity]);
        foreach (var (shard, followed) in follower.Shards) followed.Check([.. rows.Where(row => row.Shard == shard).Select(Of)]);
    }

    private void CheckChain(EntityKey entity, JournalRow[] rows)
    {
        var checksum = JournalChecksum.Seed(entity);
        foreach (var row in rows)
        {
            checksum = JournalChecksum.Next(checksum, row.ExpectedVersion, row.Version, row.At, row.Payload.Span);
            if (checksum == row.Checksum) continue;
            Found(entity.ToString(), row.Version, AuditCheck.RowsChained, "the checksum of the row is not that of its content and the row before.");
            return;
        }

        var history = store.Read(entity);
        if (history.Snapshot is null || entity.Kind != StockGrain.Kind) return;
        try
        {
            CheckSnapshot(entity, rows, history);
        }
        catch (JournalCorruptException damage)
        {
            Found(entity.ToString(), history.Snapshot.Version, AuditCheck.RowsChained, damage.Message);
        }
    }

    private void CheckSnapshot(EntityKey entity, JournalRow[] rows, EntityHistory history)
    {
        var (whole, _) = StockCodec.Instance.Fold(entity, new(history.Version, null, rows));
        var (shortcut, _) = StockCodec.Instance.Fold(entity, history);
        if (!StockCodec.Instance.EncodeSnapshot(whole).AsSpan().SequenceEqual(StockCodec.Instance.EncodeSnapshot(shortcut)))
            Found(entity.ToString(), history.Snapshot!.Version, AuditCheck.RowsChained, "the state from the snapshot is not the state from all rows.");
    }

    private static FollowedRow Of(FeedRow feed) => new(
        feed.Position, feed.Row.Entity.ToString(), feed.Row.ExpectedVersion, feed.Row.Version, feed.Row.At, Encoding.UTF8.GetString(feed.Row.Payload.Span));

    private void Found(string entity, long version, AuditCheck check, string sentence) => findings.Add(new(entity, version, check, sentence));
}
