using Omnichannel.Audit.History.Checks;
using Omnichannel.Audit.Order;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit.History;

/// <summary>Compares what clients were told with what the journal holds. Feed it every operation of every client and every stock event of the
/// journal, in any order, then check once.</summary>
/// <remarks>Reads and settings have no id, and a hold may be extended many times: they are left to the checks of order. Ids that hold a slash are
/// the grid's own steps and have no client. Memory grows with the number of intents.</remarks>
public sealed class HistoryAudit(Findings findings)
{
    private static readonly IHistoryCheck[] _checks = [new AcknowledgedIsKept(), new EveryEffectWasAsked(), new OneEffectPerId(), new NoOversell(), new OwnersFenced()];

    private readonly Lock _lock = new();
    private readonly Dictionary<IntentKey, Intent> _intents = [];
    private readonly Dictionary<string, UnitsOfEntity> _units = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<Intent> Intents => _intents.Values;

    internal IReadOnlyDictionary<string, UnitsOfEntity> Units => _units;

    public void Add(Operation operation)
    {
        var sent = operation.Sent;
        if (!HasOneEffect(sent.Kind)) return;
        lock (_lock) IntentOf(new(sent.Entity, sent.Kind, sent.Id, sent.CommandId)).Add(operation);
    }

    /// <summary>May be given to a <see cref="FeedAudit"/> as its observer.</summary>
    public void Observe(string entity, StockFact fact)
    {
        lock (_lock)
        {
            if (!_units.TryGetValue(entity, out var units)) _units.Add(entity, units = new());
            units.Add(fact);
            if (StockCall.KindOf(fact.Kind) is not { } kind || !HasOneEffect(kind)) return;
            var id = fact.IsMovement ? fact.MovementId : fact.ReservationId;
            if (!id.Contains('/')) IntentOf(new(entity, kind, id, fact.CommandId)).Add(new Effect(fact.Version, fact.Quantity));
        }
    }

    public void Check()
    {
        foreach (var check in _checks) check.Run(this, findings);
    }

    internal Intent? Find(IntentKey key) => _intents.GetValueOrDefault(key);

    private Intent IntentOf(IntentKey key)
    {
        if (!_intents.TryGetValue(key, out var intent)) _intents.Add(key, intent = new(key));
        return intent;
    }

    private static bool HasOneEffect(OperationKind kind) => kind < OperationKind.ReadStock && kind is not (OperationKind.Extend or OperationKind.SetSafetyStock);
}
