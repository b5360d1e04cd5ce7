using Omnichannel.Audit;
using Omnichannel.Journal;

namespace Omnichannel.Simulation.Mutants;

/// <summary>Nobody looks at the due index.</summary>
internal sealed class NeverSweeps : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.EverythingEnds;

    public override bool IsSweeping => false;
}

/// <summary>Coordinators do not ask to be woken: whoever dies half-way leaves them there.</summary>
internal sealed class NeverWakesCoordinators : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.TransfersClosed;

    public override IJournal OfNode(IJournal connection) => new Silent(connection);

    private sealed class Silent(IJournal journal) : Passing(journal)
    {
        public override ValueTask AppendAsync(JournalAppend append) =>
            Inner.AppendAsync(append.Entity.Kind == Inventory.StockGrain.Kind ? append : append with { DueAt = null });
    }
}
