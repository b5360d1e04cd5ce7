namespace Omnichannel.Inventory;

/// <summary>Ordered by precedence: the first rule that is broken is the one that is told. Never renumber.</summary>
[GenerateSerializer, Alias("reserve-status")]
public enum ReserveStatus
{
    None = 0,
    Reserved = 1,
    Exists = 2,
    QuantityOutOfRange = 3,
    HoldOutOfRange = 4,
    ReferenceOutOfRange = 5,
    ExistsWithDifferentQuantity = 6,
    ExistsWithDifferentChannel = 7,
    ExistsWithDifferentReference = 8,
    ReservationClosed = 9,
    TooManyReservations = 10,
    InsufficientStock = 11,
}

/// <summary>The outcome of confirm, fulfill, release and extend. Ordered by precedence. Never renumber.</summary>
[GenerateSerializer, Alias("reservation-status")]
public enum ReservationStatus
{
    None = 0,
    Done = 1,
    /// <summary>It was already so. Nothing changed.</summary>
    AlreadyDone = 2,
    QuantityOutOfRange = 3,
    HoldOutOfRange = 4,
    /// <summary>A partial quantity without a command id could not be told from its own retry.</summary>
    CommandIdMissing = 5,
    NotFound = 6,
    CommandExistsWithDifferentBody = 7,
    /// <summary>The hold ran out before it was confirmed.</summary>
    Expired = 8,
    /// <summary>Fulfilled or released: nothing of it is open.</summary>
    ReservationClosed = 9,
    /// <summary>Only a confirmed reservation can be fulfilled.</summary>
    NotConfirmed = 10,
    /// <summary>A confirmed reservation has no end to extend.</summary>
    AlreadyConfirmed = 11,
    TooManyCommands = 12,
    QuantityExceedsOpen = 13,
    /// <summary>The shelf holds less than is to be shipped: a shortfall took it.</summary>
    InsufficientOnHand = 14,
}

/// <summary>The outcome of a movement. Ordered by precedence. Never renumber.</summary>
[GenerateSerializer, Alias("move-status")]
public enum MoveStatus
{
    None = 0,
    Moved = 1,
    Exists = 2,
    TypeOutOfRange = 3,
    QuantityOutOfRange = 4,
    TextOutOfRange = 5,
    ReasonMissing = 6,
    ExistsWithDifferentBody = 7,
    VersionMismatch = 8,
    TooManyMovements = 9,
    /// <summary>Only what is available can be sent to another location.</summary>
    InsufficientStock = 10,
    /// <summary>On hand would fall below 0 or exceed <see cref="Limits.OnHandMax"/>.</summary>
    OnHandOutOfRange = 11,
}

[GenerateSerializer, Alias("safety-stock-status")]
public enum SafetyStockStatus
{
    None = 0,
    Set = 1,
    AlreadySet = 2,
    QuantityOutOfRange = 3,
}

/// <summary>The states of a reservation. <see cref="Reserved"/> and <see cref="Confirmed"/> are open. The numbers are frozen.</summary>
[GenerateSerializer, Alias("reservation-state")]
public enum ReservationState
{
    None = 0,
    Reserved = 1,
    Confirmed = 2,
    Fulfilled = 3,
    Released = 4,
    Expired = 5,
}

/// <param name="ExpiresAt">When the hold ends by itself; null once it is confirmed or closed.</param>
[GenerateSerializer, Immutable, Alias("reservation-view")]
public sealed record ReservationView(
    [property: Id(0)] ReservationId Id,
    [property: Id(1)] ReservationState State,
    [property: Id(2)] long Quantity,
    [property: Id(3)] long Fulfilled,
    [property: Id(4)] long Released,
    [property: Id(5)] Channel? Channel,
    [property: Id(6)] string? Reference,
    [property: Id(7)] DateTimeOffset? ExpiresAt);

/// <summary>What one location has of one SKU, in units, as of its last durable event.</summary>
/// <param name="Available">On hand less reserved less safety stock, never below 0.</param>
/// <param name="Version">How many events this entity has had. Grows by 1 with each.</param>
[GenerateSerializer, Immutable, Alias("stock-view")]
public sealed record StockView(
    [property: Id(0)] Sku Sku,
    [property: Id(1)] Location Location,
    [property: Id(2)] long OnHand,
    [property: Id(3)] long Reserved,
    [property: Id(4)] long SafetyStock,
    [property: Id(5)] long Available,
    [property: Id(6)] long Version);

/// <param name="Available">Units that could still be reserved when the answer was made.</param>
[GenerateSerializer, Immutable, Alias("reserve-reply")]
public sealed record ReserveReply(
    [property: Id(0)] ReserveStatus Status,
    [property: Id(1)] ReservationView? Reservation,
    [property: Id(2)] long Available,
    [property: Id(3)] long Version);

[GenerateSerializer, Immutable, Alias("reservation-reply")]
public sealed record ReservationReply([property: Id(0)] ReservationStatus Status, [property: Id(1)] ReservationView? Reservation, [property: Id(2)] long Version);

/// <param name="Stock">The stock right after the movement; a retry is given the same figures again.</param>
[GenerateSerializer, Immutable, Alias("move-reply")]
public sealed record MoveReply([property: Id(0)] MoveStatus Status, [property: Id(1)] StockView Stock);

[GenerateSerializer, Immutable, Alias("safety-stock-reply")]
public sealed record SafetyStockReply([property: Id(0)] SafetyStockStatus Status, [property: Id(1)] StockView Stock);
