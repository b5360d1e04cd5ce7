using Omnichannel.Audit;
using Omnichannel.Journal;
using Omnichannel.Privacy;
using Omnichannel.Simulation.Workload;

namespace Omnichannel.Simulation.Mutants;

/// <summary>A bug put in on purpose, to see whether the oracles see it. It lives in what surrounds the production code, never in it. One instance
/// serves one run.</summary>
public abstract class Mutant
{
    public static Mutant None => new Unchanged();

    /// <summary>The check that has to notice it; others may, too.</summary>
    public virtual AuditCheck CaughtBy => AuditCheck.None;

    public virtual bool IsSweeping => true;

    /// <summary>Whether it shows in carts and customers; else in stock alone.</summary>
    public virtual bool IsOfShop => false;

    /// <summary>The store that all nodes share.</summary>
    public virtual IJournal OfStore(IJournal journal) => journal;

    /// <summary>One node's view of the store.</summary>
    public virtual IJournal OfNode(IJournal connection) => connection;

    /// <summary>The keys of customers and carts, which all nodes share.</summary>
    public virtual IDataKeys OfKeys(IDataKeys keys) => keys;

    public virtual TimeProvider OfClock(TimeProvider clock) => clock;

    /// <summary>What the client is told.</summary>
    public virtual Answer OfAnswer(Answer answer) => answer;

    private sealed class Unchanged : Mutant;
}
