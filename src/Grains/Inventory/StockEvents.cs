using System.Text.Json.Serialization;
using Omnichannel.Ids;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>What can happen to the stock of a SKU at a location. The tags are frozen; new members must be optional.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(StockReserved), "stock-reserved")]
[JsonDerivedType(typeof(ReservationConfirmed), "reservation-confirmed")]
[JsonDerivedType(typeof(ReservationExtended), "reservation-extended")]
[JsonDerivedType(typeof(ReservationFulfilled), "reservation-fulfilled")]
[JsonDerivedType(typeof(ReservationReleased), "reservation-released")]
[JsonDerivedType(typeof(ReservationDisplaced), "reservation-displaced")]
[JsonDerivedType(typeof(ReservationExpired), "reservation-expired")]
[JsonDerivedType(typeof(SafetyStockSet), "safety-stock-set")]
[JsonDerivedType(typeof(StockShortfall), "stock-shortfall")]
[JsonDerivedType(typeof(StepRefused), "step-refused")]
[JsonDerivedType(typeof(ReservationRefused), "reservation-refused")]
[JsonDerivedType(typeof(ReservationKept), "reservation-kept")]
[JsonDerivedType(typeof(StockReceived), "stock-received")]
[JsonDerivedType(typeof(StockAdjusted), "stock-adjusted")]
[JsonDerivedType(typeof(StockCounted), "stock-counted")]
[JsonDerivedType(typeof(StockSold), "stock-sold")]
[JsonDerivedType(typeof(StockTransferredOut), "stock-transferred-out")]
[JsonDerivedType(typeof(StockTransferredIn), "stock-transferred-in")]
public abstract record StockEvent(DateTimeOffset At) : MachineEvent(At);

public sealed record StockReserved(DateTimeOffset At, ReservationId ReservationId, long Quantity, DateTimeOffset ExpiresAt, Channel? Channel, string? Reference) : StockEvent(At);

public sealed record ReservationConfirmed(DateTimeOffset At, ReservationId ReservationId) : StockEvent(At);

/// <param name="PlannedAt">Also what <see cref="ReservationKept"/> says, for a coordinator that asked.</param>
public sealed record ReservationExtended(DateTimeOffset At, ReservationId ReservationId, DateTimeOffset ExpiresAt, DateTimeOffset? PlannedAt = null) : StockEvent(At);

/// <summary>Units left the hold and the shelf in one step.</summary>
/// <param name="IsAll">The caller gave no quantity: all that was open.</param>
public sealed record ReservationFulfilled(
    DateTimeOffset At,
    ReservationId ReservationId,
    long Quantity,
    CommandId? CommandId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsAll = false) : StockEvent(At);

/// <param name="IsAll">The caller gave no quantity: all that was open.</param>
public sealed record ReservationReleased(
    DateTimeOffset At,
    ReservationId ReservationId,
    long Quantity,
    CommandId? CommandId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsAll = false) : StockEvent(At);

/// <summary>A hold that nobody had confirmed gave way to a fact of the shop floor.</summary>
public sealed record ReservationDisplaced(DateTimeOffset At, ReservationId ReservationId, long Quantity, CommandId MovementId) : StockEvent(At);

public sealed record ReservationExpired(DateTimeOffset At, ReservationId ReservationId, long Quantity) : StockEvent(At);

public sealed record SafetyStockSet(DateTimeOffset At, long Quantity) : StockEvent(At);

/// <summary>Comes right before the movement that causes it.</summary>
/// <param name="Unrecorded">Units that were sold although the book did not have them.</param>
/// <param name="Uncovered">Units of confirmed reservations that have no goods behind them any more.</param>
public sealed record StockShortfall(DateTimeOffset At, CommandId MovementId, long Unrecorded, long Uncovered) : StockEvent(At);

/// <summary>A step of a coordinator was refused for good: whoever drives the coordinator, and however late, the step never happens.</summary>
public sealed record StepRefused(DateTimeOffset At, MoveStock Step, MoveStatus Status) : StockEvent(At);

/// <summary>A coordinator's reservation was refused for good: whoever drives the coordinator, and however late, it is never made.</summary>
/// <param name="PlannedAt">When the coordinator wrote down that it would ask.</param>
public sealed record ReservationRefused(DateTimeOffset At, ReservationId ReservationId, ReserveStatus Status, DateTimeOffset PlannedAt) : StockEvent(At);

/// <summary>A coordinator was told that this reservation still holds its units, for as long as it asked: for this plan, or an older one, none is made instead.</summary>
/// <param name="PlannedAt">When the coordinator wrote down that it would ask.</param>
public sealed record ReservationKept(DateTimeOffset At, ReservationId ReservationId, DateTimeOffset PlannedAt) : StockEvent(At);

/// <summary>A change of what is on hand.</summary>
/// <param name="Quantity">As the caller gave it.</param>
/// <param name="OnHandDelta">I20: what it did to the book: the sum of these, less what was fulfilled, is what is on hand.</param>
public abstract record StockMovement(
    DateTimeOffset At,
    CommandId MovementId,
    long Quantity,
    long OnHandDelta,
    string? Reason,
    string? Reference,
    Channel? Channel,
    long? ExpectedVersion) : StockEvent(At);

public sealed record StockReceived(
    DateTimeOffset At, CommandId MovementId, long Quantity, long OnHandDelta, string? Reason, string? Reference, Channel? Channel, long? ExpectedVersion)
    : StockMovement(At, MovementId, Quantity, OnHandDelta, Reason, Reference, Channel, ExpectedVersion);

public sealed record StockAdjusted(
    DateTimeOffset At, CommandId MovementId, long Quantity, long OnHandDelta, string? Reason, string? Reference, Channel? Channel, long? ExpectedVersion)
    : StockMovement(At, MovementId, Quantity, OnHandDelta, Reason, Reference, Channel, ExpectedVersion);

public sealed record StockCounted(
    DateTimeOffset At, CommandId MovementId, long Quantity, long OnHandDelta, string? Reason, string? Reference, Channel? Channel, long? ExpectedVersion)
    : StockMovement(At, MovementId, Quantity, OnHandDelta, Reason, Reference, Channel, ExpectedVersion);

public sealed record StockSold(
    DateTimeOffset At, CommandId MovementId, long Quantity, long OnHandDelta, string? Reason, string? Reference, Channel? Channel, long? ExpectedVersion)
    : StockMovement(At, MovementId, Quantity, OnHandDelta, Reason, Reference, Channel, ExpectedVersion);

public sealed record StockTransferredOut(
    DateTimeOffset At, CommandId MovementId, long Quantity, long OnHandDelta, string? Reason, string? Reference, Channel? Channel, long? ExpectedVersion)
    : StockMovement(At, MovementId, Quantity, OnHandDelta, Reason, Reference, Channel, ExpectedVersion);

public sealed record StockTransferredIn(
    DateTimeOffset At, CommandId MovementId, long Quantity, long OnHandDelta, string? Reason, string? Reference, Channel? Channel, long? ExpectedVersion)
    : StockMovement(At, MovementId, Quantity, OnHandDelta, Reason, Reference, Channel, ExpectedVersion);
