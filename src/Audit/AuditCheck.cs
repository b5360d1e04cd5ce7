namespace Omnichannel.Audit;

/// <summary>What the auditor checks. The numbers are printed with every finding; never renumber.</summary>
public enum AuditCheck
{
    None = 0,

    // Every entity.
    EventsReadable = 1,
    VersionsGapless = 2,
    TimeForward = 3,

    // Stock, at every prefix.
    OnHandInRange = 4,
    ReservedCovered = 5,
    ReserveOnlyAvailable = 6,
    ReservationIdOnce = 7,
    PartsWithinReservation = 8,
    LifeCycle = 9,
    ExpiryInTime = 10,
    MovementIdOnce = 11,
    CommandIdOnce = 12,
    MovementDelta = 13,
    Conservation = 14,
    ShortfallDeclared = 15,
    NewestGivesWay = 16,
    ExpectedVersionHeld = 17,

    // The feed.
    PositionsGapless = 18,
    OneShard = 19,

    // Against other sources.
    LiveAnswer = 20,
    FileTotals = 21,

    // Against what clients were told (docs: A1 to A4).
    AcknowledgedIsKept = 31,
    EveryEffectWasAsked = 32,
    OneEffectPerId = 33,
    NoOversell = 34,

    // Order (docs: A5 to A7, A11).
    RowsChained = 35,
    AnswersInOrder = 36,
    RealTimeOrder = 37,
    SessionsForward = 38,
    Linearizable = 39,

    // Over several owners, over time and at the end (docs: A9, A10, A12, A13).
    TransfersClosed = 40,
    GroupsWhole = 41,
    HoldsTheirTime = 42,
    FeedComplete = 43,
    EverythingEnds = 44,
}
