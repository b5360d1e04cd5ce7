namespace Omnichannel;

/// <summary>Every bound of the grid, units in the name. The relations between them are asserted by <c>LimitsTests</c>.</summary>
public static class Limits
{
    // What a caller may send.
    public const int IdentifierLengthMax = 64;
    public const int ChannelLengthMax = 32;
    public const int TextLengthMax = 128;
    public const long QuantityMin = 1;
    public const long QuantityMax = 1_000_000_000;
    public const int HoldSecondsMin = 1;
    public const int HoldSecondsMax = 30 * 24 * 60 * 60;
    public const int HoldSecondsDefault = 900;
    public const int ReservationLinesMax = 100;
    /// <summary>Reservations of one SKU at one location that are asked for in one call, each on its own.</summary>
    public const int ReservationBatchLinesMax = 1_000;
    public const int ReservationBatchLineBytesMax = 2048;
    public const int AvailabilityPairsMax = 10_000;
    public const int EventsPageMax = 1_000;
    public const int EventsPageDefault = 100;
    public const int FeedPageMax = 5_000;
    public const int FeedPageDefault = 500;
    public const int RequestBodyBytesMax = 1024 * 1024;
    public const int ImportRowBytesMax = 4096;
    public const int ImportRowsMax = 10_000_000;
    public const int ImportRowsInFlightMax = 2048;
    public const int ImportsAtOnceMax = 4;

    // What the HTTP front end takes and keeps.
    public const int HttpConnectionsMax = 10_000;
    public const int HttpHeadersBytesMax = 16 * 1024;
    public const int HttpRequestLineBytesMax = 4 * 1024;
    public const int HttpHeadersSecondsMax = 10;
    public const int HttpIdleSecondsMax = 130;
    public const int JsonDepthMax = 8;
    public const int AvailabilityCallsInFlightMax = 256;
    public const int MetricSeriesMax = 1_000;
    public const int ReadyMillisecondsMax = 2_000;

    // What one SKU at one location may hold.
    /// <summary>On hand never exceeds this, so that no sum of quantities can overflow a 64-bit integer.</summary>
    public const long OnHandMax = 1_000_000_000_000;
    public const int OpenReservationsMax = 200_000;
    /// <summary>Ids of finished reservations, movements and commands that an entity remembers for late retries. When full, new ids are refused: an id is never forgotten early.</summary>
    public const int RememberedIdsMax = 1_000_000;
    public const int RememberedSeconds = 24 * 60 * 60;
    /// <summary>Steps of coordinators are remembered longer than a coordinator goes on asking: nobody may ask for a forgotten step, however long the grid was down.</summary>
    public const int StepRememberedSeconds = 90 * 24 * 60 * 60;
    /// <summary>A coordinator that got no further for this long stops asking, and stays under way until an operator looks.</summary>
    public const int StepAskedSeconds = 60 * 24 * 60 * 60;
    /// <summary>Refusals of coordinators that an entity remembers one by one; whoever planned before the newest of those that it does not is refused.</summary>
    public const int RefusalsRememberedMax = 10_000;
    public const int ReservationCommandsMax = 100;
    public const int ExpiriesPerTurnMax = 1_000;

    // Prices and carts.
    /// <summary>In minor units. A full cart of the dearest lines still adds up inside a 64-bit integer.</summary>
    public const long PriceAmountMax = 1_000_000_000_000;
    public const int PriceOverridesMax = 1_000;
    public const int PriceCommandsMax = 10_000;
    public const int QuoteSeconds = 900;
    public const int CartLinesMax = 100;
    public const long CartLineQuantityMax = 1_000;
    public const long CartUnitsMax = 5_000;
    public const int CartLineHoldsMax = 50;
    /// <summary>How often a single hold may be made smaller; below what stock remembers per reservation (<see cref="ReservationCommandsMax"/>).</summary>
    public const int CartHoldCutsMax = 50;
    public const int CartCommandsMax = 5_000;
    public const int CartTokensMax = 8;
    public const int CartTokenLengthMin = 22;
    public const int CartAbandonSecondsMin = 60;
    public const int CartAbandonSecondsMax = 90 * 24 * 60 * 60;
    public const int CartAbandonSecondsDefault = 3 * 24 * 60 * 60;
    public const int CartMergeUndoSeconds = 24 * 60 * 60;
    public const int CartMergesMax = 16;
    public const int CartCheckoutsMax = 16;
    public const int CartHandoversMax = 16;
    public const int HandoverSeconds = 300;
    /// <summary>How long the device that used a code may act on the cart.</summary>
    public const int HandoverGrantSeconds = 12 * 60 * 60;
    public const int HandoverCodeLength = 10;
    /// <summary>Shorter than <see cref="CallDeadlineSeconds"/>: a watch without news is an answer, not a time-out.</summary>
    public const int CartWatchSeconds = 5;
    public const int CartWatchActorsMax = 1_000;
    public const int LiveHeartbeatSeconds = 15;
    public const int LiveRecentEventsMax = 256;
    public const int LiveWatchersMax = 20_000;

    // What a caller may send about a customer.
    public const int ProfileChangesMax = 200;
    public const int NoteLengthMax = 2_000;
    public const int IdentityLengthMax = 254;
    public const long PointsMax = 1_000_000_000;
    public const long PurchaseTotalMax = 1_000_000_000_000;
    public const int NpsMax = 10;
    public const int RatingMin = 1;
    public const int RatingMax = 5;
    public const int SessionIdleSecondsMin = 60;
    public const int SessionIdleSecondsMax = 30 * 24 * 60 * 60;
    public const int SessionIdleSecondsDefault = 30 * 60;

