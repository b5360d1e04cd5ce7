using Omnichannel.Audit.History;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit.Order;

/// <summary>Takes the versions in the answers at their word and holds the whole history to them: in their order every answer is the one that the
/// rules
/// give, and their order is that of real time. Feed it every try of every client and the stock events of each entity in order, then check
/// once.</summary>
/// <remarks>Tries need <see cref="OperationSent.SentAt"/>, <see cref="OperationAnswered.AnsweredAt"/> and <see cref="OperationAnswered.Version"/>,
/// else they prove nothing here.</remarks>
public sealed class OrderAudit(Findings findings, OrderPromise promise)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, EntityOrder> _entities = new(StringComparer.Ordinal);

    public void Add(Operation operation)
    {
        lock (_lock) Of(operation.Sent.Entity).Add(operation);
    }

    /// <summary>May be given to a <see cref="FeedAudit"/> as its observer.</summary>
    public void Observe(string entity, StockFact fact)
    {
        lock (_lock) Of(entity).Add(fact);
    }

    public void Check()
    {
        foreach (var entity in _entities.Values) entity.Check(promise);
    }

    private EntityOrder Of(string entity)
    {
        if (!_entities.TryGetValue(entity, out var order)) _entities.Add(entity, order = new(entity, findings));
        return order;
    }
}
