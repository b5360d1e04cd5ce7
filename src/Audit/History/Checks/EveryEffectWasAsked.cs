namespace Omnichannel.Audit.History.Checks;

/// <summary>A2: no effect without a client that asked for it, and none of a try that was refused.</summary>
internal sealed class EveryEffectWasAsked : IHistoryCheck
{
    public void Run(HistoryAudit history, Findings findings)
    {
        foreach (var intent in history.Intents)
        {
            foreach (var effect in intent.Effects)
            {
                if (Broken(intent, effect) is { } sentence)
                    findings.Add(new(intent.Key.Entity, effect.Version, AuditCheck.EveryEffectWasAsked, sentence));
            }
        }
    }

    private static string? Broken(Intent intent, Effect effect)
    {
        if (intent.Tries.Count == 0) return $"{intent} had its effect, nobody asked for it.";
        var possible = intent.Tries.Where(operation => operation.Outcome != Outcome.Fail).ToList();
        if (possible.Count == 0) return $"{intent} had its effect, all {intent.Tries.Count} tries of it were refused.";
        var isAsked = intent.Key.Kind == OperationKind.Confirm
            || possible.Exists(operation => operation.Sent.Quantity is null || operation.Sent.Quantity == effect.Quantity);
        return isAsked ? null : $"{intent} had its effect with {effect.Quantity}, no try that was not refused asked for that.";
    }
}
