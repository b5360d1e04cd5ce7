using Omnichannel.Journal;

namespace Omnichannel.Storage;

public sealed class GroupCommitTests : IAsyncLifetime
{
    private readonly GatedWriter _writer = new();
    private readonly JournalQueue _queue = new();
    private readonly JournalMetrics _metrics;
    private readonly GroupCommit _commit;

    public GroupCommitTests()
    {
        _metrics = new("test", _queue);
        _commit = new(_writer, new(EntitiesMax: 3, BytesMax: 100), TaskScheduler.Default, _queue, _metrics, shard: 0);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _writer.LetAllLand();
        await _commit.DisposeAsync();
        _metrics.Dispose();
    }

    [Fact]
    public async Task Append_WhenNothingIsInFlight_LeavesAtOnceAndAlone()
    {
        var answer = _commit.AppendAsync(Append("a"));
        var batch = await _writer.NextAsync();

        Assert.Equal(["a"], batch.Keys);
        Assert.False(answer.IsCompleted);
        batch.Land();
        await answer;
    }

    [Fact]
    public async Task Append_WhenOneIsInFlight_LeavesWithTheOthersThatCame()
    {
        var answers = new[] { _commit.AppendAsync(Append("a")) }.ToList();
        var first = await _writer.NextAsync();
        answers.AddRange(new[] { "b", "c" }.Select(key => _commit.AppendAsync(Append(key))));
        first.Land();
        var second = await _writer.NextAsync();

        Assert.Equal(["b", "c"], second.Keys);
        second.Land();
        await Task.WhenAll(answers);
    }

    [Fact]
    public async Task Append_WhenMoreWaitThanABatchHolds_KeepsTheOrder()
    {
        var batches = await BatchesOfAsync(Append("b"), Append("c"), Append("d"), Append("e"));

        Assert.Equal([["b", "c", "d"], ["e"]], batches);
    }

    [Fact]
    public async Task Append_WhenBytesWouldExceedTheBatch_WaitsForTheNext()
    {
        var batches = await BatchesOfAsync(Append("b", 60), Append("c", 40), Append("d", 1));

        Assert.Equal([["b", "c"], ["d"]], batches);
    }

    [Fact]
    public async Task Append_WhenItsSnapshotIsLarge_CountsItsBytes()
    {
        var withSnapshot = Append("c", 1) with { Snapshot = new(1, 0, new byte[100], 0) };

        Assert.Equal([["b"], ["c"], ["d"]], await BatchesOfAsync(Append("b", 1), withSnapshot, Append("d", 1)));
    }

    [Fact]
    public async Task Append_WhenLargerThanABatch_LeavesAlone()
    {
        Assert.Equal([["b"], ["c"], ["d"]], await BatchesOfAsync(Append("b"), Append("c", 1000), Append("d")));
    }

    [Fact]
    public async Task Append_WhenTheEntityIsInTheBatch_WaitsForTheNext()
    {
        Assert.Equal([["b", "c"], ["b", "d"]], await BatchesOfAsync(Append("b"), Append("c"), Append("b"), Append("d")));
    }

    [Fact]
    public async Task Append_WhenOneIsFenced_TellsOnlyItsCaller()
    {
        var first = _commit.AppendAsync(Append("a"));
        var blocked = await _writer.NextAsync();
        var answers = new[] { "b", "c", "d" }.Select(key => _commit.AppendAsync(Append(key))).ToArray();
        blocked.Land();
        (await _writer.NextAsync()).Land(fenced: "c");

        await Task.WhenAll(first, answers[0], answers[2]);
        var fenced = await Assert.ThrowsAsync<JournalFencedException>(() => answers[1]);
        Assert.Equal("c", fenced.Entity.Key);
    }

    [Theory]
    [InlineData(typeof(JournalUnavailableException), typeof(JournalUnavailableException))]
    [InlineData(typeof(JournalUnknownException), typeof(JournalUnknownException))]
    [InlineData(typeof(NotSupportedException), typeof(JournalUnknownException))]
    public async Task Append_WhenTheWriterFails_TellsTheBatchAndGoesOn(Type thrown, Type told)
    {
        var first = _commit.AppendAsync(Append("a"));
        var batch = await _writer.NextAsync();
        var second = _commit.AppendAsync(Append("b"));
        batch.Fail((Exception)Activator.CreateInstance(thrown, "lost", null)!);

        await Assert.ThrowsAsync(told, () => first);
        (await _writer.NextAsync()).Land();
        await second;
    }

    [Fact]
    public async Task Dispose_WhenAppendsWait_LetsThemLandAndRefusesNewOnes()
    {
        var first = _commit.AppendAsync(Append("a"));
        var batch = await _writer.NextAsync();
        var second = _commit.AppendAsync(Append("b"));
        var closing = _commit.DisposeAsync().AsTask();
        var late = _commit.AppendAsync(Append("c"));

        await Assert.ThrowsAsync<JournalUnavailableException>(() => late);
        Assert.False(closing.IsCompleted);
        batch.Land();
        (await _writer.NextAsync()).Land();
        await Task.WhenAll(first, second, closing);
        Assert.True(_writer.IsDisposed);
    }

    [Fact]
    public async Task Queue_WhenTheLimitIsReached_IsFullUntilABatchIsAnswered()
    {
        var almost = Enumerable.Range(0, Limits.JournalQueueEntriesMax - 1);
        var answers = almost.Select(number => _commit.AppendAsync(Append($"{number}"))).ToList();
        var batch = await _writer.NextAsync();
        Assert.False(_queue.IsFull);

        answers.Add(_commit.AppendAsync(Append("last")));
        Assert.True(_queue.IsFull);

        batch.Land();
        await answers[0];
        Assert.False(_queue.IsFull);
        _writer.LetAllLand();
        await Task.WhenAll(answers);
        Assert.Equal(0, _queue.EntriesCount);
    }

    private static JournalAppend Append(string key, int bytes = 2) => new(new("stock", key), 0, 1, EntityScript.StartsAt, new byte[bytes], 0);

    // All of them arrive while another batch is in flight.
    private async Task<List<IReadOnlyList<string>>> BatchesOfAsync(params JournalAppend[] appends)
    {
        var answers = new List<Task> { _commit.AppendAsync(Append("blocking")) };
        var blocking = await _writer.NextAsync();
        answers.AddRange(appends.Select(_commit.AppendAsync));
        blocking.Land();

        var batches = new List<IReadOnlyList<string>>();
        while (batches.Sum(batch => batch.Count) < appends.Length)
        {
            var batch = await _writer.NextAsync();
            batches.Add(batch.Keys);
            batch.Land();
        }

        await Task.WhenAll(answers);
        return batches;
    }
}
