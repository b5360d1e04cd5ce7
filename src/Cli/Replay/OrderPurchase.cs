using System.Globalization;
using Omnichannel.Grid;
using Omnichannel.Retail;

namespace Omnichannel.Replay;

/// <summary>One purchase of a known customer: its carts are filled line by line, each line held at the price of its row, checked out at the total of the
/// file, confirmed and shipped, and the purchase is written down. Lines that are too large for a cart are reserved by themselves.</summary>
internal sealed class OrderPurchase(StockSteps steps, RetailPlan plan, string location, ReplayCounts counts)
{
    private const string CheckoutClosedCode = "checkout-closed";
    private const string PriceReason = "the price of the file";
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private string _customer = "";

    public async Task PerformAsync(OrderJob job, CancellationToken cancellation)
    {
        var order = job.Order;
        _customer = plan.Ids.OfCustomer(order.CustomerId);
        var carts = order.Carts();
        var cartOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var cart in carts)
        {
            foreach (var line in cart.Lines) cartOf.Add(line.Id, cart.Id);
        }

        var isDone = true;
        for (var i = 0; i < order.Lines.Count; i++)
        {
            await job.Turns[i].ComesAsync(cancellation);
            isDone &= await PerformLineAsync(order.Lines[i], cartOf.GetValueOrDefault(order.Lines[i].Line.Id), job.AreFirst[i], cancellation);
            job.Turns[i].End();
        }

        foreach (var cart in carts) isDone &= await CheckOutAsync(cart, cancellation);
        if (isDone) await RecordAsync(order, cancellation);
    }

    private async Task<bool> PerformLineAsync(OrderLine line, string? cart, bool isFirst, CancellationToken cancellation)
    {
        var all = ReplayStep.Of(plan, line.Line, isFirst).ToArray();
        foreach (var opening in all[..^1]) await steps.PerformAsync(opening, cancellation);
        if (cart is null)
        {
            var isSold = await steps.PerformAsync(all[^1], cancellation);
            if (isSold) counts.AddMade(Made.LooseLine);
            return isSold;
        }

        // A cart that cannot have all its lines is left as it is: its holds run out by themselves.
        if (steps.IsStopped(line.Line.Sku)) _broken.Add(cart);
        else if (!_broken.Contains(cart) && await AddAsync(line, cart, cancellation) is { } refusal) Break(cart, refusal);
        return !_broken.Contains(cart);
    }

    private async Task<Refusal?> AddAsync(OrderLine line, string cart, CancellationToken cancellation)
    {
        var (row, sku) = (line.Line, line.Line.Sku);
        if (row.Id == cart)
        {
            var opened = await steps.SendAsync(CartCalls.Open(cart, _customer, new(Pence.Currency, StockSteps.OnlineChannel)), cancellation);
            if (!opened.IsOk) return Refusal.Of(row, opened);
            counts.AddMade(Made.Cart);
        }

        if (line.Price is { } price)
        {
            var priced = await steps.SendAsync(CartCalls.SetPrice(sku, Pence.Currency, row.Id, new(price, PriceReason)), cancellation);
            if (!priced.IsOk) return Refusal.Of(row, priced);
            counts.AddMade(Made.Price);
        }

        var body = new AddLineBody(sku, row.Quantity, new("ship", location), StockSteps.HoldSeconds);
        var added = await steps.SendAsync(CartCalls.Add(cart, row.Id, _customer, body), cancellation);
        if (!added.IsOk) return Refusal.Of(row, added);
        if (added.Status != 201) counts.AddRepeated();
        counts.AddMade(Made.CartLine);
        return null;
    }

    private async Task<bool> CheckOutAsync(RetailCart cart, CancellationToken cancellation)
    {
        if (_broken.Contains(cart.Id)) return NotSent(cart.Lines);
        var answer = await steps.SendAsync(CartCalls.CheckOut(cart.Id, cart.Id, _customer, new(StockSteps.HoldSeconds, cart.Total)), cancellation);

        // It has lapsed since an earlier start froze it: what became of its goods is what fulfilling them again says.
        if (answer.Code == CheckoutClosedCode) answer = await steps.SendAsync(GridCall.Get(Contract.Checkout(cart.Id, cart.Id), _customer), cancellation);
        if (!answer.IsOk)
        {
            Break(cart.Id, Refusal.Of(cart.Lines[0], answer));
            return NotSent(cart.Lines);
        }

        counts.AddMade(Made.Checkout);
        var lines = cart.Lines.ToDictionary(static line => line.Id, StringComparer.Ordinal);
        var shipped = await Task.WhenAll(answer.Read(CartCallsJson.Default.CheckoutAnswer).Lines.Select(held => ShipAsync(lines[held.LineId], held, cancellation)));
        return shipped.All(static isShipped => isShipped);
    }

    private async Task<bool> ShipAsync(RetailLine line, CheckoutLineAnswer held, CancellationToken cancellation)
    {
        foreach (var reservation in held.Reservations)
        {
            var path = Contract.Reservation(held.Sku, location, reservation.ReservationId);
            var confirmed = await steps.SendAsync(StockCalls.Confirm(path), cancellation);
            if (!confirmed.IsOk && confirmed.Code != StockSteps.ClosedCode) return IsRefused(line, confirmed);

            // Closed already: an earlier start of this replay got further. That the goods left is what fulfilling it again says.
            var fulfilled = await steps.SendAsync(StockCalls.Fulfill(path, line.Id), cancellation);
            if (!fulfilled.IsOk) return IsRefused(line, fulfilled);
        }

        counts.AddDone(line.Kind);
        return true;
    }

    private async Task RecordAsync(RetailOrder order, CancellationToken cancellation)
    {
        // The file says no zone: its times are taken as UTC.
        var at = order.First.Row.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var body = new PurchaseBody(order.Total, Pence.Currency, order.Units, StockSteps.OnlineChannel, at);
        var recorded = await steps.SendAsync(CustomerCalls.Record(_customer, order.First.Id, body), cancellation);
        if (recorded.IsOk) counts.AddMade(Made.Purchase);
        else counts.AddRefused(Refusal.Of(order.First, recorded), isRow: false);
    }

    // Its rows are counted once for all, when the cart would have been checked out.
    private void Break(string cart, Refusal refusal)
    {
        _broken.Add(cart);
        counts.AddRefused(refusal, isRow: false);
    }

    private bool NotSent(IReadOnlyList<RetailLine> lines)
    {
        for (var i = 0; i < lines.Count; i++) counts.AddNotSent();
        return false;
    }

    private bool IsRefused(RetailLine line, GridAnswer answer)
    {
        counts.AddRefused(Refusal.Of(line, answer));
        return false;
    }
}
