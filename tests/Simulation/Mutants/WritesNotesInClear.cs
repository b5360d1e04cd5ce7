using System.Text;
using System.Text.Json.Nodes;
using Omnichannel.Audit;
using Omnichannel.Carts;
using Omnichannel.Journal;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Mutants;

/// <summary>A note on a cart or on one of its lines is written as it was said.</summary>
internal sealed class WritesNotesInClear : Mutant
{
    public override bool IsOfShop => true;

    public override AuditCheck CaughtBy => AuditCheck.TextsSealed;

    public override IJournal OfStore(IJournal journal) => new Blab(journal);

    private sealed class Blab(IJournal journal) : Passing(journal)
    {
        public override ValueTask AppendAsync(JournalAppend append)
        {
            if (append.Entity.Kind != CartGrain.Kind) return Inner.AppendAsync(append);
            var owner = append.Entity.ToString();
            var rewrite = Rows.Each(["note-written", "line-added"], happened => Unseal(happened["line"] as JsonObject ?? happened, owner));
            return Inner.AppendAsync(Rows.Rewritten(append, Rows.Now(Inner.ReadAsync(append.Entity, CancellationToken.None)), rewrite));
        }

        private static void Unseal(JsonObject noted, string owner)
        {
            if ((string?)noted["note"]?["sealed"] is not { } written || written.Contains(':', StringComparison.Ordinal)) return;
            noted["note"] = Encoding.UTF8.GetString(SimKeys.KeyOf(owner).Open(Convert.FromBase64String(written), owner));
        }
    }
}
