using Omnichannel.Audit;
using Omnichannel.Journal;

namespace Omnichannel.Simulation.Mutants;

/// <summary>An owner that was overtaken does not give up: it writes what it decided on what it remembers behind what the others wrote, and acknowledges it.</summary>
internal sealed class ServesAsZombie : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.OwnersFenced;

    public override IJournal OfNode(IJournal connection) => new Undead(connection);

    private sealed class Undead(IJournal journal) : Passing(journal)
    {
        public override async ValueTask AppendAsync(JournalAppend append)
        {
            try
            {
                await Inner.AppendAsync(append);
            }
            catch (JournalFencedException)
            {
                var history = await Inner.ReadAsync(append.Entity, CancellationToken.None);
                await Inner.AppendAsync(Rows.Moved(append, history));
            }
        }
    }
}
