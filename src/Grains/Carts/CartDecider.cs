using System.Globalization;
using Omnichannel.Customers;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Pricing;
using Omnichannel.Privacy;
using static Omnichannel.Carts.CartAccess;

namespace Omnichannel.Carts;

/// <summary>A line to be added, with what its SKU costs now; null when it has no price in the currency of the cart.</summary>
public sealed record QuotedLine(AddLine Add, PriceQuote? Quote);

/// <summary>The rules of what is in a cart, and whose it is. Pure: the same cart, command and time give the same decision.</summary>
public static class CartDecider
{
    public static Decision<CartStatus, CartEvent> Decide(Cart cart, OpenCart command, CartId id, DateTimeOffset now)
    {
        var abandonAfter = command.AbandonAfter ?? TimeSpan.FromSeconds(Limits.CartAbandonSecondsDefault);
        if (!command.Currency.IsKnown) return Reject(CartStatus.CurrencyUnknown);
        if (abandonAfter.TotalSeconds is < Limits.CartAbandonSecondsMin or > Limits.CartAbandonSecondsMax) return Reject(CartStatus.AbandonmentOutOfRange);
        if (command.Actor is { Customer: null, Token: null }) return Reject(CartStatus.OwnerMissing);
        if (cart.IsOpened)
        {
            if (Refuses(cart, command.Actor, now) is { } refused) return Reject(refused);
            var isSame = cart.Currency == command.Currency && cart.Channel == command.Channel && cart.Group == command.Group && cart.AbandonAfter == abandonAfter;
            return Reject(isSame ? CartStatus.Exists : CartStatus.ExistsWithDifferentBody);
        }

        // After this point the cart must open.
        var token = command.Actor.Customer is null ? command.Actor.Token : null;
        return Done(new CartOpened(now, id, command.Actor.Customer, token, command.Currency, command.Channel, command.Group, (int)abandonAfter.TotalSeconds));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, QuotedLine quoted, DateTimeOffset now)
    {
        var command = quoted.Add;
        if (command.Quantity is < Limits.QuantityMin or > Limits.CartLineQuantityMax) return Reject(CartStatus.QuantityOutOfRange);
        if (command.HoldFor is { } hold && !InRange.Hold(hold)) return Reject(CartStatus.HoldOutOfRange);
        if (!InRange.Text(command.Note)) return Reject(CartStatus.TextOutOfRange);
        if (!Enum.IsDefined(command.Fulfilment.Kind) || command.Fulfilment.Kind == FulfilmentKind.None) return Reject(CartStatus.FulfilmentOutOfRange);
        var remembered = Remembered(command);
        if ((Refuses(cart, command.Command, remembered, now) ?? Occupies(cart)) is { } status) return Reject(status);
        if (cart.Find(command.LineId) is not null) return Reject(CartStatus.LineExists);
        if (cart.Lines.Count >= Limits.CartLinesMax) return Reject(CartStatus.TooManyLines);
        if (cart.Units + command.Quantity > Limits.CartUnitsMax) return Reject(CartStatus.TooManyUnits);
        if (quoted.Quote is not { } quote) return Reject(CartStatus.NoPrice);

        // After this point the line is added, unless stock refuses to hold it.
        var line = new CartLine(command.LineId, command.Sku, command.Quantity, command.Fulfilment, quote, Current: null, PersonalText.Of(command.Note), now, Holds: []);
        return command.HoldFor is { } holdFor
            ? Done(new LineAddStarted(now, remembered, line, [CartHolds.New(cart, line, line.Quantity, now + holdFor)]))
            : Done(new LineAdded(now, remembered, line));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, ChangeQuantity command, DateTimeOffset now)
    {
        if (command.Quantity is < Limits.QuantityMin or > Limits.CartLineQuantityMax) return Reject(CartStatus.QuantityOutOfRange);
        var remembered = RememberedCommand.Of(command.Command.Id, "change-quantity", command.LineId.Value, Text(command.Quantity));
        if ((Refuses(cart, command.Command, remembered, now) ?? Occupies(cart)) is { } status) return Reject(status);
        if (cart.Find(command.LineId) is not { } line) return Reject(CartStatus.LineNotFound);
        if (cart.Units - line.Quantity + command.Quantity > Limits.CartUnitsMax) return Reject(CartStatus.TooManyUnits);
        if (line.HeldUntil is { } heldUntil && command.Quantity > line.Quantity)
        {
            if (line.Holds.Length >= Limits.CartLineHoldsMax) return Reject(CartStatus.TooManyHolds);

            // After this point the quantity changes, unless stock refuses. The new hold ends with those that are there.
            var until = heldUntil > now.AddSeconds(Limits.HoldSecondsMin) ? heldUntil : now.AddSeconds(Limits.HoldSecondsMin);
            var ask = CartHolds.New(cart, line, command.Quantity - line.Held, until);
            return Done(new QuantityChangeStarted(now, remembered, line.Id, command.Quantity, [ask]));
        }

        var releases = new List<HoldRelease>();
        var holds = CartHolds.Trim(cart, line, command.Quantity, releases);
        if (Array.Exists(holds, static hold => hold.Cuts > Limits.CartHoldCutsMax)) return Reject(CartStatus.TooManyHolds);

        // After this point the quantity must change.
        return Done(new QuantityChanged(now, remembered, line.Id, command.Quantity, holds, [.. releases]));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, RemoveLine command, DateTimeOffset now)
    {
        var remembered = RememberedCommand.Of(command.Command.Id, "remove-line", command.LineId.Value);
        if ((Refuses(cart, command.Command, remembered, now) ?? Occupies(cart)) is { } status) return Reject(status);
        if (cart.Find(command.LineId) is not { } line) return Reject(CartStatus.LineNotFound);

        // After this point the line must go, and its holds with it.
        return Done(new LineRemoved(now, remembered, line.Id, [.. CartHolds.ReleasesOf(line)]));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, HoldLines command, DateTimeOffset now)
    {
        if (!InRange.Hold(command.HoldFor)) return Reject(CartStatus.HoldOutOfRange);
        if (command.LineIds is { Count: 0 or > Limits.CartLinesMax }) return Reject(CartStatus.LinesOutOfRange);
        var body = string.Join('|', command.LineIds?.Select(static id => id.Value) ?? []);
        var remembered = RememberedCommand.Of(command.Command.Id, "hold-lines", Text((long)command.HoldFor.TotalSeconds), command.LineIds is null ? null : body);
        if ((Refuses(cart, command.Command, remembered, now) ?? Occupies(cart)) is { } status) return Reject(status);
        var lines = (command.LineIds?.Distinct() ?? cart.Lines.Select(static line => line.Id)).Select(cart.Find).ToArray();
        if (Array.Exists(lines, static line => line is null)) return Reject(CartStatus.LineNotFound);
        if (Array.Exists(lines, static line => line!.Missing > 0 && line.Holds.Length >= Limits.CartLineHoldsMax)) return Reject(CartStatus.TooManyHolds);
        if (lines.Length == 0) return Reject(CartStatus.Empty);

        // After this point every line is asked for; stock decides which are held.
        return Done(new HoldStarted(now, remembered, [.. lines.SelectMany(line => CartHolds.AsksFor(cart, line!, now + command.HoldFor))]));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, WriteNote command, DateTimeOffset now)
    {
        if (!InRange.Text(command.Note)) return Reject(CartStatus.TextOutOfRange);
        var remembered = RememberedCommand.Of(command.Command.Id, "write-note", command.LineId?.Value, command.Note) with { IsPersonal = command.Note is not null };
        if ((Refuses(cart, command.Command, remembered, now) ?? Occupies(cart)) is { } status) return Reject(status);
        if (command.LineId is { } id && cart.Find(id) is null) return Reject(CartStatus.LineNotFound);
        return Done(new NoteWritten(now, remembered, command.LineId, PersonalText.Of(command.Note)));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, AttachCart command, DateTimeOffset now)
    {
        var remembered = RememberedCommand.Of(command.Command.Id, "attach-cart", command.Customer.Value);

        // The token that asked ended when the cart was attached: its very command may be sent again, and nothing else may.
        var actor = cart.Commands.IsRepeat(remembered) == true ? command.Command with { Actor = CartActor.Of(command.Customer) } : command.Command;
        if (Refuses(cart, actor, remembered, now) is { } status) return Reject(status);
        if (cart.Customer is { } customer) return Reject(customer == command.Customer ? CartStatus.Exists : CartStatus.NotOwner);
        if (Occupies(cart) is { } occupied and not CartStatus.Locked) return Reject(occupied);

        // After this point the cart must be the customer's.
        return Done(new CartAttached(now, remembered, command.Customer));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, ReassignCart command, DateTimeOffset now)
    {
        var remembered = RememberedCommand.Of(command.Command.Id, "reassign-cart", command.Customer.Value);

        // A repeat comes from a customer who does not own the cart any more.
        if (cart.IsOpened && cart.Commands.IsRepeat(remembered) == true) return Reject(CartStatus.Exists);
        if (Refuses(cart, command.Command, remembered, now) is { } status) return Reject(status);
        if (cart.Customer is not { } previous || previous != command.Command.Actor.Customer) return Reject(CartStatus.NotOwner);
        if (command.Following is { } merge && WentBack(cart, merge)) return Reject(CartStatus.MergeUndone);
        if (Occupies(cart) is { } occupied and not CartStatus.Locked && (occupied != CartStatus.Closed || !MayOpenAgain(cart, command.Following))) return Reject(occupied);

        // After this point the cart must be the other customer's.
        return Done(new CartReassigned(now, remembered, previous, command.Customer));
    }

    // I66: whoever asks it to follow that merge was told of it before the two became two again, or died and came back.
    private static bool WentBack(Cart cart, CustomerMergeId merge) =>
        cart.Commands.Has(CustomerMergeGrain.GivingBack(merge)) || cart.ReopenedFrom == CartMergeId.Create(merge.Value);

    // I66: whoever takes back the merge of carts that closed it opens it again, as the cart of its customer. What that very merge of customers closed goes back with it.
    private static bool MayOpenAgain(Cart cart, CustomerMergeId? following) => following is not { } merge || cart.Offer?.MergeId != CartMergeId.Create(merge.Value);

    private static RememberedCommand Remembered(AddLine command) => RememberedCommand.Of(
        command.Command.Id,
        "add-line",
        command.LineId.Value,
        command.Sku.Value,
        Text(command.Quantity),
        command.Fulfilment.Kind.ToString(),
        command.Fulfilment.Location.Value,
        command.HoldFor is { } holdFor ? Text((long)holdFor.TotalSeconds) : null,
        command.Note) with { IsPersonal = command.Note is not null };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
