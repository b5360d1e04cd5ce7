namespace Omnichannel.Replay;

public sealed class CrewTests
{
    [Fact]
    public async Task Perform_WhenItemsWaitForEarlierOnes_KeepsTheOrderOfEveryQueueAndEnds()
    {
        var (turns, performed) = (new Turns(), new List<(string Queue, int Item)>());
        await using var crew = new Crew<(int Item, (string Queue, Turn Turn)[] Places)>(4, async (job, cancellation) =>
        {
            foreach (var (queue, turn) in job.Places)
            {
                await turn.ComesAsync(cancellation);
                lock (performed) performed.Add((queue, job.Item));
                await Task.Yield();
                turn.End();
            }
        }, CancellationToken.None);

        // Every other item takes its queues the other way round: whoever came first still goes first, and nobody waits for ever.
        for (var i = 0; i < 500; i++)
        {
            string[] queues = i % 2 == 0 ? ["a", "b", $"c-{i % 5}"] : [$"c-{i % 5}", "b", "a"];
            await crew.AddAsync((i, [.. queues.Select(queue => (queue, turns.Next(queue)))]));
        }

        await crew.CompleteAsync();
        Assert.Equal(1_500, performed.Count);
        Assert.All(performed.GroupBy(done => done.Queue), queue => Assert.Equal(queue.Select(done => done.Item).Order(), queue.Select(done => done.Item)));
    }

    [Fact]
    public async Task Complete_WhenAnItemFails_ThrowsItsFailureAndLetsNobodyWait()
    {
        var turns = new Turns();
        await using var crew = new Crew<(int Item, Turn Turn)>(2, async (job, cancellation) =>
        {
            await job.Turn.ComesAsync(cancellation);
            if (job.Item == 3) throw new InvalidDataException();
            job.Turn.End();
        }, CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            for (var i = 0; ; i++) await crew.AddAsync((i, turns.Next("a")));
        });
        await Assert.ThrowsAsync<InvalidDataException>(crew.CompleteAsync);
    }

    [Fact]
    public async Task Complete_WhenTheCallerGaveUp_SaysSo()
    {
        using var cancelled = new CancellationTokenSource();
        await using var crew = new Crew<int>(2, static (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation), cancelled.Token);
        await crew.AddAsync(1);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(crew.CompleteAsync);
    }
}
