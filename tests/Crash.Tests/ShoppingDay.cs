using System.Net.Http.Json;
using Omnichannel.Audit.History;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>Many shoppers on few goods while something goes wrong; then the books are compared with what everybody was told.</summary>
public sealed class ShoppingDay : IAsyncDisposable
{
    private const int ShoppersCount = 32;
    private const int UnitsPerSku = 4_000;
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(90);
    private readonly string _logFile = Path.Combine(Path.GetTempPath(), $"shoppers-{Guid.NewGuid():N}.jsonl");
    private readonly OperationLog _log;

    public ShoppingDay(params GridProcess[] grids)
    {
        _log = OperationLog.Create(_logFile);
        Market = new("day", [.. grids.Select(grid => grid.Address)], ["HOT-1", "HOT-2", "WARM-3"], "london", _log);
    }

    public Market Market { get; }

    /// <summary>Shops while <paramref name="trouble"/> runs, ends every call that is under way, and judges by the journal that <paramref name="judge"/> serves.</summary>
    public async Task RunAsync(Func<Task> trouble, GridProcess judge)
    {
        await DeliverAsync();
        using var closing = new CancellationTokenSource();
        var shoppers = Enumerable.Range(1, ShoppersCount).Select(number => new Shopper(Market, number)).ToArray();
        var shopping = Task.WhenAll(shoppers.Select(shopper => Task.Run(() => shopper.ShopAsync(closing.Token))));
        try
        {
            await trouble();
        }
        finally
        {
            await closing.CancelAsync();
            await shopping.WaitAsync(StepLimit);
            foreach (var shopper in shoppers) shopper.Dispose();
        }

        _log.Dispose();
        var verdict = await Judge.JudgeAsync(judge.Address, OperationLog.Read(File.ReadLines(_logFile)));
        Assert.True(verdict.Findings.Count == 0, $"{string.Join('\n', verdict.Findings)}\n{judge.Output}");

        // A day without trouble, or without a fight for the goods, proves nothing.
        Assert.True(Market.Unanswered > 0, "no call was ever left unanswered: nothing went wrong while anybody was waiting.");
        Assert.True(verdict.EventsCount >= Market.Acknowledged / 2, $"{verdict.EventsCount} events for {Market.Acknowledged} acknowledgements.");
    }

    /// <summary>Waits until so many more calls were acknowledged.</summary>
    public async Task UntilAcknowledgedAsync(int more)
    {
        var goal = Market.Acknowledged + more;
        using var deadline = new CancellationTokenSource(StepLimit);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (Market.Acknowledged < goal) await ticks.WaitForNextTickAsync(deadline.Token);
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
            using var call = new HttpRequestMessage(HttpMethod.Post, $"/v1/stock/{sku}/{Market.Location}/movements") { Content = JsonContent.Create(new { type = "receive", quantity = UnitsPerSku }) };
            call.Headers.Add("Idempotency-Key", sent.Id);
            using var answer = await client.SendAsync(call);
            answer.EnsureSuccessStatusCode();
            Market.Log.Add(new OperationAnswered(sent.Run, sent.Client, sent.Seq, Outcome.Ok, (int)answer.StatusCode));
        }
    }
}
