using System.Data.Common;
using System.Diagnostics;
using Omnichannel.Audit;
using Omnichannel.Audit.History;
using Omnichannel.Audit.Order;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>Many shoppers on few goods while something goes wrong; then the books are compared with what everybody was told.</summary>
public sealed class ShoppingDay : IAsyncDisposable
{
    public const int ShoppersCountDefault = 32;
    private const int UnitsPerSku = 4_000;
    private const int AcknowledgedMin = 500;
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(90);
    private readonly string _logFile = Path.Combine(Path.GetTempPath(), $"shoppers-{Guid.NewGuid():N}.jsonl");
    private readonly OperationLog _log;
    private readonly Func<DbConnection> _journal;
    private readonly int _shoppersCount;

    public ShoppingDay(Func<DbConnection> journal, params GridProcess[] grids) : this(journal, ShoppersCountDefault, [.. grids.Select(grid => grid.Address)])
    {
    }

    /// <param name="journal">Opens the database behind the grids.</param>
    public ShoppingDay(Func<DbConnection> journal, int shoppersCount, params Uri[] targets)
    {
        _journal = journal;
        _shoppersCount = shoppersCount;
        _log = OperationLog.Create(_logFile);
        Market = new("day", targets, ["HOT-1", "HOT-2", "WARM-3"], "london", _log);
    }

    public Market Market { get; }

    /// <summary>What the report calls the longest outage: of all the goods at once, unless it is told otherwise.</summary>
    public Func<Market, TimeSpan> Outage { get; init; } = static market => market.LongestOutage;

    /// <summary>How often something has gone wrong on purpose.</summary>
    public int Strikes { get; private set; }

    /// <summary>Shops while <paramref name="trouble"/> runs, ends every call that is under way, and judges by the journal that <paramref name="judge"/> serves.</summary>
    /// <param name="fault">What the report calls it.</param>
    public async Task RunAsync(string fault, Func<Task> trouble, GridProcess judge, bool leavesCallsUnanswered = true)
    {
        await DeliverAsync();
        using var closing = new CancellationTokenSource();
        using var abandoning = new CancellationTokenSource();
        var findings = new Findings();
        using var follower = new FeedFollower(Market.Targets, findings);
        var following = Task.Run(() => follower.FollowAsync(closing.Token));
        var shoppers = Enumerable.Range(1, _shoppersCount).Select(number => new Shopper(Market, number)).ToArray();
        var shopping = Task.WhenAll(shoppers.Select(shopper => Task.Run(() => shopper.ShopAsync(closing.Token, abandoning.Token))));
        try
        {
            await trouble();
            await closing.CancelAsync();
            await shopping.WaitAsync(StepLimit);
            await following.WaitAsync(StepLimit);
        }
        catch
        {
            await closing.CancelAsync();

            // Nobody is there to answer any more: what the shoppers still wait for would hide what went wrong.
            await abandoning.CancelAsync();
            await shopping.ContinueWith(static _ => { }, TaskScheduler.Default);
            throw;
        }
        finally
        {
            foreach (var shopper in shoppers) shopper.Dispose();
        }

        _log.Dispose();
        await follower.CheckAsync(judge.Address, () => JournalDump.ReadAsync(_journal));
        var promise = Market.Targets.Count == 1 ? OrderPromise.Strict : OrderPromise.PerTarget;
        var verdict = await Judge.JudgeAsync(judge.Address, OperationLog.Read(File.ReadLines(_logFile)), promise, findings);
        Assert.True(verdict.Findings.Count == 0, $"{string.Join('\n', verdict.Findings)}\n{judge.Output}");

        // A day without trouble, or without customers, proves nothing.
        Assert.True(!leavesCallsUnanswered || Market.Unanswered > 0, "no call was ever left unanswered: nothing went wrong while anybody was waiting.");
        Assert.True(Market.Acknowledged >= AcknowledgedMin, $"only {Market.Acknowledged} calls were acknowledged.");
        CrashReport.Add(fault, Strikes, Market.Acknowledged + Market.Refused + Market.Unanswered, Market.Acknowledged, Outage(Market), verdict);
    }

    /// <summary>Shops on until so many more calls were acknowledged, again and again for as long as this run is to last, with something happening before each.</summary>
    public async Task RepeatAsync(Func<int, Task> happening, int more)
    {
        await CrashRun.RepeatAsync(CrashRun.RoundsMin, async round =>
        {
            await UntilAcknowledgedAsync(more);
            Strike();
            await happening(round);
        });
        await UntilAcknowledgedAsync(more);
    }

    /// <summary>Something goes wrong now.</summary>
    public void Strike() => Strikes++;

    /// <summary>Waits until so many more calls were acknowledged.</summary>
    public Task UntilAcknowledgedAsync(int more)
    {
        var goal = Market.Acknowledged + more;
        return UntilAsync(() => Market.Acknowledged >= goal, $"{more} more acknowledgements");
    }

    /// <summary>Waits until so many more calls were left without an answer.</summary>
    public Task UntilUnansweredAsync(int more)
    {
        var goal = Market.Unanswered + more;
        return UntilAsync(() => Market.Unanswered >= goal, $"{more} more calls without an answer");
    }

    /// <summary>Waits until so many more calls were sent, however they ended.</summary>
    public Task UntilAskedAsync(int more)
    {
        var goal = Asked() + more;
        return UntilAsync(() => Asked() >= goal, $"{more} more calls");

        long Asked() => Market.Acknowledged + Market.Refused + Market.Unanswered;
    }

    /// <summary>Waits until each of the goods was answered for again.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> UntilServedAsync()
    {
        var (since, before) = (Stopwatch.GetTimestamp(), Market.Skus.ToDictionary(sku => sku, Market.AnswersOf));
        await UntilAsync(() => Market.Skus.All(sku => Market.AnswersOf(sku) > before[sku]), "an answer for each of the goods");
        return Stopwatch.GetElapsedTime(since);
    }

    // What the shoppers hear comes from other processes: there is nothing to await but the next look.
    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var deadline = new CancellationTokenSource(StepLimit);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            if (deadline.IsCancellationRequested) throw new TimeoutException($"{what} did not come within {StepLimit.TotalSeconds} s.");
            await ticks.WaitForNextTickAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        _log.Dispose();
        File.Delete(_logFile);
        return ValueTask.CompletedTask;
    }

    private async Task DeliverAsync()
    {
        using var client = new HttpClient { BaseAddress = Market.Targets[0] };
        foreach (var sku in Market.Skus)
        {
            var sent = new OperationSent(Market.Run, "supplier", Market.Skus.ToList().IndexOf(sku) + 1, OperationKind.Receive, "delivery", sku, Market.Location, UnitsPerSku);
            Market.Log.Add(sent);
            var (status, code) = await Calls.UntilAnsweredAsync(() => Calls.MoveAsync(client, sku, Market.Location, sent.Id, new { type = "receive", quantity = UnitsPerSku }));
            Assert.Equal((200, null), (status, code));
            Market.Log.Add(new OperationAnswered(sent.Run, sent.Client, sent.Seq, Outcome.Ok, status));
        }
    }
}
