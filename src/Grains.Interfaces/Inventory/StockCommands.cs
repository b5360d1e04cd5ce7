using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>Asks for a hold of <paramref name="Quantity"/> units. Quantity, channel and reference are the body that a retry must repeat; the hold time is not.</summary>
/// <param name="Quantity">Units, <see cref="Limits.QuantityMin"/> to <see cref="Limits.QuantityMax"/>.</param>
/// <param name="HoldFor"><see cref="Limits.HoldSecondsMin"/> to <see cref="Limits.HoldSecondsMax"/> seconds.</param>
[GenerateSerializer, Immutable, Alias("reserve-stock")]
public sealed record ReserveStock(
    [property: Id(0)] ReservationId Id,
    [property: Id(1)] long Quantity,
    [property: Id(2)] TimeSpan HoldFor,
    [property: Id(3)] Channel? Channel = null,
    [property: Id(4)] string? Reference = null);

/// <summary>Asks, for a coordinator, for what <see cref="ReserveStock"/> asks; the answer stands: an id that was refused is never reserved later, whoever asks again.</summary>
/// <param name="Quantity">Units, <see cref="Limits.QuantityMin"/> to <see cref="Limits.QuantityMax"/>.</param>
/// <param name="HoldFor">0 to <see cref="Limits.HoldSecondsMax"/> seconds. Below <see cref="Limits.HoldSecondsMin"/> it is too late to hold anything: what was held in time is told, and anything else is refused.</param>
/// <param name="PlannedAt">When the coordinator wrote down that it would ask; the same whenever it asks for this id.</param>
/// <param name="AllowsLess">Take what there is, when it is less and not nothing. What was taken by an earlier try is then an answer, however much it was.</param>
/// <param name="Existing">A reservation that holds the units already, when there is one: it is extended instead. Only when it has ended is one made under <paramref name="Id"/>; for one plan it is the one or the other, for good.</param>
[GenerateSerializer, Immutable, Alias("hold-stock")]
public sealed record HoldStock(
    [property: Id(0)] ReservationId Id,
    [property: Id(1)] long Quantity,
    [property: Id(2)] TimeSpan HoldFor,
    [property: Id(3)] DateTimeOffset PlannedAt,
    [property: Id(4)] Channel? Channel = null,
    [property: Id(5)] string? Reference = null,
    [property: Id(6)] bool AllowsLess = false,
    [property: Id(7)] ReservationId? Existing = null);

/// <summary>Binds a hold to an order: it no longer expires.</summary>
[GenerateSerializer, Immutable, Alias("confirm-reservation")]
public sealed record ConfirmReservation([property: Id(0)] ReservationId Id);

/// <summary>Takes units out of the hold and off the shelf in one step. Without a quantity: all that is still open.</summary>
/// <param name="CommandId">Needed when a quantity is given, so that a retry is not a second shipment.</param>
[GenerateSerializer, Immutable, Alias("fulfill-reservation")]
public sealed record FulfillReservation([property: Id(0)] ReservationId Id, [property: Id(1)] long? Quantity = null, [property: Id(2)] CommandId? CommandId = null);

/// <summary>Gives held units back to sale. Without a quantity: all that is still open. Never fails on the stock level.</summary>
/// <param name="CommandId">Needed when a quantity is given, so that a retry is not a second release.</param>
[GenerateSerializer, Immutable, Alias("release-reservation")]
public sealed record ReleaseReservation([property: Id(0)] ReservationId Id, [property: Id(1)] long? Quantity = null, [property: Id(2)] CommandId? CommandId = null);

/// <summary>Moves the end of a hold to <paramref name="HoldFor"/> from now, never to an earlier time than it has.</summary>
[GenerateSerializer, Immutable, Alias("extend-reservation")]
public sealed record ExtendReservation([property: Id(0)] ReservationId Id, [property: Id(1)] TimeSpan HoldFor);

/// <summary>A change of what is on hand.</summary>
/// <param name="Id">The idempotency key: one effect per id at this SKU and location.</param>
/// <param name="Quantity">Units. For <see cref="MovementType.Adjust"/> a signed delta, for <see cref="MovementType.Count"/> what is on the shelf (0 or more), else 1 or more.</param>
/// <param name="ExpectedVersion">The version the caller saw; another one is answered with <see cref="MoveStatus.VersionMismatch"/>.</param>
[GenerateSerializer, Immutable, Alias("move-stock")]
public sealed record MoveStock(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] MovementType Type,
    [property: Id(2)] long Quantity,
    [property: Id(3)] string? Reason = null,
    [property: Id(4)] string? Reference = null,
    [property: Id(5)] long? ExpectedVersion = null,
    [property: Id(6)] Channel? Channel = null);

/// <summary>Withholds units from every channel. 0 withholds none.</summary>
[GenerateSerializer, Immutable, Alias("set-safety-stock")]
public sealed record SetSafetyStock([property: Id(0)] long Quantity);

/// <summary>What kind of change a movement is. The numbers are frozen.</summary>
[GenerateSerializer, Alias("movement-type")]
public enum MovementType
{
    None = 0,
    /// <summary>Goods came in: a delivery, a return.</summary>
    Receive = 1,
    /// <summary>A signed correction with a reason: damage, loss, find.</summary>
    Adjust = 2,
    /// <summary>The shelf was counted: an absolute figure.</summary>
    Count = 3,
    /// <summary>A completed sale at a till: a fact, always accepted.</summary>
    Sell = 4,
    /// <summary>Goods left for another location.</summary>
    TransferOut = 5,
    /// <summary>Goods arrived from another location.</summary>
    TransferIn = 6,
}
