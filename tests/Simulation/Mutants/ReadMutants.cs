using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Omnichannel.Audit;
using Omnichannel.Journal;

namespace Omnichannel.Simulation.Mutants;

/// <summary>Reads from a replica that is one row behind.</summary>
internal sealed class ReadsBehind : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.RealTimeOrder;

    public override IJournal OfNode(IJournal connection) => new Replica(connection);

    private sealed class Replica(IJournal journal) : Passing(journal)
    {
        public override async ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken)
        {
            var history = await Inner.ReadAsync(entity, cancellationToken);
            if (history.Rows.Count == 0) return history;
            return history with { Version = history.Rows[^1].ExpectedVersion, Rows = [.. history.Rows.SkipLast(1)] };
        }
    }
}

/// <summary>Strong reads, and wake-ups, are answered from memory alone.</summary>
internal sealed class NeverCatchesUp : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.RealTimeOrder;

    public override IJournal OfNode(IJournal connection) => new Blind(connection);

    private sealed class Blind(IJournal journal) : Passing(journal)
    {
        public override ValueTask<IReadOnlyList<JournalRow>> ReadRowsAsync(EntityKey entity, long afterVersion, int rowsMax, CancellationToken cancellationToken) =>
            rowsMax == 1 ? new([]) : base.ReadRowsAsync(entity, afterVersion, rowsMax, cancellationToken);
    }
}

/// <summary>Damage is read as if it were the truth: checksums are not compared.</summary>
internal sealed class IgnoresChecksums : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.AnswersInOrder;

    public override IJournal OfNode(IJournal connection) => new Trusting(connection);

    private sealed class Trusting(IJournal journal) : Passing(journal)
    {
        public override async ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken) =>
            Rows.Rewritten(entity, await Inner.ReadAsync(entity, cancellationToken), static payload => payload);
    }
}

/// <summary>A confirmation does not survive the activation: the hold runs out although it was confirmed.</summary>
internal sealed partial class ForgetsConfirmations : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.LifeCycle;

    public override IJournal OfNode(IJournal connection) => new Forgetful(connection);

    private sealed partial class Forgetful(IJournal journal) : Passing(journal)
    {
        private const string Nothing = "\"type\":\"safety-stock-set\",\"quantity\":0,";

        public override async ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken) =>
            Rows.Rewritten(entity, await Inner.ReadAsync(entity, cancellationToken), static payload => Confirmed().Replace(payload, Nothing));

        [GeneratedRegex("\"type\":\"reservation-confirmed\",\"reservationId\":\"[^\"]*\",")]
        private static partial Regex Confirmed();
    }
}

/// <summary>Ids of movements are remembered by the activation alone.</summary>
internal sealed class RemembersInMemoryOnly : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.MovementIdOnce;

    public override IJournal OfNode(IJournal connection) => new Amnesiac(connection);

    private sealed class Amnesiac(IJournal journal) : Passing(journal)
    {
        public override async ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken) =>
            Rows.Rewritten(entity, await Inner.ReadAsync(entity, cancellationToken), Forget);

        private static string Forget(string payload) => payload.Replace("\"movementId\":\"m", "\"movementId\":\"forgotten-m", StringComparison.Ordinal);
    }
}

/// <summary>Ids that are remembered for late retries are not part of the snapshot.</summary>
internal sealed class SnapshotsWithoutIds : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.MovementIdOnce;

    public override IJournal OfNode(IJournal connection) => new Lossy(connection);

    private sealed class Lossy(IJournal journal) : Passing(journal)
    {
        public override ValueTask AppendAsync(JournalAppend append)
        {
            if (append.Snapshot is not { } snapshot || append.Entity.Kind != Inventory.StockGrain.Kind) return Inner.AppendAsync(append);
            var payload = WithoutIds(snapshot.Payload.Span);
            var lossy = snapshot with { Payload = payload, PayloadChecksum = JournalChecksum.OfSnapshot(snapshot.ChainChecksum, payload) };
            return Inner.AppendAsync(append with { Snapshot = lossy });
        }

        public override ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft) => Inner.KeepSnapshotAsync(
            draft.Entity.Kind == Inventory.StockGrain.Kind ? draft with { Encode = () => WithoutIds(draft.Encode()) } : draft);

        private static byte[] WithoutIds(ReadOnlySpan<byte> payload)
        {
            var state = JsonNode.Parse(payload)!;
            state["finished"] = new JsonArray();
            return System.Text.Encoding.UTF8.GetBytes(state.ToJsonString());
        }
    }
}

/// <summary>One row of the feed in fifty is left out.</summary>
internal sealed class DropsFeedRows : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.FeedComplete;

    public override IJournal OfNode(IJournal connection) => new Leaky(connection);

    private sealed class Leaky(IJournal journal) : Passing(journal)
    {
        public override async ValueTask<IReadOnlyList<FeedRow>> ReadFromAsync(int shard, long afterPosition, int rowsMax, CancellationToken cancellationToken) =>
            [.. (await Inner.ReadFromAsync(shard, afterPosition, rowsMax, cancellationToken)).Where(row => row.Position % 50 != 7)];
    }
}
