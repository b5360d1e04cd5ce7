using System.Reflection;
using static Omnichannel.Limits;

namespace Omnichannel;

/// <summary>How the bounds hang together. Their edges are tested where the rules are.</summary>
public sealed class LimitsTests
{
    public static TheoryData<string, bool> Relations => new()
    {
        { "a hold by default is one a caller may ask for", Within(HoldSecondsDefault, HoldSecondsMin, HoldSecondsMax) },
        { "a quantity fits on the shelf", QuantityMin > 0 && QuantityMax <= OnHandMax },
        { "all open holds at their largest add up inside 64 bits", OpenReservationsMax <= long.MaxValue / QuantityMax },
        { "on hand and every quantity add up inside 64 bits", OnHandMax <= long.MaxValue - 4 * QuantityMax },
        { "every open hold is an id that is remembered", OpenReservationsMax <= RememberedIdsMax },
        { "commands of one reservation fit into what is remembered", ReservationCommandsMax <= RememberedIdsMax },
        { "a retry within the longest call is always recognised", RememberedSeconds > CallDeadlineSeconds * 100 },
        { "a step is remembered longer than its coordinator asks, by more than clocks differ", StepRememberedSeconds - StepAskedSeconds >= 24 * 60 * 60 },
        { "a coordinator is woken many times before it stops asking", StepAskedSeconds > CoordinatorRetrySeconds * 1000 },
        { "a reservation of many lines fits into a request", ReservationLinesMax * (2 * IdentifierLengthMax + 64) <= RequestBodyBytesMax },
        { "a row of an import fits into a request", ImportRowBytesMax <= RequestBodyBytesMax },
        { "pages by default are pages", Within(EventsPageDefault, 1, EventsPageMax) && Within(FeedPageDefault, 1, FeedPageMax) },
        { "the expiries of one turn fit into the queue of an entity", ExpiriesPerTurnMax < PendingEventsMax },
        { "one entity cannot fill the queue of the journal alone", PendingEventsMax <= JournalQueueEntriesMax },
        { "a batch fits into the queue", JournalBatchEntitiesMax <= JournalQueueEntriesMax },
        { "shards by default are shards", Within(JournalShardsDefault, 1, JournalShardsMax) },
        { "a sweep comes back before a rested entity may be woken", DueSweepMilliseconds < CoordinatorRetrySeconds * 1000 },
        { "wakes in flight fit into a sweep, and a sweep into the calls in flight", WakesInFlightMax <= DueEntitiesPerSweepMax && DueEntitiesPerSweepMax <= CallsInFlightMax },
        { "a full cart of the dearest lines adds up inside 64 bits", PriceAmountMax <= long.MaxValue / CartUnitsMax },
        { "a line fits into a cart, and a cart into a reservation", CartLineQuantityMax <= CartUnitsMax && CartUnitsMax <= QuantityMax },
        { "a hold is cut less often than stock remembers", CartHoldCutsMax < ReservationCommandsMax },
        { "a watch without news is an answer before the call is given up", CartWatchSeconds < CallDeadlineSeconds },
        { "a quote by default lasts as long as a hold", QuoteSeconds == HoldSecondsDefault },
        { "an abandonment by default is one a caller may ask for", Within(CartAbandonSecondsDefault, CartAbandonSecondsMin, CartAbandonSecondsMax) },
        { "a code is good for less time than what it grants", HandoverSeconds < HandoverGrantSeconds },
        { "a token is an identifier", CartTokenLengthMin < IdentifierLengthMax },
        { "a call ends before an idle activation is dropped", CallDeadlineSeconds < ActivationIdleSeconds },
        { "what is in flight can end while draining", DrainSeconds > CallDeadlineSeconds },
        { "a coordinator is not woken while its call may still run", CoordinatorRetrySeconds > CallDeadlineSeconds },
    };

    [Theory]
    [MemberData(nameof(Relations))]
    public void Limits_HangTogether(string relation, bool holds) => Assert.True(holds, relation);

    [Fact]
    public void Limits_AreAllPositiveAndSayTheirUnit()
    {
        var limits = typeof(Limits).GetFields(BindingFlags.Public | BindingFlags.Static);
        Assert.NotEmpty(limits);
        Assert.All(limits, static limit => Assert.True(Convert.ToInt64(limit.GetRawConstantValue(), null) > 0, limit.Name));
    }

    private static bool Within(int value, int min, int max) => min <= value && value <= max;
}
