namespace Omnichannel.Inventory;

/// <summary>One line of a reservation over many SKUs and locations.</summary>
[GenerateSerializer, Immutable, Alias("reservation-line")]
public sealed record ReservationLine([property: Id(0)] Sku Sku, [property: Id(1)] Location Location, [property: Id(2)] long Quantity);

/// <summary>Asks for all lines or, with <see cref="GroupPolicy.AllowPartial"/>, for those that fit.</summary>
/// <param name="Lines">1 to <see cref="Limits.ReservationLinesMax"/>; lines of one SKU and location are summed before anything is checked.</param>
[GenerateSerializer, Immutable, Alias("reserve-group")]
public sealed record ReserveGroup(
    [property: Id(0)] IReadOnlyList<ReservationLine> Lines,
    [property: Id(1)] TimeSpan HoldFor,
    [property: Id(2)] GroupPolicy Policy,
    [property: Id(3)] Channel? Channel = null,
    [property: Id(4)] string? Reference = null);

[GenerateSerializer, Alias("group-policy")]
public enum GroupPolicy
{
    None = 0,
    AllOrNothing = 1,
    AllowPartial = 2,
}

/// <summary>The outcome of a reservation of many lines. Ordered by precedence. Never renumber.</summary>
[GenerateSerializer, Alias("group-status")]
public enum GroupStatus
{
    None = 0,
    Reserved = 1,
    PartlyReserved = 2,
    LinesOutOfRange = 3,
    QuantityOutOfRange = 4,
    HoldOutOfRange = 5,
    ReferenceOutOfRange = 6,
    ExistsWithDifferentBody = 7,
    /// <summary>At least one line was refused; nothing is held.</summary>
    Rejected = 8,
    NotFound = 9,
    /// <summary>Not every line has been answered yet. The grid goes on by itself.</summary>
    UnderWay = 10,
}

/// <param name="Status">What the owner of the line answered.</param>
/// <param name="Available">What was available there when it answered, in units.</param>
[GenerateSerializer, Immutable, Alias("reservation-line-result")]
public sealed record ReservationLineResult([property: Id(0)] ReservationLine Line, [property: Id(1)] ReserveStatus Status, [property: Id(2)] long Available);

/// <param name="ExpiresAt">No line is held past this time unless it is confirmed or extended.</param>
[GenerateSerializer, Immutable, Alias("group-reply")]
public sealed record GroupReply(
    [property: Id(0)] GroupStatus Status,
    [property: Id(1)] IReadOnlyList<ReservationLineResult> Lines,
    [property: Id(2)] DateTimeOffset? ExpiresAt,
    [property: Id(3)] bool IsRepeat);

/// <summary>Coordinates one reservation over many owners; its key is a <see cref="ReservationGroupId"/>.</summary>
/// <remarks>Durability and repeating as for <see cref="IStockGrain"/>. When the coordinator dies half-way, a retry or its own wake-up drives the same
/// plan to its end; what it held meanwhile ends with the hold at the latest. Two groups that want the same last units may both be refused.</remarks>
[Alias("reservation-group-grain")]
public interface IReservationGroupGrain : IGrainWithStringKey, Journal.IWakeable
{
    [Alias("reserve")]
    Task<GroupReply> Reserve(ReserveGroup command);

    [Alias("find")]
    Task<GroupReply> Find();
}
