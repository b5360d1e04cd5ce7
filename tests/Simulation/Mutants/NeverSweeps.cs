using Omnichannel.Audit;
using Omnichannel.Audit.History;
using Omnichannel.Journal;
using Omnichannel.Simulation.Workload;

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
        public override ValueTask AppendAsync(JournalAppend append) => Inner.AppendAsync(append.Entity.Kind == Inventory.StockGrain.Kind ? append : append with { DueAt = null });
    }
}

/// <summary>A clock that is ahead by a third of a minute every other time it is asked.</summary>
internal sealed class ExpiresEarly : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.HoldsTheirTime;

    public override TimeProvider OfClock(TimeProvider clock) => new Unsteady(clock);

    private sealed class Unsteady(TimeProvider clock) : TimeProvider
    {
        private int _count;

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow().AddSeconds(++_count % 2 * 20);

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
    }
}

/// <summary>Versions in the answers that are not those of the state they were given from.</summary>
internal sealed class LiesAboutVersions : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.AnswersInOrder;

    public override Answer OfAnswer(Answer answer) => answer.Version > 3 && answer.Verdict == Verdict.Repeat ? answer with { Version = answer.Version - 2 } : answer;
}

/// <summary>Says that there is enough where there is not, without a version that would give it away.</summary>
internal sealed class LiesWithoutVersions : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.Linearizable;

    public override Answer OfAnswer(Answer answer) =>
        answer.Told?.Available is { } available && available % 5 == 4
            ? answer with { Version = null, Told = answer.Told with { Available = available + 1 } }
            : answer with { Version = null };
}
