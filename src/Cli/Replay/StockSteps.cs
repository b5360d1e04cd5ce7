using System.Collections.Concurrent;
using Omnichannel.Grid;
using Omnichannel.Retail;

namespace Omnichannel.Replay;

/// <summary>Performs single steps on stock. Every step carries an id that follows from its row, so that a step that comes again has its effect
/// once.</summary>
/// <remarks>The grid forgets a finished id after a day. So that a replay that is started again later than that cannot double anything, the first
/// movement of every SKU asks for a stock that has never been written: the grid then refuses it, and nothing of that SKU is sent.</remarks>
internal sealed class StockSteps(GridClient grid, RetailPlan plan, string location, ReplayCounts counts)
{
    // As long as ids are remembered: a hold never runs out between two starts of the same replay.
    public const int HoldSeconds = Contract.RememberedSeconds;
    public const string OnlineChannel = "web";
    public const string ClosedCode = "reservation-closed";
    private const string TillChannel = "store";
    private readonly ConcurrentDictionary<string, bool> _stopped = new(StringComparer.Ordinal);

    /// <summary>Whether the first step of this SKU was refused: nothing more of it is sent.</summary>
    public bool IsStopped(string sku) => _stopped.ContainsKey(sku);

    /// <summary>Performs a step, unless its SKU was stopped, and counts what came of it.</summary>
    public async Task<bool> PerformAsync(ReplayStep step, CancellationToken cancellation)
    {
        if (IsStopped(step.Sku))
        {
            if (step.Line is not null) counts.AddNotSent();
            return false;
        }

        var refusal = step.Line is { } line ? await PerformLineAsync(line, step.IsFirst, cancellation) : await OpenAsync(step, cancellation);
        if (refusal is null)
        {
            if (step.Line is { } done) counts.AddDone(done.Kind);
            else counts.AddOpening();
            return true;
        }

        counts.AddRefused(refusal);
        if (step.IsFirst) _stopped[step.Sku] = true;
        return false;
    }

    public async Task<GridAnswer> SendAsync(GridCall call, CancellationToken cancellation)
    {
        var answer = await grid.SendAsync(call, cancellation);
        counts.AddOperation();
        return answer;
    }

    private Task<Refusal?> OpenAsync(ReplayStep step, CancellationToken cancellation) =>
        MoveAsync(step.Sku, 0, plan.Ids.Opening, new("receive", step.Opening, Reasons.Opening, ExpectedVersion: 0), cancellation);

    private Task<Refusal?> PerformLineAsync(RetailLine line, bool isFirst, CancellationToken cancellation)
    {
        if (line.Kind == LineKind.OnlineSale) return SellOnlineAsync(line, cancellation);
        long? expected = isFirst ? 0 : null;
        var body = line.Kind switch
        {
            LineKind.TillSale => new MovementBody("sell", line.Quantity, null, line.Row.Invoice, TillChannel, expected),
            LineKind.Return => new("receive", line.Quantity, line.Reason, line.Row.Invoice, null, expected),
            LineKind.Adjustment => new("adjust", line.Quantity, line.Reason, line.Row.Invoice, null, expected),
            _ => throw new ArgumentOutOfRangeException(nameof(line), line.Kind, "Not a row that moves stock."),
        };
        return MoveAsync(line.Sku, line.Row.Number, line.Id, body, cancellation);
    }

    private async Task<Refusal?> SellOnlineAsync(RetailLine line, CancellationToken cancellation)
    {
        var path = Contract.Reservation(line.Sku, location, line.Id);
        var reserved = await SendAsync(StockCalls.Reserve(path, new(line.Quantity, HoldSeconds, OnlineChannel, line.Row.Invoice)), cancellation);
        if (!reserved.IsOk && reserved.Code != ClosedCode) return Refusal.Of(line, reserved);

        // Closed already: an earlier start of this replay got further. That its goods left is what fulfilling it again says.
        if (reserved.Status != 201) counts.AddRepeated();
        if (reserved.IsOk)
        {
            var confirmed = await SendAsync(StockCalls.Confirm(path), cancellation);
            if (!confirmed.IsOk) return Refusal.Of(line, confirmed);
        }

        var fulfilled = await SendAsync(StockCalls.Fulfill(path), cancellation);
        return fulfilled.IsOk ? null : Refusal.Of(line, fulfilled);
    }

    private async Task<Refusal?> MoveAsync(string sku, long row, string id, MovementBody body, CancellationToken cancellation)
    {
        var answer = await SendAsync(StockCalls.Move(Contract.Movements(sku, location), id, body), cancellation);
        return answer.IsOk ? null : new(row, sku, id, answer.Code, answer.Detail);
    }
}
