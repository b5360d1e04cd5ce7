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
    FilePurchases = 22,
    FileCarts = 23,

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

    // Order, of owners (docs: A8).
    OwnersFenced = 45,

    // Carts, at every prefix.
    CartOpenedOnce = 50,
    CartWithinLimits = 51,
    HoldWithinLine = 52,
    HoldBehindOneLine = 53,
    HoldAskedFor = 54,
    HoldGivenBack = 55,
    ReleaseOnce = 56,
    OnePlan = 57,
    CheckoutOnce = 58,
    CheckoutAdds = 59,
    CartStandsStill = 60,
    CartOwned = 61,
    CodeOnce = 62,
    CartMergeSteps = 63,
    CartMergeWhole = 64,
    QuoteInTime = 65,

    // Prices, at every prefix.
    PriceInRange = 70,
    PriceClearedWasThere = 71,

    // Customers, at every prefix.
    CustomerRegisteredOnce = 80,
    PointsAdd = 81,
    PointsEndInTime = 82,
    PurchasesAdd = 83,
    IdentitySteps = 84,
    CustomerMergeSteps = 85,
    CustomerStandsStill = 86,
    IssueResolvedOnce = 87,
    SessionsOfCustomer = 88,
    OneOpenCart = 89,

    // Identities, merges of customers, sessions and presence, at every prefix.
    IdentityOneOwner = 90,
    IdentityInSequence = 91,
    MergeStepsInOrder = 92,
    SessionSteps = 93,
    SessionEndsInTime = 94,
    PresenceSteps = 95,

    // Between entities, at the end.
    HoldsBacked = 100,
    HoldsLeaked = 101,
    CodesAgree = 102,
    CartMergesAgree = 103,
    QuotesWerePrices = 104,
    IdentitiesAgree = 105,
    CustomerMergesAgree = 106,
    SessionsAgree = 107,
    OpenCartsAgree = 108,

    // Carts and customers under the simulator.
    HoldsBehindLines = 110,
    CodeUsedOnce = 111,
    IdentityOwnedOnce = 112,
    PointsAddUp = 113,
    MergesWhole = 114,
    TextsSealed = 115,
    ErasedIsGone = 116,
    OthersKeepTheirs = 117,
}
