namespace Omnichannel.Audit.Stock;

/// <summary>The kinds of stock events, by their frozen tags.</summary>
public enum StockFactKind
{
    None = 0,
    Reserved,
    Confirmed,
    Extended,
    Kept,
    Fulfilled,
    Released,
    Displaced,
    Expired,
    SafetyStockSet,
    Shortfall,
    StepRefused,
    ReservationRefused,
    Received,
    Adjusted,
    Counted,
    Sold,
    TransferredOut,
    TransferredIn,
}

/// <summary>One stock event as the auditor reads it: members that its kind does not have are left at their default.</summary>
public sealed class StockFact
{
    public StockFactKind Kind { get; internal set; }

    /// <summary>Its place among the events of its entity, from 1.</summary>
    public long Version { get; internal set; }

    public DateTimeOffset At { get; internal set; }

    public string ReservationId { get; internal set; } = "";

    public string MovementId { get; internal set; } = "";

    public string? CommandId { get; internal set; }

    public long Quantity { get; internal set; }

    public long OnHandDelta { get; internal set; }

    public long Unrecorded { get; internal set; }

    public long Uncovered { get; internal set; }

    public DateTimeOffset ExpiresAt { get; internal set; }

    public long? ExpectedVersion { get; internal set; }

    public string? Reason { get; internal set; }

    public string? Channel { get; internal set; }

    public string? Reference { get; internal set; }

    /// <summary>Set when the caller gave no quantity: all that was open.</summary>
    public bool IsAll { get; internal set; }

    public bool IsMovement => Kind >= StockFactKind.Received;

    /// <summary>Whether it is about one reservation that must already be there.</summary>
    public bool IsOfReservation => Kind is > StockFactKind.Reserved and <= StockFactKind.Expired;
}