    // What one customer may hold. What is older stays in the journal.
    public const int AddressesMax = 20;
    public const int PreferencesMax = 50;
    public const int TagsMax = 50;
    /// <summary>Fields of a profile whose removal is remembered, so that a patch of an older version is still told about it.</summary>
    public const int RemovedFieldsMax = 200;
    public const int ConsentsMax = 200;
    /// <summary>No balance exceeds this, so that no sum of points can overflow a 64-bit integer.</summary>
    public const long PointsBalanceMax = 1_000_000_000_000;
    public const int PointLotsMax = 1_000;
    public const int PointsEntriesKept = 100;
    public const int PurchaseCurrenciesMax = 20;
    public const long PurchaseSumMax = 1_000_000_000_000_000;
    public const int TouchpointsKept = 50;
    public const int OpenIssuesMax = 50;
    public const int FeedbackKept = 50;
    public const int IdentitiesMax = 50;
    public const int LiveSessionsMax = 100;
    /// <summary>Sessions of somebody who is erased that are asked to forget their device at a time.</summary>
    public const int ErasureSessionsAtOnce = 100;
    public const int AbsorptionsMax = 20;
    public const int ClosedMergesMax = 100;
    /// <summary>Carts beside the open one that a customer remembers having; all of them are in its events.</summary>
    public const int CustomerCartsKept = 100;
    public const int CustomerRememberedIdsMax = 10_000;

    // What identities, sessions and keys may do.
    /// <summary>Former owners of an identity that are remembered against their own late calls.</summary>
    public const int FormerOwnersMax = 100;
    /// <summary>A session that is touched again and again writes at most one event in this time.</summary>
    public const int SessionSeenSeconds = 60;
    /// <summary>Sign-ins of one visit that are remembered for late retries, for <see cref="RememberedSeconds"/>.</summary>
    public const int SessionSignInsMax = 100;
    public const int PresenceSessionsMax = 100_000;
    public const int PresenceChecksPerTurnMax = 64;
    public const int MasterKeysMax = 16;
    public const int RewrapKeysPerCallMax = 1_000;

    // What one grain and one silo may queue.
    public const int PendingEventsMax = 20_000;
    public const int FenceRetriesMax = 16;
    public const int SnapshotEveryEventsMin = 256;
    /// <summary>Events after which a snapshot is due however large it is, until it is twice as large.</summary>
    public const int SnapshotEveryEventsMax = 50_000;
    /// <summary>How much longer, at most, a snapshot that is due waits for a quiet moment: as a multiple of its events, and in events.</summary>
    public const int SnapshotPostponedTimesMax = 8;
    public const int SnapshotPostponedEventsMax = 50_000;
    /// <summary>A snapshot of so many entries is kept apart from the append that it was taken at: whoever waits for the append does not wait for it.</summary>
    public const int SnapshotApartEntriesMin = 1_000;
    /// <summary>Of those that were taken and are not kept yet; each holds on to what it was taken of. One at a time is encoded and written.</summary>
    public const int SnapshotsWaitingMax = 4;
    /// <summary>How long one of them may take to be written; then it is left out, and a later one is tried.</summary>
    public const int SnapshotWriteSecondsMax = 60;
    public const int JournalQueueEntriesMax = 20_000;
    public const int JournalBatchEntitiesMax = 512;
    public const int JournalBatchBytesMax = 4 * 1024 * 1024;
    /// <summary>Entities that are read each on its own before those that come are asked for together; fewer than the connections for reading.</summary>
    public const int JournalReadsApartMax = 4;
    public const int JournalReadGroupMax = 512;
    /// <summary>Writes of keys that share a transaction.</summary>
    public const int KeyWriteGroupMax = 256;
    public const int JournalNameLengthMax = 400;
    public const int JournalShardsMax = 64;
    public const int JournalShardsDefault = 8;
    public const int DueEntitiesPerSweepMax = 1_000;
    public const int DueSweepMilliseconds = 500;
    public const int WakesInFlightMax = 64;
    public const int ActivationsMax = 100_000;
    public const int ActivationIdleSeconds = 300;
    public const int CallsInFlightMax = 10_000;
    public const int CallDeadlineSeconds = 10;
    public const int CoordinatorRetrySeconds = 15;
    public const int DrainSeconds = 20;

    // What is published of the journal while somebody follows it.
    public const int StreamTickMilliseconds = 100;
    public const int StreamEntriesPerTickMax = 500;
    /// <summary>How often a follower says that it is there, and asks whether it missed anything.</summary>
    public const int StreamFollowSeconds = 5;
    /// <summary>How long a shard is published after the last word of a follower.</summary>
    public const int StreamFollowedSeconds = 30;

    // What a cluster of silos takes for a sign of death, and how soon. docs/ARCHITECTURE.md, "When a silo dies", does the sum.
    /// <summary>What a silo owned that died is answered for again within this time.</summary>
    public const int SiloTakeoverSecondsMax = 10;
    public const int SiloProbeSeconds = 1;
    public const int SiloProbeSecondsMax = 2;
    public const int SiloProbesMissedMax = 3;
    public const int SiloTableRefreshSeconds = 5;
    public const int SiloAliveSeconds = 2;
    public const int SiloAliveMissedMax = 3;
    public const int SiloVoteSeconds = 30;
    public const int SiloRememberedSeconds = 24 * 60 * 60;
    public const int GatewayRefreshSeconds = 1;
}
