using Omnichannel.Audit.History;
using Omnichannel.Inventory;

namespace Omnichannel.Simulation.Workload;

/// <summary>What one try was told, whatever the kind of call.</summary>
/// <param name="Version">Of the entity, when the answer has one.</param>
public sealed record Answer(Verdict Verdict, string? Code = null, long? Version = null, Told? Told = null)
{
    /// <summary>False while the grid is still at it: the same ask has to be sent again.</summary>
    public bool IsFinal { get; init; } = true;
}

/// <summary>One intent of one client, sent as often as it takes. It is fixed before it is sent first.</summary>
public sealed record Ask(StockKey Key, OperationKind Kind, string Id, Func<IGrainFactory, Task<Answer>> Call)
{
    public long? Quantity { get; init; }

    public string? CommandId { get; init; }

    public long? HoldSeconds { get; init; }

    public string? Channel { get; init; }

    public string? Reference { get; init; }

    public string? Reason { get; init; }

    public long? ExpectedVersion { get; init; }

    /// <summary>What may happen to stock on behalf of this ask besides the ask itself: the lines of a group. Nobody is told of their outcome one by
    /// one.</summary>
    public IReadOnlyList<Ask> Parts { get; init; } = [];

    /// <summary>Set for calls whose answer is not about one SKU at one location.</summary>
    public bool IsOfCoordinator => Kind == OperationKind.None;

    public OperationSent Sent(int client, long seq, int node, long at) => new(
        "sim", $"c{client}", seq, Kind, Id, Key.Sku.Value, Key.Location.Value, Quantity, CommandId, null, $"n{node}", at, HoldSeconds, Channel, Reference, Reason, ExpectedVersion);
}
