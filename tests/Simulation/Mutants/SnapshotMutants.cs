using System.Text;
using System.Text.Json.Nodes;
using Omnichannel.Audit;
using Omnichannel.Inventory;
using Omnichannel.Journal;

namespace Omnichannel.Simulation.Mutants;

/// <summary>A snapshot that is made beside the turns of its owner is not of one moment: a hold is missing that was there at its version.</summary>
internal sealed class SnapshotsTornState : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.RowsChained;

    public override IJournal OfNode(IJournal connection) => new Torn(connection);

    private sealed class Torn(IJournal journal) : Passing(journal)
    {
        public override ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft) =>
            Inner.KeepSnapshotAsync(draft.Entity.Kind == StockGrain.Kind ? draft with { Encode = () => Tear(draft.Encode()) } : draft);

        private static byte[] Tear(byte[] payload)
        {
            var state = JsonNode.Parse(payload)!.AsObject();
            if (state["open"]!.AsArray() is { Count: > 0 } open) open.RemoveAt(open.Count - 1);
            return Encoding.UTF8.GetBytes(state.ToJsonString());
        }
    }
}

/// <summary>A snapshot says that it is one version further than it is, and the store takes its word: of what is not durable, and never may be.</summary>
internal sealed class SnapshotsAhead : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.RowsChained;

    public override IJournal OfNode(IJournal connection) => new Ahead(connection);

    public override IJournal OfStore(IJournal journal) => new Credulous(journal, static (kept, draft) => kept is null || kept.Version < draft.Version);

    private sealed class Ahead(IJournal journal) : Passing(journal)
    {
        public override ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft) => Inner.KeepSnapshotAsync(draft with { Version = draft.Version + 1 });
    }
}

/// <summary>A snapshot that comes late replaces a newer one.</summary>
internal sealed class KeepsTheLastSnapshot : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.RowsChained;

    public override IJournal OfStore(IJournal journal) => new Credulous(journal, static (_, _) => true);
}

/// <summary>Keeps snapshots beside the store, without a look at its rows.</summary>
internal sealed class Credulous(IJournal journal, Func<JournalSnapshot?, SnapshotDraft, bool> isKept) : Passing(journal)
{
    private readonly Dictionary<EntityKey, JournalSnapshot> _saved = [];

    public override ValueTask AppendAsync(JournalAppend append)
    {
        var answer = Inner.AppendAsync(append with { Snapshot = null });
        if (answer.IsCompletedSuccessfully && append.Snapshot is { } snapshot) _saved[append.Entity] = snapshot;
        return answer;
    }

    public override ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft)
    {
        if (!isKept(_saved.GetValueOrDefault(draft.Entity), draft)) return new(false);
        var payload = draft.Encode();
        _saved[draft.Entity] = new(draft.Version, draft.ChainChecksum, payload, JournalChecksum.OfSnapshot(draft.ChainChecksum, payload));
        return new(true);
    }

    public override ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken)
    {
        var history = Rows.Now(Inner.ReadAsync(entity, cancellationToken));
        if (!_saved.TryGetValue(entity, out var snapshot)) return new(history);
        return new(history with { Snapshot = snapshot, Rows = Rows.Now(Inner.ReadRowsAsync(entity, snapshot.Version, int.MaxValue, cancellationToken)) });
    }
}
