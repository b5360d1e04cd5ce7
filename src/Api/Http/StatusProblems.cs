using Omnichannel.Carts;
using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Http;

/// <summary>What each outcome of a grain is on the wire: null for success, else the problem. A test asserts that it is complete.</summary>
/// <remarks>A status that is not in it, and <c>None</c>, is a mistake of the grid.</remarks>
public static partial class StatusProblems
{
    public static ProblemKind? Of(ReserveStatus status) => status switch
    {
        ReserveStatus.Reserved or ReserveStatus.Exists => null,
        ReserveStatus.QuantityOutOfRange => ProblemKinds.QuantityOutOfRange,
        ReserveStatus.HoldOutOfRange => ProblemKinds.HoldOutOfRange,
        ReserveStatus.ReferenceOutOfRange => ProblemKinds.ReferenceOutOfRange,
        ReserveStatus.ExistsWithDifferentQuantity => ProblemKinds.ExistsWithDifferentQuantity,
        ReserveStatus.ExistsWithDifferentChannel => ProblemKinds.ExistsWithDifferentChannel,
        ReserveStatus.ExistsWithDifferentReference => ProblemKinds.ExistsWithDifferentReference,
        ReserveStatus.ReservationClosed => ProblemKinds.ReservationClosed,
        ReserveStatus.TooManyReservations => ProblemKinds.TooManyReservations,
        ReserveStatus.InsufficientStock => ProblemKinds.InsufficientStock,
        _ => ProblemKinds.Internal,
    };

    public static ProblemKind? Of(ReservationStatus status) => status switch
    {
        ReservationStatus.Done or ReservationStatus.AlreadyDone => null,
        ReservationStatus.QuantityOutOfRange => ProblemKinds.QuantityOutOfRange,
        ReservationStatus.HoldOutOfRange => ProblemKinds.HoldOutOfRange,
        ReservationStatus.CommandIdMissing => ProblemKinds.CommandIdMissing,
        ReservationStatus.NotFound => ProblemKinds.ReservationNotFound,
        ReservationStatus.CommandExistsWithDifferentBody => ProblemKinds.CommandExistsWithDifferentBody,
        ReservationStatus.Expired => ProblemKinds.ReservationExpired,
        ReservationStatus.ReservationClosed => ProblemKinds.ReservationClosed,
        ReservationStatus.NotConfirmed => ProblemKinds.ReservationNotConfirmed,
        ReservationStatus.AlreadyConfirmed => ProblemKinds.ReservationAlreadyConfirmed,
        ReservationStatus.TooManyCommands => ProblemKinds.TooManyCommands,
        ReservationStatus.QuantityExceedsOpen => ProblemKinds.QuantityExceedsOpen,
        ReservationStatus.InsufficientOnHand => ProblemKinds.InsufficientOnHand,
        _ => ProblemKinds.Internal,
    };

    public static ProblemKind? Of(MoveStatus status) => status switch
    {
        MoveStatus.Moved or MoveStatus.Exists => null,
        MoveStatus.TypeOutOfRange => ProblemKinds.TypeOutOfRange,
        MoveStatus.QuantityOutOfRange => ProblemKinds.QuantityOutOfRange,
        MoveStatus.TextOutOfRange => ProblemKinds.TextOutOfRange,
        MoveStatus.ReasonMissing => ProblemKinds.ReasonMissing,
        MoveStatus.ExistsWithDifferentBody => ProblemKinds.IdempotencyKeyReused,
        MoveStatus.VersionMismatch => ProblemKinds.VersionMismatch,
        MoveStatus.TooManyMovements => ProblemKinds.TooManyMovements,
        MoveStatus.OnHandOutOfRange => ProblemKinds.OnHandOutOfRange,
        MoveStatus.InsufficientStock => ProblemKinds.InsufficientStock,
        _ => ProblemKinds.Internal,
    };

    public static ProblemKind? Of(SafetyStockStatus status) => status switch
    {
        SafetyStockStatus.Set or SafetyStockStatus.AlreadySet => null,
        SafetyStockStatus.QuantityOutOfRange => ProblemKinds.QuantityOutOfRange,
        _ => ProblemKinds.Internal,
    };

    public static ProblemKind? Of(GroupStatus status) => status switch
    {
        GroupStatus.Reserved or GroupStatus.PartlyReserved or GroupStatus.UnderWay => null,
        GroupStatus.LinesOutOfRange => ProblemKinds.LinesOutOfRange,
        GroupStatus.QuantityOutOfRange => ProblemKinds.QuantityOutOfRange,
        GroupStatus.HoldOutOfRange => ProblemKinds.HoldOutOfRange,
        GroupStatus.ReferenceOutOfRange => ProblemKinds.ReferenceOutOfRange,
        GroupStatus.ExistsWithDifferentBody => ProblemKinds.ExistsWithDifferentBody,
        GroupStatus.Rejected => ProblemKinds.GroupRejected,
        GroupStatus.NotFound => ProblemKinds.ReservationNotFound,
        _ => ProblemKinds.Internal,
    };

    public static ProblemKind? Of(TransferStatus status) => status switch
    {
        TransferStatus.Transferred or TransferStatus.UnderWay => null,
        TransferStatus.QuantityOutOfRange => ProblemKinds.QuantityOutOfRange,
        TransferStatus.SameLocation => ProblemKinds.SameLocation,
        TransferStatus.TextOutOfRange => ProblemKinds.TextOutOfRange,
        TransferStatus.ExistsWithDifferentBody => ProblemKinds.ExistsWithDifferentBody,
        TransferStatus.InsufficientStock => ProblemKinds.InsufficientStock,
        TransferStatus.TargetFull => ProblemKinds.TargetFull,
        TransferStatus.SourceFull => ProblemKinds.SourceFull,
        TransferStatus.NotFound => ProblemKinds.TransferNotFound,
        _ => ProblemKinds.Internal,
    };

