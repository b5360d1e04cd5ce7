using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>The one owner of a SKU at a location; its key is a <see cref="StockKey"/>.</summary>
/// <remarks>
/// <para>Durability: every answer, also a rejection or a repeat, is given after the events it rests on are in the journal. What was
/// acknowledged survives the death of the process and of the machine.</para>
/// <para>Repeating: a call with the same id and body has its effect once, however often it arrives and whatever died in between, for
/// <see cref="Limits.RememberedSeconds"/> after the id was finished. A time-out means unknown, never failed: repeat the call.</para>
/// <para>Errors: a rule that says no is a status, never an exception. <see cref="GridUnavailableException"/> says that there is no answer
/// now, and whether anything may have happened.</para>
/// </remarks>
[Alias("stock-grain")]
public interface IStockGrain : IGrainWithStringKey, IWakeable
{
    /// <summary>Holds units for a cart or an order. Never holds more than is available.</summary>
    [Alias("reserve")]
    Task<ReserveReply> Reserve(ReserveStock command);

    /// <summary>As <see cref="Reserve"/>, many times in one call and in this order: each has its own answer, at its place, and a refusal of one says nothing of the others.</summary>
    /// <param name="commands">At most <see cref="Limits.ReservationBatchLinesMax"/>.</param>
    [Alias("reserve-each")]
    Task<IReadOnlyList<ReserveReply>> ReserveEach(IReadOnlyList<ReserveStock> commands);

    /// <summary>As <see cref="Reserve"/>, for a coordinator that acts on a refusal as on a yes: both stand.</summary>
    [Alias("hold")]
    Task<ReserveReply> Hold(HoldStock command);

    [Alias("confirm")]
    Task<ReservationReply> Confirm(ConfirmReservation command);

    [Alias("fulfill")]
    Task<ReservationReply> Fulfill(FulfillReservation command);

    [Alias("release")]
    Task<ReservationReply> Release(ReleaseReservation command);

    [Alias("extend")]
    Task<ReservationReply> Extend(ExtendReservation command);

    [Alias("find-reservation")]
    Task<ReservationReply> FindReservation(ReservationId id);

    [Alias("move")]
    Task<MoveReply> Move(MoveStock command);

    [Alias("set-safety-stock")]
    Task<SafetyStockReply> SetSafetyStock(SetSafetyStock command);

    [Alias("stock")]
    Task<StockView> Stock();

    /// <summary>As <see cref="Stock"/>, and not older than the journal was when this was called, even while another owner of the entity is alive. Costs a read of the store.</summary>
    [Alias("stock-strong")]
    Task<StockView> StockStrong();

    /// <summary>The events after a version, oldest first, at most <paramref name="limit"/> (1 to <see cref="Limits.EventsPageMax"/>).</summary>
    [Alias("events")]
    Task<EventPage> Events(long afterVersion, int limit);
}
