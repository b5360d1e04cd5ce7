using Omnichannel.Audit.History;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit.Order;

/// <summary>What was asked of one SKU at one location, by a client or, read back from its effect, by whoever it was.</summary>
/// <param name="Quantity">Null for all that is open.</param>
internal sealed record StockCall(
    OperationKind Kind,
    string Id,
    long? Quantity,
    string? CommandId,
    string? Channel,
    string? Reference,
    string? Reason,
    long? ExpectedVersion)
{
    public bool IsMovement => Kind is >= OperationKind.Receive and <= OperationKind.Sell or OperationKind.TransferOut or OperationKind.TransferIn;

    public bool IsRead => Kind >= OperationKind.ReadStock;

    /// <summary>Whether its answer is about one reservation; else it is about the stock.</summary>
    public bool IsOfReservation =>
        Kind is >= OperationKind.Reserve and <= OperationKind.Release or OperationKind.Extend or OperationKind.ReadReservation;

    public static StockCall Of(OperationSent sent) =>
        new(sent.Kind, sent.Id, sent.Quantity, sent.CommandId, sent.Channel, sent.Reference, sent.Reason, sent.ExpectedVersion);

    /// <summary>The call that this event is the effect of; null for what the grid does by itself, or as a part of a movement.</summary>
    public static StockCall? Of(StockFact fact)
    {
        if (KindOf(fact.Kind) is not { } kind) return null;
        var id = fact.IsMovement ? fact.MovementId : fact.ReservationId;
        var quantity = fact.IsAll || fact.Kind is StockFactKind.Confirmed or StockFactKind.Extended ? (long?)null : fact.Quantity;
        return new(kind, id, quantity, fact.CommandId, fact.Channel, fact.Reference, fact.Reason, fact.ExpectedVersion);
    }

    /// <summary>Whether both stand for the same intent, whatever else is in their bodies.</summary>
    public bool IsSameIntent(StockCall other) =>
        Kind == other.Kind && Id == other.Id && CommandId == other.CommandId && (Kind != OperationKind.SetSafetyStock || Quantity == other.Quantity);

    public override string ToString() => CommandId is null ? $"{Kind} {Id}" : $"{Kind} {Id} ({CommandId})";

    /// <summary>The kind of call that has this effect; null for what the grid does by itself, or as a part of a movement.</summary>
    public static OperationKind? KindOf(StockFactKind kind) => kind switch
    {
        StockFactKind.Reserved => OperationKind.Reserve,
        StockFactKind.Confirmed => OperationKind.Confirm,
        StockFactKind.Extended => OperationKind.Extend,
        StockFactKind.Fulfilled => OperationKind.Fulfill,
        StockFactKind.Released => OperationKind.Release,
        StockFactKind.SafetyStockSet => OperationKind.SetSafetyStock,
        StockFactKind.Received => OperationKind.Receive,
        StockFactKind.Adjusted => OperationKind.Adjust,
        StockFactKind.Counted => OperationKind.Count,
        StockFactKind.Sold => OperationKind.Sell,
        StockFactKind.TransferredOut => OperationKind.TransferOut,
        StockFactKind.TransferredIn => OperationKind.TransferIn,
        _ => null,
    };
}
