using System.Diagnostics;
using System.Globalization;
using Omnichannel.Crash;
using Xunit.Abstractions;

namespace Omnichannel.Cluster;

/// <summary>How soon others answer for what a silo owned that is gone: for each of many goods, from that moment to the first answer.</summary>
public abstract class TakeoverFaults(ITestOutputHelper told) : ClusterFaults
{
    private const int SkusCount = 24;
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(Limits.SiloTakeoverSecondsMax);
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(200);

    // Nobody is declared dead sooner; who answers sooner had another owner.
    private static readonly TimeSpan NoticedAfter = TimeSpan.FromMilliseconds(500);
    private long _sent;
    private long _acknowledged;

    /// <param name="end">Takes a silo away, the one of this round.</param>
    /// <param name="mend">Brings it back.</param>
    private protected async Task RunAsync(string fault, Func<TestCluster, int, Task> end, Func<TestCluster, int, Task> mend)
    {
        await using var cluster = await StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1) }) { BaseAddress = cluster.Api.Address, Timeout = Promise };
        var longest = TimeSpan.Zero;
        var rounds = await CrashRun.RepeatAsync(CrashRun.RoundsMin, async round =>
        {
            var skus = Enumerable.Range(1, SkusCount).Select(number => string.Create(CultureInfo.InvariantCulture, $"MUG-{round}-{number}")).ToArray();
            foreach (var sku in skus) await DeliverAsync(client, sku);

            var endedAt = Stopwatch.GetTimestamp();
            await end(cluster, round);
            var evicting = SinceAsync(cluster.EvictedAsync(Next(cluster, round)), endedAt);
            var outages = await Task.WhenAll(skus.Select(sku => OutageAsync(client, sku, endedAt)));
            var evicted = await evicting;
            var owned = outages.Where(outage => outage > NoticedAfter).Order().ToArray();
            Assert.True(owned.Length > 0, "the silo that went owned nothing.");
            told.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round}: declared dead after {evicted.TotalSeconds:N1} s; {owned.Length} of {SkusCount} answered for again after {owned[0].TotalSeconds:N1} to {owned[^1].TotalSeconds:N1} s"));
            longest = owned.Append(longest).Max();
            await mend(cluster, round);
        });

        Assert.True(longest < Promise, $"what a silo owned that was gone was not answered for in {longest}.\n{cluster.Output}");
        var verdict = await Judge.JudgeAsync(cluster.Api.Address, operations: null);
        Assert.True(verdict.Findings.Count == 0, $"{string.Join('\n', verdict.Findings)}\n{cluster.Output}");
        CrashReport.Add(fault, rounds, _sent, _acknowledged, longest, verdict);
    }

    private async Task DeliverAsync(HttpClient client, string sku)
    {
        Assert.Equal((200, null), await Calls.UntilAnsweredAsync(() =>
        {
            Interlocked.Increment(ref _sent);
            return Calls.MoveAsync(client, sku, "london", "delivery", new { type = "receive", quantity = 1_000 });
        }));
        Interlocked.Increment(ref _acknowledged);
    }

    // A new call with every pulse, whatever became of the ones before: a call that was lost must not keep the next from finding the new owner.
    private async Task<TimeSpan> OutageAsync(HttpClient client, string sku, long since)
    {
        var tries = new List<Task>();
        using var deadline = new CancellationTokenSource(OutageMax);
        using var pulses = new PeriodicTimer(Pulse);
        var answered = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        do tries.Add(ReserveAsync(client, sku, tries.Count, since, answered));
        while (!answered.Task.IsCompleted && await pulses.WaitForNextTickAsync(deadline.Token));
        await Task.WhenAll(tries);
        return await answered.Task;
    }

    private async Task ReserveAsync(HttpClient client, string sku, int number, long since, TaskCompletionSource<TimeSpan> answered)
    {
        Interlocked.Increment(ref _sent);
        try
        {
            var (status, _) = await Calls.ReserveAsync(client, sku, "london", string.Create(CultureInfo.InvariantCulture, $"r-{number}"), 1);
            if (status != 201) return;
            answered.TrySetResult(Stopwatch.GetElapsedTime(since));
            Interlocked.Increment(ref _acknowledged);
        }
        catch (Exception unheard) when (unheard is HttpRequestException or TaskCanceledException or IOException)
        {
            // The next pulse asks again.
        }
    }

    private static async Task<TimeSpan> SinceAsync(Task happening, long since)
    {
        await happening;
        return Stopwatch.GetElapsedTime(since);
    }
}
