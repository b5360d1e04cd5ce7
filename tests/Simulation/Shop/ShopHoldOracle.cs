using Omnichannel.Audit;
using Omnichannel.Carts;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Shop;

/// <summary>No hold without a cart line, and no cart line beyond its hold. Asked while holds are alive and nothing is under way.</summary>
internal sealed class ShopHoldOracle(SimStore store, ShopJournal journal, TimeSpan worstSkew, Findings findings)
{
    // Stock and cart end a hold each for itself, within a sweep of each other.
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(2);

    /// <returns>How many holds there were to look at.</returns>
    public int Check(DateTimeOffset now)
    {
        var said = new Dictionary<string, (string Cart, string Place, long Quantity)>(StringComparer.Ordinal);
        var held = new Dictionary<string, (string Place, long Quantity)>(StringComparer.Ordinal);
        foreach (var entity in store.Committed.Select(row => row.Append.Entity).Distinct())
        {
            try
            {
                if (entity.Kind == CartGrain.Kind) Collect(entity, CartCodec.Instance.Fold(entity, store.Read(entity)).State, now, said);
                if (entity.Kind == StockGrain.Kind) Collect(entity, StockCodec.Instance.Fold(entity, store.Read(entity)).State, now, held);
            }
            catch (JournalCorruptException damage)
            {
                findings.Add(new(entity.ToString(), 0, AuditCheck.RowsChained, damage.Message));
            }
        }

        // A sale at the till takes the goods from under a hold: the cart hears of it when it asks next.
        var displaced = journal.Events.Where(next => next.Tag == "reservation-displaced").Select(next => next.Text("reservationId")).ToHashSet();

        // Where a clock ran ahead, its cart has ended a hold by itself that stock goes on with until its time.
        var lapsed = journal.Events.Where(next => next.Tag == "hold-lapsed" && worstSkew > TimeSpan.Zero).Select(next => next.Text("reservationId")).ToHashSet();
        foreach (var (id, hold) in held.Where(hold => !said.ContainsKey(hold.Key) && !lapsed.Contains(hold.Key)))
            findings.Add(new($"stock/{hold.Place}", 0, AuditCheck.HoldsBehindLines, $"{hold.Quantity} units are held by {id}, and no line of any cart knows of it."));
        foreach (var (id, line) in said.Where(line => !displaced.Contains(line.Key)))
        {
            var found = held.GetValueOrDefault(id);
            if (found == (line.Place, line.Quantity)) continue;
            findings.Add(new(line.Cart, 0, AuditCheck.HoldsBehindLines, $"{line.Quantity} units at {line.Place} should be held by {id}; {found.Quantity} are."));
        }

        return held.Count;
    }

    private static void Collect(EntityKey entity, Stock stock, DateTimeOffset now, Dictionary<string, (string Place, long Quantity)> held)
    {
        foreach (var reservation in stock.Reservations.Where(one => one.IsOpen && one.ExpiresAt > now + _margin))
            held[reservation.Id.Value] = (entity.Key, reservation.Open);
    }

    private void Collect(EntityKey entity, Cart cart, DateTimeOffset now, Dictionary<string, (string Cart, string Place, long Quantity)> said)
    {
        foreach (var line in cart.Lines)
        {
            foreach (var hold in line.Holds.Where(hold => hold.ExpiresAt > now + _margin))
            {
                if (!said.TryAdd(hold.Id.Value, (entity.ToString(), $"{line.Sku}/{line.Fulfilment.Location}", hold.Quantity)))
                    findings.Add(new(entity.ToString(), 0, AuditCheck.HoldsBehindLines, $"{hold.Id} is behind two lines."));
            }
        }
    }
}
