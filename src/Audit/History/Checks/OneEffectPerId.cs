namespace Omnichannel.Audit.History.Checks;

/// <summary>A3: an id has its effect at most once, whoever retried it; every acknowledgement of it says the same; only one body was ever
/// accepted.</summary>
internal sealed class OneEffectPerId : IHistoryCheck
{
    public void Run(HistoryAudit history, Findings findings)
    {
        foreach (var intent in history.Intents)
        {
            if (Broken(intent) is { } sentence) findings.Add(new(intent.Key.Entity, 0, AuditCheck.OneEffectPerId, sentence));
        }
    }

    private static string? Broken(Intent intent)
    {
        if (intent.Effects.Count > 1)
            return $"{intent} had its effect at each of the versions {string.Join(", ", intent.Effects.Select(effect => effect.Version))}.";
        var results = DistinctCount(intent, operation => operation.Answered!.ResultSha);
        if (results > 1) return $"{intent} was acknowledged with {results} different answers.";
        var bodies = DistinctCount(intent, operation => operation.Sent.BodySha);
        return bodies > 1 ? $"{intent} was acknowledged for {bodies} different bodies." : null;
    }

    private static int DistinctCount(Intent intent, Func<Operation, string?> sha) =>
        intent.Acknowledged.Select(sha).OfType<string>().Distinct(StringComparer.Ordinal).Count();
}
