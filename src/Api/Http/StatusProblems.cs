using Omnichannel.Inventory;

namespace Omnichannel.Http;

/// <summary>What each outcome of a grain is on the wire: null for success, else the problem. A test asserts that it is complete.</summary>
/// <remarks>A status that is not in it, and <c>None</c>, is a mistake of the grid.</remarks>
public static class StatusProblems
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
