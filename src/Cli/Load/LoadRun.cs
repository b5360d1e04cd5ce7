using System.Diagnostics;
using System.Globalization;
using Omnichannel.Grid;

namespace Omnichannel.Load;

/// <summary>Reserves one unit a call, from many connections at once, and measures how long the answers take.</summary>
internal sealed class LoadRun(LoadPlan plan)
{
    private const long UnitsPerSku = Contract.QuantityMax;
    private readonly SkuChoice _choice = new(plan.SkusCount, plan.Skew);
    private readonly LatencyHistogram _latency = new();
    private long _reserved;
    private long _refused;
    private long _failed;

    /// <summary>Brings the stock in, warms up, measures.</summary>
    public async Task<LoadResult> RunAsync(CancellationToken cancellation)
    {
        await DeliverAsync(cancellation);
        await RunForAsync(plan.WarmUp, isMeasured: false, cancellation);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var elapsed = await RunForAsync(plan.For, isMeasured: true, cancellation);
        return new(plan, _reserved, _refused, _failed, elapsed, Process.GetCurrentProcess().TotalProcessorTime - cpu, _latency);
    }

    private async Task DeliverAsync(CancellationToken cancellation)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(plan.Connections, plan.SkusCount)).Select(async _ =>
        {
            using var pipe = new HttpPipe(plan.Url);
            for (var sku = Interlocked.Increment(ref next); sku < plan.SkusCount; sku = Interlocked.Increment(ref next))
            {
                var status = await pipe.SendAsync("POST", $"/v1/stock/{plan.Sku(sku)}/{plan.Location}/movements", "load-opening",
                    $$"""{"type":"receive","quantity":{{UnitsPerSku}},"reason":"load"}""", cancellation);
                if (status != 200) throw new GridUnreachableException($"The opening stock of {plan.Sku(sku)} was answered with {status}.");
            }
        }));
    }

    private async Task<TimeSpan> RunForAsync(TimeSpan time, bool isMeasured, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var stopAt = started + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var phase = isMeasured ? "m" : "w";
        var senders = Enumerable.Range(0, plan.Connections).Select(number => Task.Run(() => SendAsync(number, phase, started, stopAt, isMeasured, cancellation), cancellation));
        await Task.WhenAll(senders);
        return Stopwatch.GetElapsedTime(started);
    }

    private async Task SendAsync(int number, string phase, long started, long stopAt, bool isMeasured, CancellationToken cancellation)
    {
        using var pipe = new HttpPipe(plan.Url);
        var random = new Random(number);
        for (var count = 0L; ; count++)
        {
            // In an open loop a call is late from the moment it was due, not from the moment somebody got round to sending it.
            var due = plan.Rate is { } rate ? started + (long)((number + (count * plan.Connections)) * (Stopwatch.Frequency / rate)) : Stopwatch.GetTimestamp();
            if (due >= stopAt) return;
            if (plan.Rate is not null) await UntilAsync(due, cancellation);
            var path = string.Create(CultureInfo.InvariantCulture, $"/v1/stock/{plan.Sku(_choice.Of(random.NextDouble()))}/{plan.Location}/reservations/{phase}{number}-{count}");
            var status = await TryAsync(pipe, path, cancellation);
            if (isMeasured) Count(status, Stopwatch.GetElapsedTime(due));
        }
    }

    private static async ValueTask<int> TryAsync(HttpPipe pipe, string path, CancellationToken cancellation)
    {
        try
        {
            return await pipe.SendAsync("PUT", path, null, """{"quantity":1,"holdForSeconds":86400,"channel":"web"}""", cancellation);
        }
        catch (IOException)
        {
            // Counted as failed: a load run reports what went wrong, it does not repair it.
            return 0;
        }
    }

    private void Count(int status, TimeSpan latency)
    {
        if (status is 200 or 201) Interlocked.Increment(ref _reserved);
        else if (status is >= 400 and < 500 and not 429) Interlocked.Increment(ref _refused);
        else Interlocked.Increment(ref _failed);
        _latency.Add(latency);
    }

    private static async Task UntilAsync(long due, CancellationToken cancellation)
    {
        while (true)
        {
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (wait <= TimeSpan.Zero) return;
            if (wait > TimeSpan.FromMilliseconds(2)) await Task.Delay(wait - TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellation);
            else await Task.Yield();
        }
    }
}

/// <param name="Refused">A rule said no.</param>
/// <param name="Failed">No answer, or a server error.</param>
/// <param name="Processor">What the load generator itself took of the processor.</param>
internal sealed record LoadResult(LoadPlan Plan, long Reserved, long Refused, long Failed, TimeSpan Elapsed, TimeSpan Processor, LatencyHistogram Latency)
{
    public double PerSecond => Reserved / Elapsed.TotalSeconds;
}
