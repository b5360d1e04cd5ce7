using Omnichannel.Audit;
using Omnichannel.Carts;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Shop;

/// <summary>No hold without a cart line, and no cart line beyond its hold. Asked while holds are alive and nothing is under way.</summary>
internal sealed class ShopHoldOracle(SimStore store, ShopJournal journal, Findings findings)
{
    // Stock and cart end a hold each for itself, within a sweep of each other.
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(2);

    /// <returns>How many holds there were to look at.</returns>
    public int Check(DateTimeOffset now)
    {
        var said = new Dictionary<string, (string Cart, string Place, CartHold Hold)>(StringComparer.Ordinal);
        var held = new Dictionary<string, (string Place, Reservation Hold)>(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entity in store.Committed.Select(row => row.Append.Entity).Distinct())
        {
            try
            {
                if (entity.Kind == CartGrain.Kind) Collect(entity, CartCodec.Instance.Fold(entity, store.Read(entity)).State, now, said, known);
                if (entity.Kind == StockGrain.Kind) Collect(entity, StockCodec.Instance.Fold(entity, store.Read(entity)).State, now, held);
            }
            catch (JournalCorruptException damage)
            {
                findings.Add(new(entity.ToString(), 0, AuditCheck.RowsChained, damage.Message));
            }
        }

        var times = Times();
        foreach (var (id, (place, hold)) in held.Where(hold => !known.Contains(hold.Key)))
        {
            if (times[id].HasLapsed) continue;
            findings.Add(new($"stock/{place}", 0, AuditCheck.HoldsBehindLines, $"{hold.Open} units are held by {id}, and no line of any cart knows of it."));
        }

        foreach (var (id, (cart, place, hold)) in said)
        {
            var (found, time) = (held.GetValueOrDefault(id), times.GetValueOrDefault(id));
            if (time?.EndedAt >= hold.ExpiresAt || ((found.Place, found.Hold?.Open) == (place, hold.Quantity) && time?.Ends.Contains(hold.ExpiresAt) == true)) continue;
            findings.Add(new(cart, 0, AuditCheck.HoldsBehindLines,
                $"{hold.Quantity} units at {place} should be held by {id} until {hold.ExpiresAt:O}; {found.Hold?.Open ?? 0} are, until {found.Hold?.ExpiresAt:O}."));
        }

        return held.Count;
    }

    private Dictionary<string, HoldTimes> Times()
    {
        var times = new Dictionary<string, HoldTimes>(StringComparer.Ordinal);
        foreach (var next in journal.Events)
        {
            if (next.Text("reservationId") is not { } id) continue;
            var known = times.TryGetValue(id, out var found) ? found : times[id] = new();
            if (next.Tag is "stock-reserved" or "reservation-extended") known.Ends.Add(next.Body.GetProperty("expiresAt").GetDateTimeOffset());
            else if (next.Tag == "hold-lapsed") known.LapsedAt = AtOf(next);
            else if (next.Tag == "reservation-expired") known.EndedAt = AtOf(next);

            // A sale at the till takes the goods from under a hold: the cart hears of it when it asks next.
            else if (next.Tag == "reservation-displaced") known.EndedAt = DateTimeOffset.MaxValue;
        }

        return times;
    }

    private static DateTimeOffset AtOf(ShopEvent next) => next.Body.GetProperty("at").GetDateTimeOffset();

    private static void Collect(EntityKey entity, Stock stock, DateTimeOffset now, Dictionary<string, (string Place, Reservation Hold)> held)
    {
        foreach (var reservation in stock.Reservations.Where(one => one.IsOpen && one.ExpiresAt > now + _margin)) held[reservation.Id.Value] = (entity.Key, reservation);
    }

    private void Collect(EntityKey entity, Cart cart, DateTimeOffset now, Dictionary<string, (string Cart, string Place, CartHold Hold)> said, HashSet<string> known)
    {
        foreach (var line in cart.Lines)
        {
            known.UnionWith(line.Holds.Select(static hold => hold.Id.Value));
            foreach (var hold in line.Holds.Where(hold => hold.ExpiresAt > now + _margin))
            {
                if (!said.TryAdd(hold.Id.Value, (entity.ToString(), $"{line.Sku}/{line.Fulfilment.Location}", hold)))
                    findings.Add(new(entity.ToString(), 0, AuditCheck.HoldsBehindLines, $"{hold.Id} is behind two lines."));
            }
        }
    }

    /// <summary>When a hold ended for its cart and for its stock, in the time of either: where their clocks differ one goes on with it until its own time has come.</summary>
    private sealed class HoldTimes
    {
        /// <summary>Every end that stock ever gave it. Asked twice by two owners of one cart it may have been given a later one that the cart was not told.</summary>
        public HashSet<DateTimeOffset> Ends { get; } = [];

        public DateTimeOffset? LapsedAt { get; set; }

        public DateTimeOffset? EndedAt { get; set; }

        /// <summary>The cart let it go at an end that stock had given; the auditor holds each lapse against the end that the cart knew.</summary>
        public bool HasLapsed => LapsedAt is { } at && Ends.Any(end => end <= at);
    }
}
