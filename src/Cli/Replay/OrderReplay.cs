using System.Collections.Concurrent;
using Omnichannel.Grid;
using Omnichannel.Retail;

namespace Omnichannel.Replay;

/// <summary>An order, the turns of its lines at their SKUs, and which of them come first there.</summary>
internal sealed record OrderJob(RetailOrder Order, IReadOnlyList<Turn> Turns, IReadOnlyList<bool> AreFirst);

/// <summary>Performs the whole file: stock as <see cref="StockReplay"/> does, and beside it the customers, their carts at the prices of the file, their
/// purchases and what they sent back.</summary>
/// <remarks>Orders are begun in file order and worked on at the same time. Every line waits for its turn at its SKU, so that stock and prices see the rows
/// of a SKU in file order; a line only ever waits for rows before it.</remarks>
internal sealed class OrderReplay(GridClient grid, RetailPlan plan, string location, ReplayCounts counts)
{
    private readonly StockSteps _steps = new(grid, plan, location, counts);
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _customers = new(StringComparer.Ordinal);

    public async Task RunAsync(IEnumerable<RetailRow> rows, int concurrency, CancellationToken cancellation)
    {
        var turns = new Turns();
        await using var crew = new Crew<OrderJob>(concurrency, PerformAsync, cancellation);
        try
        {
            foreach (var order in RetailOrders.Of(plan, rows))
            {
                var lines = order.Lines.Where(static line => line.Line.Kind != LineKind.Skipped).ToArray();
                var (places, firsts) = (new Turn[lines.Length], new bool[lines.Length]);
                for (var i = 0; i < lines.Length; i++) (firsts[i], places[i]) = (turns.IsNew(lines[i].Line.Sku), turns.Next(lines[i].Line.Sku));
                await crew.AddAsync(new(order, places, firsts));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // An order failed: completing throws what it threw.
        }

        await crew.CompleteAsync();
    }

    private async Task PerformAsync(OrderJob job, CancellationToken cancellation)
    {
        var order = job.Order;
        var isKnown = order.First.Row.IsOfKnownCustomer && await RegisterAsync(order.First.Row, cancellation);
        if (order.First.Kind == LineKind.Skipped) counts.AddDone(LineKind.Skipped);
        else if (order.Kind == OrderKind.Purchase && isKnown) await new OrderPurchase(_steps, plan, location, counts).PerformAsync(job, cancellation);
        else await PerformRowsAsync(job, isKnown, cancellation);
    }

    // Rows that touch stock alone; what a known customer sent back is told to whoever serves them next.
    private async Task PerformRowsAsync(OrderJob job, bool isKnown, CancellationToken cancellation)
    {
        var isDone = true;
        for (var i = 0; i < job.Order.Lines.Count; i++)
        {
            await job.Turns[i].ComesAsync(cancellation);
            foreach (var step in ReplayStep.Of(plan, job.Order.Lines[i].Line, job.AreFirst[i])) isDone &= await _steps.PerformAsync(step, cancellation);
            job.Turns[i].End();
        }

        if (isDone && isKnown && job.Order.Kind == OrderKind.Return) await RecordReturnAsync(job.Order, cancellation);
    }

    private async Task RecordReturnAsync(RetailOrder order, CancellationToken cancellation)
    {
        var body = new TouchpointBody(StockSteps.OnlineChannel, Reasons.Return, Reasons.OfReturn(order.Units, order.Lines.Count), order.Invoice);
        var recorded = await _steps.SendAsync(CustomerCalls.Record(plan.Ids.OfCustomer(order.CustomerId), order.First.Id, body), cancellation);
        if (recorded.IsOk) counts.AddMade(Made.Return);
        else counts.AddRefused(Refusal.Of(order.First, recorded), isRow: false);
    }

    /// <summary>Once per customer, whoever of their orders comes first.</summary>
    private Task<bool> RegisterAsync(RetailRow row, CancellationToken cancellation) =>
        _customers.GetOrAdd(row.CustomerId, _ => new(() => RegisterOnceAsync(row, cancellation))).Value;

    private async Task<bool> RegisterOnceAsync(RetailRow row, CancellationToken cancellation)
    {
        var (id, source) = (plan.Ids.OfCustomer(row.CustomerId), plan.CustomerOf(row));
        var preferences = new Dictionary<string, string> { ["file-customer"] = source.Id, ["file-country"] = source.Country };
        var registered = await _steps.SendAsync(CustomerCalls.Register(id, new(new(preferences), StockSteps.OnlineChannel)), cancellation);
        if (!IsMade(registered, Made.Customer, row, id)) return false;
        var claimed = await _steps.SendAsync(CustomerCalls.Claim(new(id, "loyalty-card", plan.Ids.CardOf(row.CustomerId))), cancellation);
        return IsMade(claimed, Made.Card, row, id);
    }

    private bool IsMade(GridAnswer answer, Made what, RetailRow row, string id)
    {
        if (answer.IsOk) counts.AddMade(what);
        else counts.AddRefused(new(row.Number, row.StockCode, id, answer.Code, answer.Detail), isRow: false);
        return answer.IsOk;
    }
}
