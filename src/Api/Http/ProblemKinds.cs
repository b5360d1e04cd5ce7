using System.Reflection;

namespace Omnichannel.Http;

/// <summary>Every problem the grid can answer with. docs/HTTP.md lists the same table; a test compares the two.</summary>
public static partial class ProblemKinds
{
    private const int SoonSeconds = 1;
    private const int LaterSeconds = 60;

    // The call is not understood. Nothing happened.
    public static readonly ProblemKind BadRequest = new(400, "bad-request", "The HTTP request is malformed");
    public static readonly ProblemKind BodyMissing = new(400, "body-missing", "The body is empty");
    public static readonly ProblemKind MalformedJson = new(400, "malformed-json", "The body is not JSON");
    public static readonly ProblemKind UnknownField = new(400, "unknown-field", "The body has a field that this call does not know");
    public static readonly ProblemKind DuplicateField = new(400, "duplicate-field", "The body has a field twice");
    public static readonly ProblemKind WrongType = new(400, "wrong-type", "A field has a value of the wrong type");
    public static readonly ProblemKind FieldMissing = new(400, "field-missing", "A field is missing");
    public static readonly ProblemKind IdentifierInvalid = new(400, "identifier-invalid", "An identifier breaks the rule for identifiers");
    public static readonly ProblemKind ChannelInvalid = new(400, "channel-invalid", "The channel breaks the rule for channels");
    public static readonly ProblemKind ParameterInvalid = new(400, "parameter-invalid", "A query parameter is out of its limits");
    public static readonly ProblemKind IdempotencyKeyMissing =
        new(400, "idempotency-key-missing", "This call needs an idempotency key", "Idempotency-Key");
    public static readonly ProblemKind IdempotencyKeyInvalid =
        new(400, "idempotency-key-invalid", "The idempotency key breaks the rule for identifiers", "Idempotency-Key");
    public static readonly ProblemKind CsvHeaderInvalid = new(400, "csv-header-invalid", "The first line of the CSV does not name the columns");
    public static readonly ProblemKind RowInvalid = new(400, "row-invalid", "The row cannot be read");
    public static readonly ProblemKind RowTooLong = new(400, "row-too-long", "The row is longer than rows may be");

    // The call is understood, and asks for something outside the limits. Nothing happened.
    public static readonly ProblemKind QuantityOutOfRange = new(400, "quantity-out-of-range", "The quantity is out of its limits", "/quantity");
    public static readonly ProblemKind HoldOutOfRange = new(400, "hold-out-of-range", "The hold time is out of its limits", "/holdForSeconds");
    public static readonly ProblemKind ReferenceOutOfRange =
        new(400, "reference-out-of-range", "The reference is too long or holds control characters", "/reference");
    public static readonly ProblemKind TextOutOfRange = new(400, "text-out-of-range", "A text is too long or holds control characters");
    public static readonly ProblemKind VersionOutOfRange = new(400, "version-out-of-range", "A version is never negative", "/expectedVersion");
    public static readonly ProblemKind TypeOutOfRange = new(400, "type-out-of-range", "The type of the movement is not known", "/type");
    public static readonly ProblemKind ReasonMissing = new(400, "reason-missing", "A reason is missing", "/reason");
    public static readonly ProblemKind CommandIdMissing =
        new(400, "command-id-missing", "A part needs a command id, or its retry would be a second part", "/commandId");
    public static readonly ProblemKind LinesOutOfRange = new(400, "lines-out-of-range", "Too few or too many lines", "/lines");
    public static readonly ProblemKind PairsOutOfRange = new(400, "pairs-out-of-range", "Too few or too many pairs of SKU and location");
    public static readonly ProblemKind RowsOutOfRange = new(400, "rows-out-of-range", "The import has more rows than an import may have");
    public static readonly ProblemKind SameLocation = new(400, "same-location", "The source is the target", "/target");

    // There is no such thing.
    public static readonly ProblemKind RouteNotFound = new(404, "route-not-found", "There is nothing at this address");
    public static readonly ProblemKind ReservationNotFound = new(404, "reservation-not-found", "There is no such reservation", "id");
    public static readonly ProblemKind TransferNotFound = new(404, "transfer-not-found", "There is no such transfer", "id");
    public static readonly ProblemKind ShardNotFound = new(404, "shard-not-found", "There is no such shard", "shard");
    public static readonly ProblemKind MethodNotAllowed = new(405, "method-not-allowed", "This address does not take this method");

