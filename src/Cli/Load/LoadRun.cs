using System.Diagnostics;
using Omnichannel.Grid;

namespace Omnichannel.Load;

/// <summary>Reserves one unit a line, from many connections at once, and measures how long the answers take.</summary>
internal sealed class LoadRun(LoadPlan plan)
{
    private const long UnitsPerSku = Contract.QuantityMax;

    private static ReadOnlySpan<byte> LineSuccess => "\"status\":20"u8;

    private readonly SkuChoice _choice = new(plan.SkusCount, plan.Skew);
    private readonly LatencyHistogram _latency = new();
    private long _sent;
    private long _reserved;
    private long _refused;
    private long _failed;

    /// <summary>Brings the stock in, warms up, measures.</summary>
    public async Task<LoadResult> RunAsync(CancellationToken cancellation)
    {
        HttpPipe.ShareOneThread();
        if (!plan.IsStocked) await DeliverAsync(cancellation);
        await RunForAsync(plan.WarmUp, isMeasured: false, cancellation);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var elapsed = await RunForAsync(plan.For, isMeasured: true, cancellation);
        return new(plan, _reserved, _refused, _failed, elapsed, Process.GetCurrentProcess().TotalProcessorTime - cpu, _latency);
    }

    private async Task DeliverAsync(CancellationToken cancellation)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(plan.Connections, plan.StockedCount)).Select(async _ =>
        {
            using var pipe = new HttpPipe(plan.Url, ReserveCalls.BytesMax(plan));
            for (var sku = Interlocked.Increment(ref next); sku < plan.StockedCount; sku = Interlocked.Increment(ref next))
            {
                var status = await pipe.SendAsync("POST", $"{plan.Root}/{plan.Sku(sku)}/{plan.Location}/movements", "load-opening",
                    $$"""{"type":"receive","quantity":{{UnitsPerSku}},"reason":"load"}""", cancellation);
                if (status != 200) throw new GridUnreachableException($"The opening stock of {plan.Sku(sku)} was answered with {status}.");
            }
        }));
    }

    private async Task<TimeSpan> RunForAsync(TimeSpan time, bool isMeasured, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var stopAt = started + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var phase = isMeasured ? 'm' : 'w';
        using var pace = plan.Rate is null ? null : new Pace();
        var senders = Enumerable.Range(0, plan.Connections)
            .Select(number => Task.Run(() => SendAsync(number, phase, started, stopAt, isMeasured, pace, cancellation), cancellation));
        await Task.WhenAll(senders);
        return Stopwatch.GetElapsedTime(started);
    }

    private async Task SendAsync(int number, char phase, long started, long stopAt, bool isMeasured, Pace? pace, CancellationToken cancellation)
    {
        using var pipe = new HttpPipe(plan.Url, ReserveCalls.BytesMax(plan));
        var calls = new ReserveCalls(plan);
        var random = new Random(number);
        for (var count = 0L; ; count++)
        {
            // In an open loop a call is late from the moment it was due, not from the moment somebody got round to sending it.
            var due = plan.Rate is { } rate ? started + (long)((number + (count * plan.Connections)) * (Stopwatch.Frequency / rate)) : Stopwatch.GetTimestamp();
            if (due >= stopAt) return;
            if (pace is not null) await pace.UntilAsync(due);
            cancellation.ThrowIfCancellationRequested();
            var status = await TryAsync(pipe, calls.Write(pipe.Call, Choose(random), (phase, number, count)), cancellation);
            if (isMeasured) Count(status, pipe.AnswerBody, Stopwatch.GetElapsedTime(due));
        }
    }

    private int Choose(Random random) =>
        plan.SkusCount == 1 ? LoadPlan.HotSku(Interlocked.Add(ref _sent, plan.LinesPerCall) - plan.LinesPerCall) : _choice.Of(random.NextDouble());

    private static async ValueTask<int> TryAsync(HttpPipe pipe, int callBytes, CancellationToken cancellation)
    {
        try
        {
            return await pipe.SendAsync(callBytes, cancellation);
        }
        catch (IOException)
        {
            // Counted as failed: a load run reports what went wrong, it does not repair it.
            return 0;
        }
    }

    private void Count(int status, ReadOnlySpan<byte> body, TimeSpan latency)
    {
        // A batch is answered with 200, and with a status a line.
        var lines = plan.LinesPerCall;
        var reserved = status is not (200 or 201) ? 0 : lines == 1 ? 1 : body.Count(LineSuccess);
        Interlocked.Add(ref _reserved, reserved);
        if (status is >= 200 and < 500 and not 429) Interlocked.Add(ref _refused, lines - reserved);
        else Interlocked.Add(ref _failed, lines);
        _latency.Add(latency);
    }
}

/// <param name="Refused">A rule said no.</param>
/// <param name="Failed">No answer, or a server error.</param>
/// <param name="Processor">What the load generator itself took of the processor.</param>
internal sealed record LoadResult(LoadPlan Plan, long Reserved, long Refused, long Failed, TimeSpan Elapsed, TimeSpan Processor, LatencyHistogram Latency)
{
    public double PerSecond => Reserved / Elapsed.TotalSeconds;
}
