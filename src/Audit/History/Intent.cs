namespace Omnichannel.Audit.History;

/// <summary>What a client wanted once, however often it sent it.</summary>
/// <param name="Id">The reservation or the movement.</param>
/// <param name="CommandId">Of a partial fulfilment or release; else null.</param>
public readonly record struct IntentKey(string Entity, OperationKind Kind, string Id, string? CommandId);

/// <summary>All tries of one intent and all effects that the journal holds of it.</summary>
internal sealed class Intent(IntentKey key)
{
    private readonly List<Effect> _effects = [];
    private readonly List<Operation> _tries = [];

    public IntentKey Key => key;

    public IReadOnlyList<Effect> Effects => _effects;

    public IReadOnlyList<Operation> Tries => _tries;

    public IEnumerable<Operation> Acknowledged => _tries.Where(operation => operation.Outcome == Outcome.Ok);

    public bool IsAcknowledged => Acknowledged.Any();

    public void Add(Effect effect) => _effects.Add(effect);

    public void Add(Operation operation) => _tries.Add(operation);

    public override string ToString() => key.CommandId is null ? $"{key.Kind} {key.Id}" : $"{key.Kind} {key.Id} ({key.CommandId})";
}

/// <summary>What one event did.</summary>
internal readonly record struct Effect(long Version, long Quantity);
