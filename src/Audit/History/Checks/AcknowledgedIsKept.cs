namespace Omnichannel.Audit.History.Checks;

/// <summary>A1: what was acknowledged is in the journal, with the quantity that was asked for, and not later than the answer said.</summary>
internal sealed class AcknowledgedIsKept : IHistoryCheck
{
    public void Run(HistoryAudit history, Findings findings)
    {
        foreach (var intent in history.Intents)
        {
            if (Broken(history, intent) is { } sentence) findings.Add(new(intent.Key.Entity, 0, AuditCheck.AcknowledgedIsKept, sentence));
        }
    }

    private static string? Broken(HistoryAudit history, Intent intent)
    {
        if (intent.Acknowledged.FirstOrDefault() is not { } acknowledged) return null;
        if (intent.Effects.Count == 0) return WasDoneInParts(history, intent) ? null : $"{intent} was acknowledged, the journal has nothing of it.";

        var effect = intent.Effects[0];
        if (acknowledged.Sent.Quantity is { } asked && intent.Key.Kind != OperationKind.Confirm && asked != effect.Quantity)
            return $"{intent} was acknowledged for {asked}, the journal has {effect.Quantity}.";
        var early = intent.Acknowledged.FirstOrDefault(operation => operation.Answered?.Version < effect.Version);
        return early is null ? null : $"{intent} was acknowledged at version {early.Answered!.Version}, its event has version {effect.Version}.";
    }

    // "All that is open" of a reservation that parts have emptied has nothing left to do.
    private static bool WasDoneInParts(HistoryAudit history, Intent intent) =>
        intent.Key is { Kind: OperationKind.Fulfill or OperationKind.Release, CommandId: null } key
        && history.Units.TryGetValue(key.Entity, out var units)
        && units.HasPart(key.Kind, key.Id);
}
