using Omnichannel.Audit;
using Omnichannel.Audit.History;
using Omnichannel.Audit.Order;
using Omnichannel.Audit.Order.Blind;
using Omnichannel.Simulation.Store;
using Omnichannel.Simulation.Swarm;
using Omnichannel.Simulation.Workload;

namespace Omnichannel.Simulation.Oracles;

/// <summary>Judges a finished run from what the journal holds and what the clients wrote down.</summary>
internal sealed class Verdicts(SimStore store, World world, SwarmPlan plan, TimeSpan worstSkew, FeedFollower follower, Findings findings)
{
    private const int BlindStepsMax = 3_000;

    public int BlindProvedCount { get; private set; }

    public int BlindUnknownCount { get; private set; }

    public IReadOnlyList<Finding> Judge()
    {
        var promise = plan.NodesCount == 1 ? OrderPromise.Strict : OrderPromise.PerTarget;
        var (history, order) = (new HistoryAudit(findings), new OrderAudit(findings, promise));
        var (coordinators, holds) = (new CoordinatorOracle(store, findings), new HoldOracle(store, worstSkew, findings));
        foreach (var operation in world.History.Operations)
        {
            history.Add(operation);
            order.Add(operation);
            holds.Add(operation);
        }

        new StoreAudit(store, new(findings, (entity, fact) =>
        {
            history.Observe(entity, fact);
            order.Observe(entity, fact);
            coordinators.Observe(entity, fact);
            holds.Observe(entity, fact);
        })).ReadOn();
        history.Check();
        order.Check();
        holds.Check();
        coordinators.Check();
        new RowOracle(store, findings).Check(follower);
        if (plan.IsBlindChecked) CheckBlind(findings, promise);
        foreach (var contradiction in world.History.Contradictions) findings.Add(new("coordinators", 0, AuditCheck.OneEffectPerId, contradiction));
        return findings.Kept;
    }

    private void CheckBlind(Findings findings, OrderPromise promise)
    {
        var blind = new BlindAudit(findings, promise, BlindStepsMax);
        foreach (var operation in world.History.Operations) blind.Add(operation);
        blind.Check();
        (BlindProvedCount, BlindUnknownCount) = (blind.LinearizableCount, blind.UnknownCount);
    }
}
