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
}