    public static ProblemKind? Of(PriceStatus status) => status switch
    {
        PriceStatus.Done or PriceStatus.Exists => null,
        PriceStatus.CurrencyUnknown => ProblemKinds.CurrencyUnknown,
        PriceStatus.AmountOutOfRange => ProblemKinds.AmountOutOfRange,
        PriceStatus.TextOutOfRange => ProblemKinds.TextOutOfRange,
        PriceStatus.ReasonMissing => ProblemKinds.ReasonMissing,
        PriceStatus.AudienceMissing => ProblemKinds.AudienceMissing,
        PriceStatus.ValidityOutOfRange => ProblemKinds.ValidityOutOfRange,
        PriceStatus.ExistsWithDifferentBody => ProblemKinds.IdempotencyKeyReused,
        PriceStatus.VersionMismatch => ProblemKinds.VersionMismatch,
        PriceStatus.NotFound => ProblemKinds.PriceNotFound,
        PriceStatus.TooManyCommands => ProblemKinds.CommandsFull,
        PriceStatus.TooManyOverrides => ProblemKinds.OverridesFull,
        _ => ProblemKinds.Internal,
    };

    public static ProblemKind? Of(CartStatus status) => status switch
    {
        CartStatus.Done or CartStatus.Exists => null,
        CartStatus.CurrencyUnknown => ProblemKinds.CurrencyUnknown,
        CartStatus.QuantityOutOfRange => ProblemKinds.QuantityOutOfRange,
        CartStatus.HoldOutOfRange => ProblemKinds.HoldOutOfRange,
        CartStatus.TextOutOfRange => ProblemKinds.TextOutOfRange,
        CartStatus.FulfilmentOutOfRange => ProblemKinds.FulfilmentOutOfRange,
        CartStatus.AbandonmentOutOfRange => ProblemKinds.AbandonmentOutOfRange,
        CartStatus.LinesOutOfRange => ProblemKinds.LinesOutOfRange,
        CartStatus.OwnerMissing => ProblemKinds.CartOwnerMissing,
        CartStatus.StrategyOutOfRange => ProblemKinds.StrategyOutOfRange,
        CartStatus.OwnerErased => ProblemKinds.CustomerErased,
        CartStatus.NotFound => ProblemKinds.CartNotFound,
        CartStatus.NotOwner => ProblemKinds.NotYourCart,
        CartStatus.ExistsWithDifferentBody => ProblemKinds.ExistsWithDifferentBody,
        CartStatus.CommandExistsWithDifferentBody => ProblemKinds.IdempotencyKeyReused,
        CartStatus.TooManyCommands => ProblemKinds.CommandsFull,
        CartStatus.VersionMismatch => ProblemKinds.VersionMismatch,
        CartStatus.Closed => ProblemKinds.CartClosed,
        CartStatus.Busy => ProblemKinds.CartBusy,
        CartStatus.Merging => ProblemKinds.CartMerging,
        CartStatus.Locked => ProblemKinds.CartLocked,
        CartStatus.LineNotFound => ProblemKinds.CartLineNotFound,
        CartStatus.LineExists => ProblemKinds.CartLineExists,
        CartStatus.TooManyLines => ProblemKinds.CartLinesFull,
        CartStatus.TooManyUnits => ProblemKinds.CartUnitsFull,
        CartStatus.TooManyHolds => ProblemKinds.CartHoldsFull,
        CartStatus.NoPrice => ProblemKinds.NoPrice,
        CartStatus.InsufficientStock => ProblemKinds.InsufficientStock,
        CartStatus.CheckoutNotFound => ProblemKinds.CheckoutNotFound,
        CartStatus.CheckoutClosed => ProblemKinds.CheckoutClosed,
        CartStatus.Empty => ProblemKinds.CartEmpty,
        CartStatus.PricesChanged => ProblemKinds.PricesChanged,
        CartStatus.TotalMismatch => ProblemKinds.TotalMismatch,
        CartStatus.SameCart => ProblemKinds.SameCart,
        CartStatus.SourceNotFound => ProblemKinds.SourceCartNotFound,
        CartStatus.SourceNotOwner => ProblemKinds.SourceNotYourCart,
        CartStatus.SourceClosed => ProblemKinds.SourceCartClosed,
        CartStatus.SourceLocked => ProblemKinds.SourceCartLocked,
        CartStatus.CurrencyMismatch => ProblemKinds.CurrencyMismatch,
        CartStatus.MergeNotFound => ProblemKinds.CartMergeNotFound,
        CartStatus.ChangedSince => ProblemKinds.ChangedSinceMerge,
        CartStatus.UndoTooLate => ProblemKinds.UndoTooLate,
        CartStatus.MergeUndone => ProblemKinds.MergeUndone,
        CartStatus.CodeUnknown => ProblemKinds.CodeUnknown,
        CartStatus.CodeExpired => ProblemKinds.CodeExpired,
        CartStatus.CodeUsed => ProblemKinds.CodeUsed,
        CartStatus.TooManyTokens => ProblemKinds.CartDevicesFull,
        _ => ProblemKinds.Internal,
    };

    public static ProblemKind Of(Unavailability reason) => reason switch
    {
        Unavailability.Busy => ProblemKinds.Busy,
        Unavailability.Contended => ProblemKinds.Contended,
        Unavailability.OutcomeUnknown => ProblemKinds.OutcomeUnknown,
        Unavailability.Corrupt => ProblemKinds.JournalCorrupt,
        Unavailability.Draining => ProblemKinds.Draining,
        _ => ProblemKinds.Internal,
    };
}
