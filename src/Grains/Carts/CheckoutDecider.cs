using Omnichannel.Inventory;
using Omnichannel.Journal;
using static Omnichannel.Carts.CartAccess;

namespace Omnichannel.Carts;

/// <summary>A checkout that was asked for, after the prices were looked up.</summary>
/// <param name="IsRepriced">Some line has another price since this very look-up: its owner cannot have seen it.</param>
public sealed record PricedCheckout(StartCheckout Start, bool IsRepriced);

/// <summary>The rules of checkouts. Pure.</summary>
public static class CheckoutDecider
{
    public static Decision<CartStatus, CartEvent> Decide(Cart cart, PricedCheckout priced, DateTimeOffset now)
    {
        var command = priced.Start;
        var holdFor = command.HoldFor ?? TimeSpan.FromSeconds(Limits.HoldSecondsDefault);
        if (!InRange.Hold(holdFor)) return Reject(CartStatus.HoldOutOfRange);
        if (Refuses(cart, command.Actor, now) is { } refused) return Reject(refused);
        if (cart.Find(command.Id) is { } earlier) return Reject(earlier.State == CheckoutState.Frozen ? CartStatus.Exists : CartStatus.CheckoutClosed);
        if (Differs(cart, command.ExpectedVersion) is { } differs) return Reject(differs);
        if (Occupies(cart) is { } occupied) return Reject(occupied);
        if (cart.Lines.Any(line => !line.IsQuoteAlive(now))) return Reject(CartStatus.NoPrice);
        if (cart.Lines.Count == 0) return Reject(CartStatus.Empty);
        if (priced.IsRepriced) return Reject(CartStatus.PricesChanged);
        if (command.ExpectedTotal is { } total && total != cart.Total) return Reject(CartStatus.TotalMismatch);

        // After this point the cart stands still until stock has answered for every line.
        return Done(new CheckoutStarted(now, command.Id, [.. cart.Lines.SelectMany(line => CartHolds.AsksFor(cart, line, now + holdFor))]));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, CancelCheckout command, DateTimeOffset now)
    {
        if (Refuses(cart, command.Actor, now) is { } refused) return Reject(refused);
        if (cart.Find(command.Id) is not { } checkout) return Reject(CartStatus.CheckoutNotFound);
        if (checkout.State == CheckoutState.Cancelled) return Reject(CartStatus.Exists);
        if (checkout.State == CheckoutState.Lapsed) return Reject(CartStatus.CheckoutClosed);

        // After this point the cart must go on.
        return Done(new CheckoutCancelled(now, checkout.Id, MadeFor(cart, checkout.Id)));
    }

    /// <summary>I45: all lines are held, or the cart is as it was.</summary>
    internal static Decision<CartStatus, CartEvent> DecideAnswered(Cart cart, CheckoutStarted started, (HoldAsk Ask, HoldAnswer Answer)[] pairs, DateTimeOffset now)
    {
        var after = CartAnswersDecider.HoldsAfter(cart, pairs, started.CheckoutId);
        var shortages = pairs.Where(static pair => pair.Answer.Held is null).Select(static pair => pair.Ask.Short(pair.Answer)).ToArray();
        if (shortages.Length > 0)
        {
            var releases = pairs.Where(static pair => pair.Answer.Held is { } held && held != pair.Ask.Existing)
                .Select(static pair => new HoldRelease(pair.Answer.Held!.Value, pair.Ask.Sku, pair.Ask.Location));
            var kept = after.Select(line => new LineHolds(line.LineId, [.. line.Holds.Where(hold => hold.MadeFor != started.CheckoutId)]));
            return Done(new CheckoutRefused(now, started.CheckoutId, [.. kept], shortages, [.. releases]));
        }

        var holds = after.ToDictionary(static line => line.LineId, static line => line.Holds);
        var lines = cart.Lines.Select(line => new CheckoutLine(
            line.Id,
            line.Sku,
            line.Quantity,
            line.Fulfilment,
            line.Quote,
            line.Amount,
            [.. holds[line.Id].Select(static hold => new HeldQuantity(hold.Id, hold.Quantity))]));
        var expiresAt = after.SelectMany(static line => line.Holds).Min(static hold => hold.ExpiresAt);
        var checkout = new Checkout(started.CheckoutId, cart.Id, CheckoutState.Frozen, [.. lines], cart.Currency, cart.Total, now, expiresAt);
        return Done(new CheckoutFrozen(now, checkout, after));
    }

    internal static CheckoutLapsed DecideLapsed(Cart cart, Checkout checkout, DateTimeOffset now) => new(now, checkout.Id, MadeFor(cart, checkout.Id));

    // What would not be held without the checkout.
    private static HoldRelease[] MadeFor(Cart cart, CheckoutId id) =>
        [.. cart.Lines.SelectMany(line => CartHolds.ReleasesOf(line with { Holds = [.. line.Holds.Where(hold => hold.MadeFor == id)] }))];
}
