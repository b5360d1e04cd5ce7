namespace Omnichannel.Inventory;

/// <summary>Moves units of one SKU from one location to another.</summary>
/// <param name="Quantity">Units, <see cref="Limits.QuantityMin"/> to <see cref="Limits.QuantityMax"/>.</param>
[GenerateSerializer, Immutable, Alias("transfer-stock")]
public sealed record TransferStock(
    [property: Id(0)] Sku Sku,
    [property: Id(1)] Location Source,
    [property: Id(2)] Location Target,
    [property: Id(3)] long Quantity,
    [property: Id(4)] string? Reason = null);

/// <summary>The outcome of a transfer. Ordered by precedence. Never renumber.</summary>
[GenerateSerializer, Alias("transfer-status")]
public enum TransferStatus
{
    None = 0,
    Transferred = 1,
    QuantityOutOfRange = 2,
    SameLocation = 3,
    TextOutOfRange = 4,
    ExistsWithDifferentBody = 5,
    /// <summary>The source has less available than was asked for. Nothing moved.</summary>
    InsufficientStock = 6,
    /// <summary>The target would hold more than <see cref="Limits.OnHandMax"/>. Nothing moved, or all came back.</summary>
    TargetFull = 7,
    /// <summary>The source remembers all the ids it can. Nothing has moved yet; the grid goes on by itself.</summary>
    SourceFull = 8,
    NotFound = 9,
    /// <summary>Not at its end yet: the units may be on their way. The grid goes on by itself.</summary>
    UnderWay = 10,
}

/// <param name="Available">What the source had available when it refused, in units; else 0.</param>
[GenerateSerializer, Immutable, Alias("transfer-reply")]
public sealed record TransferReply(
    [property: Id(0)] TransferStatus Status,
    [property: Id(1)] TransferStock? Transfer,
    [property: Id(2)] long Available,
    [property: Id(3)] bool IsRepeat);

/// <summary>Coordinates one transfer; its key is a <see cref="TransferId"/>.</summary>
/// <remarks>Out of the source first, then into the target, each step once by its own id. When the coordinator dies between them, a retry or its own
/// wake-up takes the second step: nothing is lost, nothing is doubled.</remarks>
[Alias("transfer-grain")]
public interface ITransferGrain : IGrainWithStringKey, Journal.IWakeable
{
    [Alias("transfer")]
    Task<TransferReply> Transfer(TransferStock command);

    [Alias("find")]
    Task<TransferReply> Find();
}
