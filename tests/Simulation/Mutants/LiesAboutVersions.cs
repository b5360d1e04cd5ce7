using Omnichannel.Audit;
using Omnichannel.Audit.History;
using Omnichannel.Simulation.Workload;

namespace Omnichannel.Simulation.Mutants;

/// <summary>Versions in the answers that are not those of the state they were given from.</summary>
internal sealed class LiesAboutVersions : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.AnswersInOrder;

    public override Answer OfAnswer(Answer answer) =>
        answer.Version > 3 && answer.Verdict == Verdict.Repeat ? answer with { Version = answer.Version - 2 } : answer;
}

/// <summary>Says that there is enough where there is not, without a version that would give it away.</summary>
internal sealed class LiesWithoutVersions : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.Linearizable;

    public override Answer OfAnswer(Answer answer) =>
        answer with { Version = null, Told = answer.Told is { Available: { } available } told && available % 5 == 4 ? told with { Available = available + 1 } : answer.Told };
}
