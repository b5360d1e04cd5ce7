using Omnichannel.Journal;

namespace Omnichannel.Simulation.Mutants;

/// <summary>A bug put in on purpose, to see whether the simulator sees it. It lives in what surrounds the production code, never in it.</summary>
public abstract class Mutant
{
    public static Mutant None { get; } = new Unchanged();

    public virtual bool IsSweeping => true;

    /// <summary>The store that all nodes share.</summary>
    public virtual IJournal OfStore(IJournal journal) => journal;

    /// <summary>One node's view of the store.</summary>
    public virtual IJournal OfNode(IJournal connection) => connection;

    public virtual TimeProvider OfClock(TimeProvider clock) => clock;

    private sealed class Unchanged : Mutant;
}
