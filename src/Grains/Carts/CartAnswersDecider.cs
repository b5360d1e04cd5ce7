using Omnichannel.Journal;
using Omnichannel.Pricing;
using Omnichannel.Inventory;

namespace Omnichannel.Carts;

/// <summary>What stock answered to the asks of a plan, in their order.</summary>
/// <param name="PlanVersion">The plan that asked. Answers to another one (a retry, a wake-up) change nothing.</param>
public sealed record AsksAnswered(long PlanVersion, HoldAnswer[] Answers);

/// <summary>Stock took a hold back.</summary>
public sealed record ReleaseAnswered(HoldRelease Release);

/// <summary>What SKUs cost now, in the currency of the cart, for its channel and group.</summary>
public sealed record PricesSeen(IReadOnlyDictionary<Sku, PriceQuote> Quotes);

/// <summary>What a cart makes of the answers it waited for, and of time. Pure.</summary>
public static class CartAnswersDecider
{
    public static Decision<CartStatus, CartEvent> Decide(Cart cart, AsksAnswered answered, DateTimeOffset now)
    {
        if (cart.Plan is not { } plan || cart.PlanVersion != answered.PlanVersion) return CartAccess.Reject(CartStatus.None);
        var pairs = plan.Asks.Zip(answered.Answers).ToArray();
        var shortages = pairs.Where(static pair => pair.Second.Held is null).Select(static pair => pair.First.Short(pair.Second)).ToArray();
        return plan switch
        {
            // Its caller may have been told that the line is held: then it is in the cart, and the hold has ended since.
            LineAddStarted add when shortages.Length > 0 && !answered.Answers[0].HasLapsed => Refuse(add.Command),
            LineAddStarted add => CartAccess.Done(new LineAdded(now, add.Command, add.Line with { Holds = CartHolds.After(add.Line, pairs) })),
            QuantityChangeStarted change when shortages.Length > 0 => Refuse(change.Command),
            QuantityChangeStarted change =>
                CartAccess.Done(new QuantityChanged(now, change.Command, change.LineId, change.Quantity, CartHolds.After(cart.Find(change.LineId)!, pairs), [])),
            HoldStarted hold => CartAccess.Done(new LinesHeld(now, hold.Command, HoldsAfter(cart, pairs), shortages)),
            CheckoutStarted checkout => CheckoutDecider.DecideAnswered(cart, checkout, pairs, now),
            CartMergePlanned merge => CartMergeDecider.DecideAnswered(cart, merge, pairs, now),
            _ => CartAccess.Reject(CartStatus.None),
        };

        Decision<CartStatus, CartEvent> Refuse(RememberedCommand command) =>
            CartAccess.Done(new ChangeRefused(now, command, CartStatus.InsufficientStock, shortages));
    }

    public static Decision<CartStatus, CartEvent> Decide(Cart cart, ReleaseAnswered answered, DateTimeOffset now)
    {
        if (CartAccess.IsAdding(cart)) return CartAccess.Reject(CartStatus.Busy);
        return cart.Releases.Contains(answered.Release) ? CartAccess.Done(new HoldReleased(now, answered.Release)) : CartAccess.Reject(CartStatus.Exists);
    }

    /// <summary>Says how many lines have another price from now on. A price that was promised, or frozen, does not move.</summary>
    public static Decision<int, CartEvent> Decide(Cart cart, PricesSeen seen, DateTimeOffset now)
    {
        if (cart.State != CartState.Open || cart.Plan is not null) return Decision<int, CartEvent>.Nothing(0);
        var events = new List<CartEvent>();
        foreach (var line in cart.Lines)
        {
            if (!seen.Quotes.TryGetValue(line.Sku, out var quote)) continue;
            var isSame = quote.Amount == line.Quote.Amount;
            var current = isSame ? null : new CurrentPrice(quote.Amount, quote.PriceVersion);
            if (!line.IsQuoteAlive(now)) events.Add(isSame ? new QuoteRenewed(now, line.Id, quote) : new LineRepriced(now, line.Id, line.Quote.Amount, quote));
            else if (line.Current != current && line.Current?.Amount != current?.Amount) events.Add(new LinePriceChanged(now, line.Id, current));
        }

        return new(events.Count(static @event => @event is LineRepriced), [.. events]);
    }

    /// <summary>What time alone has done. While answers are awaited a hold may be growing older or younger: nothing is said about it before they are there.</summary>
    public static CartEvent[] DecideDue(Cart cart, DateTimeOffset now)
    {
        if (cart.Plan is not null || !(cart.DueAt <= now)) return [];
        var events = new List<CartEvent>();
        if (cart.Frozen is { } frozen && frozen.ExpiresAt <= now) events.Add(CheckoutDecider.DecideLapsed(cart, frozen, now));
        var given = events.OfType<CheckoutLapsed>().SelectMany(static lapsed => lapsed.Releases).Select(static release => release.ReservationId).ToHashSet();
        foreach (var line in cart.Lines)
        {
            foreach (var hold in line.Holds)
            {
                if (hold.ExpiresAt <= now && !given.Contains(hold.Id)) events.Add(new HoldLapsed(now, line.Id, hold.Id, hold.Quantity));
            }
        }

        if (cart.AbandonedAt <= now)
        {
            var releases = cart.Lines.SelectMany(line => CartHolds.ReleasesOf(line with { Holds = [.. line.Holds.Where(hold => hold.ExpiresAt > now)] }));
            events.Add(new CartAbandoned(now, [.. releases]));
        }

        return [.. events];
    }

    internal static LineHolds[] HoldsAfter(Cart cart, IEnumerable<(HoldAsk Ask, HoldAnswer Answer)> pairs, CheckoutId? madeFor = null) =>
        [.. pairs.GroupBy(static pair => pair.Ask.LineId).Select(line => new LineHolds(line.Key, CartHolds.After(cart.Find(line.Key)!, line, madeFor)))];
}