    // A rule of the grid said no. Nothing happened.
    public static readonly ProblemKind InsufficientStock = new(409, "insufficient-stock", "Less is available than was asked for", "/quantity");
    public static readonly ProblemKind ExistsWithDifferentQuantity =
        new(409, "exists-with-different-quantity", "The id was used with another quantity", "/quantity");
    public static readonly ProblemKind ExistsWithDifferentChannel =
        new(409, "exists-with-different-channel", "The id was used with another channel", "/channel");
    public static readonly ProblemKind ExistsWithDifferentReference =
        new(409, "exists-with-different-reference", "The id was used with another reference", "/reference");
    public static readonly ProblemKind ExistsWithDifferentBody = new(409, "exists-with-different-body", "The id was used with another body");
    public static readonly ProblemKind CommandExistsWithDifferentBody =
        new(409, "command-exists-with-different-body", "The command id was used with another body", "/commandId");
    public static readonly ProblemKind ReservationClosed = new(409, "reservation-closed", "Nothing of the reservation is open");
    public static readonly ProblemKind ReservationExpired = new(409, "reservation-expired", "The hold ran out before it was confirmed");
    public static readonly ProblemKind ReservationNotConfirmed =
        new(409, "reservation-not-confirmed", "Only a confirmed reservation can be fulfilled");
    public static readonly ProblemKind ReservationAlreadyConfirmed =
        new(409, "reservation-already-confirmed", "A confirmed reservation has no end to extend");
    public static readonly ProblemKind QuantityExceedsOpen =
        new(409, "quantity-exceeds-open", "The reservation has less open than was asked for", "/quantity");
    public static readonly ProblemKind InsufficientOnHand =
        new(409, "insufficient-on-hand", "The shelf holds less than is to be shipped", "/quantity");
    public static readonly ProblemKind TooManyCommands =
        new(409, "too-many-commands", "The reservation remembers all the command ids it can", "/commandId");
    public static readonly ProblemKind OnHandOutOfRange = new(409, "on-hand-out-of-range", "What is on hand would leave its limits", "/quantity");
    public static readonly ProblemKind GroupRejected = new(409, "group-rejected", "At least one line was refused, so nothing is held");
    public static readonly ProblemKind TargetFull = new(409, "target-full", "The target would hold more than a location may");
    public static readonly ProblemKind VersionMismatch =
        new(412, "version-mismatch", "The version is another one than expected", "/expectedVersion");
    public static readonly ProblemKind BodyTooLarge = new(413, "body-too-large", "The body is larger than a body may be");
    public static readonly ProblemKind MediaTypeUnsupported =
        new(415, "media-type-unsupported", "The body is of a type that this call does not take", "Content-Type");
    public static readonly ProblemKind IdempotencyKeyReused =
        new(422, "idempotency-key-reused", "The idempotency key was used with another body", "Idempotency-Key");

    // A bound that time will free.
    public static readonly ProblemKind BodyTooSlow = new(408, "body-too-slow", "The body did not arrive in time", RetryAfterSeconds: SoonSeconds);
    public static readonly ProblemKind TooManyReservations =
        new(429, "too-many-reservations", "The stock remembers all the reservations it can", RetryAfterSeconds: LaterSeconds);
    public static readonly ProblemKind TooManyMovements =
        new(429, "too-many-movements", "The stock remembers all the movements it can", RetryAfterSeconds: LaterSeconds);
    public static readonly ProblemKind SourceFull =
        new(429, "source-full", "The source remembers all the movements it can", RetryAfterSeconds: LaterSeconds);

    // The grid has no answer now.
    public static readonly ProblemKind Internal = new(500, "internal", "The grid made a mistake");
    public static readonly ProblemKind Busy = new(503, "busy", "More work is queued than can be taken now", RetryAfterSeconds: SoonSeconds);
    public static readonly ProblemKind Contended = new(503, "contended", "Other owners kept writing first", RetryAfterSeconds: SoonSeconds);
    public static readonly ProblemKind Draining = new(503, "draining", "The grid is shutting down", RetryAfterSeconds: SoonSeconds);
    public static readonly ProblemKind OutcomeUnknown =
        new(503, "outcome-unknown", "It may or may not have happened: repeat the same call with the same id", RetryAfterSeconds: SoonSeconds);
    public static readonly ProblemKind JournalCorrupt = new(503, "journal-corrupt", "The journal of this entity is damaged: an operator has to look");
    public static readonly ProblemKind NotReady = new(503, "not-ready", "The journal cannot be reached", RetryAfterSeconds: SoonSeconds);

    // Made at the first question: the fields of all files are there then.
    public static IReadOnlyList<ProblemKind> All => field ??=
    [
        .. typeof(ProblemKinds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static member => member.GetValue(null)).OfType<ProblemKind>()
    ];

    /// <summary>The problem of an answer that the framework gave without a body.</summary>
    public static ProblemKind OfStatus(int status) => status switch
    {
        404 => RouteNotFound,
        405 => MethodNotAllowed,
        408 => BodyTooSlow,
        413 => BodyTooLarge,
        415 => MediaTypeUnsupported,
        >= 500 => Internal,
        _ => BadRequest,
    };
}
