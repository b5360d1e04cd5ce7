using Omnichannel.Audit;
using Omnichannel.Simulation.Oracles;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Shop;

/// <summary>What <c>omni audit</c> would say of this shop: every promise at every version, and what entities say of each other.</summary>
internal sealed class ShopAuditor
{
    private readonly Findings _findings;
    private readonly FeedAudit _feed;
    private readonly StoreAudit _audit;

    public ShopAuditor(SimStore store, Findings findings)
    {
        (_findings, _feed) = (findings, new(findings));
        _audit = new(store, _feed);
    }

    /// <param name="isAtRest">Nothing is under way: what one entity says of another has to be true.</param>
    public void Audit(bool isAtRest)
    {
        _audit.ReadOn();
        if (!isAtRest) return;
        foreach (var finding in _feed.Disagreements()) _findings.Add(finding);
    }
}
