using System.Text.Json.Serialization;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Pricing;
using Omnichannel.Privacy;

namespace Omnichannel.Carts;

/// <summary>Units of a line that a reservation holds.</summary>
/// <param name="Cuts">How often it was made smaller.</param>
/// <param name="MadeFor">The checkout without which it would not exist; it ends with it.</param>
public sealed record CartHold(ReservationId Id, long Quantity, DateTimeOffset ExpiresAt, int Cuts = 0, CheckoutId? MadeFor = null);

/// <summary>One line of a cart.</summary>
/// <param name="Current">The price of today, when it differs from the quote.</param>
/// <param name="Holds">In the order in which they were made.</param>
public sealed record CartLine(
    CartLineId Id,
    Sku Sku,
    long Quantity,
    Fulfilment Fulfilment,
    PriceQuote Quote,
    CurrentPrice? Current,
    [property: JsonConverter(typeof(OnceClearTextConverter))] PersonalText? Note,
    DateTimeOffset ChangedAt,
    CartHold[] Holds)
{
    public long Held => Holds.Sum(static hold => hold.Quantity);

    public long Missing => Math.Max(0, Quantity - Held);

    public long Amount => checked(Quantity * Quote.Amount);

    public DateTimeOffset? HeldUntil => Holds.Length == 0 ? null : Holds.Min(static hold => hold.ExpiresAt);

    /// <summary>A price that was promised stays while the promise or the hold of the whole line lasts.</summary>
    public bool IsQuoteAlive(DateTimeOffset now) => now < Quote.Until || (Missing == 0 && HeldUntil > now);

    public CartLineView View() => new(Id, Sku, Quantity, Fulfilment, Quote, Current, Amount, Held, HeldUntil, Note?.Value);

    /// <param name="owner">Whose the note is when it does not say so itself.</param>
    public OfferedLine Offer(string owner) => new(
        Id,
        Sku,
        Quantity,
        Fulfilment,
        Quote,
        Note?.Value,
        ChangedAt,
        [.. Holds.Select(static hold => new OfferedHold(hold.Id, hold.Quantity, hold.ExpiresAt))],
        Note?.OwnedBy(owner).Owner);

    public static CartLine Of(OfferedLine offered) => new(
        offered.Id,
        offered.Sku,
        offered.Quantity,
        offered.Fulfilment,
        offered.Quote,
        Current: null,
        offered.Note is null ? null : new(offered.Note, offered.NoteOwner),
        offered.ChangedAt,
        [.. offered.Holds.Select(static hold => new CartHold(hold.ReservationId, hold.Quantity, hold.ExpiresAt))]);
}

/// <summary>Units to be given back: all of a reservation, or some of it under an id of their own.</summary>
public sealed record HoldRelease(ReservationId ReservationId, Sku Sku, Location Location, long? Quantity = null, CommandId? CommandId = null);

/// <summary>A question to the stock of one line: hold these units until then.</summary>
/// <param name="Existing">The reservation that holds them already and is to be extended; when it turns out to be gone, they are held anew.</param>
/// <param name="ReservationId">The name of the new reservation, should one be made.</param>
/// <param name="AllowsLess">Take what there is, when it is less.</param>
public sealed record HoldAsk(
    CartLineId LineId,
    Sku Sku,
    Location Location,
    ReservationId? Existing,
    ReservationId ReservationId,
    long Quantity,
    DateTimeOffset Until,
    bool AllowsLess = false)
{
    public LineShortage Short(HoldAnswer answer) => new(LineId, Sku, Location, answer.Available);
}

/// <param name="Held">The reservation that holds the units now; null when none does.</param>
/// <param name="Available">What stock had available when it refused, in units.</param>
/// <param name="HasLapsed">It was held before, and is not any more: whoever asked may have been told so.</param>
/// <param name="Stands">Whoever asks later makes the same of it, however late.</param>
public sealed record HoldAnswer(ReservationId? Held, long Quantity, DateTimeOffset? ExpiresAt, long Available, bool HasLapsed = false, bool Stands = false);

/// <summary>All holds of a line, after a change.</summary>
public sealed record LineHolds(CartLineId LineId, CartHold[] Holds);
