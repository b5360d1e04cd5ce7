using Omnichannel.Audit;

namespace Omnichannel.Simulation.Shop;

/// <summary>Everything that was acknowledged is there, and everything that happens once happened once.</summary>
internal sealed class ShopOnceOracle(ShopJournal journal, ShopHistory history, Findings findings)
{
    private static readonly Dictionary<string, AuditCheck> _once = new(StringComparer.Ordinal)
    {
        ["line-added"] = AuditCheck.OneEffectPerId,
        ["quantity-changed"] = AuditCheck.OneEffectPerId,
        ["line-removed"] = AuditCheck.OneEffectPerId,
        ["lines-held"] = AuditCheck.OneEffectPerId,
        ["base-price-set"] = AuditCheck.OneEffectPerId,
        ["stock-received"] = AuditCheck.OneEffectPerId,
        ["stock-sold"] = AuditCheck.OneEffectPerId,
        ["cart-merged"] = AuditCheck.OneEffectPerId,
        ["cart-merge-undo-started"] = AuditCheck.OneEffectPerId,
        ["checkout-frozen"] = AuditCheck.CheckoutOnce,
        ["checkout-cancelled"] = AuditCheck.CheckoutOnce,
        ["handover-taken"] = AuditCheck.CodeUsedOnce,
        ["note-written"] = AuditCheck.OneEffectPerId,
        ["touchpoint-recorded"] = AuditCheck.OneEffectPerId,
        ["points-earned"] = AuditCheck.PointsAddUp,
        ["points-spent"] = AuditCheck.PointsAddUp,
    };

    public void Check()
    {
        var seen = new Dictionary<(string Tag, string Id), ShopEvent>();
        var frozen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var next in journal.Events)
        {
            if (_once.TryGetValue(next.Tag, out var check) && next.Id is { } id && !seen.TryAdd((next.Tag, id), next))
                Found(next, check, $"{next.Tag} of {id} is there a second time; the first is {seen[(next.Tag, id)].Entity} at {seen[(next.Tag, id)].Version}.");
            CheckFrozen(next, frozen);
        }

        foreach (var (effect, ask) in history.Kept)
        {
            if (effect.Tags.Any(tag => seen.ContainsKey((tag, effect.Id)))) continue;
            findings.Add(new("shop", 0, AuditCheck.AcknowledgedIsKept, $"{ask.Name} was acknowledged, the journal has no {effect.Tags[0]} of {effect.Id}."));
        }

        foreach (var lie in history.Contradictions) findings.Add(new("shop", 0, AuditCheck.OneEffectPerId, lie));
        foreach (var shared in history.SharedPrizes) findings.Add(new("shop", 0, AuditCheck.CodeUsedOnce, shared));
    }

    // A cart stands still for one checkout at a time.
    private void CheckFrozen(ShopEvent next, Dictionary<string, string> frozen)
    {
        var cart = next.Entity.ToString();
        if (next.Tag is "checkout-cancelled" or "checkout-lapsed") frozen.Remove(cart);
        if (next.Tag != "checkout-frozen" || frozen.TryAdd(cart, next.Id!)) return;
        Found(next, AuditCheck.CheckoutOnce, $"{next.Id} was frozen while {frozen[cart]} was.");
    }

    private void Found(ShopEvent next, AuditCheck check, string sentence) => findings.Add(new(next.Entity.ToString(), next.Version, check, sentence));
}
