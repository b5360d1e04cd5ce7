using Omnichannel.Audit;
using Omnichannel.Audit.Stock;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Oracles;

/// <summary>A9: what left one location arrived at the other or came back, once; a group holds all it promised, or nothing.</summary>
internal sealed class CoordinatorOracle(SimStore store, Findings findings)
{
    private readonly Dictionary<string, List<(string Entity, StockFact Fact)>> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Entity, string Id), long> _open = [];
    private readonly HashSet<(string Entity, string Id)> _held = [];

    public void Observe(string entity, StockFact fact)
    {
        if (fact.IsMovement && fact.MovementId.Contains('/'))
        {
            if (!_steps.TryGetValue(fact.MovementId, out var steps)) _steps.Add(fact.MovementId, steps = []);
            steps.Add((entity, fact));
        }

        var hold = (entity, fact.ReservationId);
        if (fact.Kind == StockFactKind.Reserved && _held.Add(hold)) _open[hold] = fact.Quantity;
        else if (fact.IsOfReservation) _open[hold] = _open.GetValueOrDefault(hold) - fact.Quantity;
    }

    public void Check()
    {
        foreach (var entity in store.Committed.Select(row => row.Append.Entity).Distinct())
        {
            try
            {
                if (entity.Kind == TransferGrain.Kind) CheckTransfer(entity, TransferCodec.Instance.Fold(entity, store.Read(entity)).State);
                if (entity.Kind == ReservationGroupGrain.Kind)
                    CheckGroup(entity, ReservationGroupCodec.Instance.Fold(entity, store.Read(entity)).State);
            }
            catch (JournalCorruptException damage)
            {
                Found(entity, 0, AuditCheck.RowsChained, damage.Message);
            }
        }
    }

    private void CheckTransfer(EntityKey entity, Transfer transfer)
    {
        var order = transfer.Order!;
        var expected = transfer.Step switch
        {
            TransferStep.Received => (Out: 1, In: 1, Back: 0),
            TransferStep.Refused => (Out: 0, In: 0, Back: 0),
            TransferStep.Returned => (Out: 1, In: 0, Back: 1),
            _ => (Out: -1, In: -1, Back: -1),
        };
        var taken = (Out: Taken("out", order.Source), In: Taken("in", order.Target), Back: Taken("back", order.Source));
        if (taken != expected)
            Found(entity, transfer.Version, AuditCheck.TransfersClosed, $"the transfer ends as {transfer.Step}, its steps were taken {taken} times.");

        int Taken(string step, Location location) => _steps.TryGetValue($"{TransferGrain.Kind}/{entity.Key}/{step}", out var steps)
            ? steps.Count(taken => taken.Entity == $"{StockGrain.Kind}/{order.Sku}/{location}" && taken.Fact.Quantity == order.Quantity)
            : 0;
    }

    private void CheckGroup(EntityKey entity, ReservationGroup group)
    {
        if (group.IsUnderWay) Found(entity, group.Version, AuditCheck.GroupsWhole, $"the group is still {group.Step}.");
        foreach (var (line, outcome) in group.Order!.Lines.Zip(group.Outcomes))
        {
            var hold = ($"{StockGrain.Kind}/{line.Sku}/{line.Location}", entity.Key);
            var isKept = group.Step == GroupStep.Reserved && outcome.IsHeld;
            if (isKept && !_held.Contains(hold))
                Found(entity, group.Version, AuditCheck.GroupsWhole, $"the group says that {line} is held, it never was.");
            if (!isKept && _open.GetValueOrDefault(hold) > 0)
                Found(entity, group.Version, AuditCheck.GroupsWhole, $"the group does not have {line}, but {_open[hold]} units are held for it.");
        }
    }

    private void Found(EntityKey entity, long version, AuditCheck check, string sentence) =>
        findings.Add(new(entity.ToString(), version, check, sentence));
}
