using System.Collections.Concurrent;

namespace Omnichannel.Replay;

public sealed class LanesTests
{
    [Fact]
    public async Task Complete_WhenManyLanesAreFed_KeepsTheOrderOfEachAndLosesNothing()
    {
        var performed = new ConcurrentDictionary<string, ConcurrentQueue<int>>(StringComparer.Ordinal);
        await using var lanes = new Lanes<(string Lane, int Number)>(8, 16, async (item, _) =>
        {
            await Task.Yield();
            performed.GetOrAdd(item.Lane, _ => []).Enqueue(item.Number);
        }, CancellationToken.None);

        for (var i = 0; i < 3_000; i++) await lanes.AddAsync($"lane-{i % 7}", ($"lane-{i % 7}", i));
        await lanes.CompleteAsync();

        Assert.Equal(3_000, performed.Values.Sum(lane => lane.Count));
        Assert.All(performed.Values, lane => Assert.Equal(lane.Order(), lane));
    }

    [Fact]
    public async Task Add_WhileTheFirstItemOfALaneIsUnderWay_LetsOtherLanesPass()
    {
        var (first, other) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var lanes = new Lanes<int>(2, 8, async (item, _) =>
        {
            if (item == 1) await first.Task;
            if (item == 2) Assert.True(first.Task.IsCompleted);
            if (item == 3) other.SetResult();
        }, CancellationToken.None);

        await lanes.AddAsync("a", 1);
        await lanes.AddAsync("a", 2);
        await lanes.AddAsync("b", 3);
        await other.Task;
        first.SetResult();
        await lanes.CompleteAsync();
    }

    [Fact]
    public async Task Complete_WhenAnItemFails_ThrowsItsFailureAndStops()
    {
        await using var lanes = new Lanes<int>(2, 4, static (item, _) => item == 3 ? throw new InvalidDataException() : Task.CompletedTask, default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            for (var i = 0; ; i++) await lanes.AddAsync("a", i);
        });

        await Assert.ThrowsAsync<InvalidDataException>(lanes.CompleteAsync);
    }

    [Fact]
    public async Task Complete_WhenTheCallerGivesUp_Stops()
    {
        using var caller = new CancellationTokenSource();
        await using var lanes = new Lanes<int>(1, 4, async (_, cancellation) =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellation);
        }, caller.Token);

        await lanes.AddAsync("a", 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(lanes.CompleteAsync);
    }
}
