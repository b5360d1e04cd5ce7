namespace Omnichannel.Audit.History.Checks;

/// <summary>A4, the clients' half: the units that customers were told are theirs never exceed those that came in. The journal's half is held at
/// every prefix by the stock checks.</summary>
internal sealed class NoOversell : IHistoryCheck
{
    public void Run(HistoryAudit history, Findings findings)
    {
        var promised = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var confirm in history.Intents.Where(intent => intent.Key.Kind == OperationKind.Confirm && intent.IsAcknowledged))
        {
            var entity = confirm.Key.Entity;
            promised[entity] = promised.GetValueOrDefault(entity) + Units(history, confirm.Key);
        }

        foreach (var (entity, units) in promised)
        {
            var (moved, uncovered) = history.Units.TryGetValue(entity, out var journal) ? (journal.Moved, journal.Uncovered) : default;
            if (units <= moved + uncovered) continue;
            var sentence = $"customers were told that {units} units are theirs; {moved} came in and {uncovered} were declared missing.";
            findings.Add(new(entity, 0, AuditCheck.NoOversell, sentence));
        }
    }

    private static long Units(HistoryAudit history, IntentKey confirm)
    {
        var reserve = history.Find(confirm with { Kind = OperationKind.Reserve });
        var quantity = reserve?.Acknowledged.FirstOrDefault()?.Sent.Quantity ?? reserve?.Effects.FirstOrDefault().Quantity ?? 0;
        var released = history.Units.TryGetValue(confirm.Entity, out var units) ? units.ReleasedOf(confirm.Id) : 0;
        return Math.Max(0, quantity - released);
    }
}
