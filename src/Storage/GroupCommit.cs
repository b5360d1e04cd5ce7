using Omnichannel.Journal;

namespace Omnichannel.Storage;

/// <summary>Writes one batch in one transaction.</summary>
internal interface IShardWriter : IAsyncDisposable
{
    /// <returns>For each append, in order, whether it was accepted; the others are fenced. Everything accepted is durable.</returns>
    /// <exception cref="JournalUnavailableException">Nothing of the batch is durable or will be.</exception>
    /// <exception cref="JournalUnknownException">Nobody can say.</exception>
    Task<bool[]> WriteAsync(IReadOnlyList<JournalAppend> batch);
}

/// <summary>How much may leave in one transaction. A single append is never refused for its size.</summary>
internal sealed record BatchLimits(int EntitiesMax = Limits.JournalBatchEntitiesMax, long BytesMax = Limits.JournalBatchBytesMax);

/// <summary>The writer's queue of one shard: what arrives while one transaction is in flight leaves together in the next.</summary>
/// <remarks>
/// There is no waiting for company: a batch leaves as soon as the one before has landed. Appends leave in the order they came. A batch
/// holds an entity at most once, so that one row is one version of one entity; the second waits, and whatever came after it.
/// </remarks>
/// <param name="scheduler">Where batches are written: a writer that blocks needs a thread of its own.</param>
internal sealed class GroupCommit(
    IShardWriter writer, BatchLimits limits, TaskScheduler scheduler, JournalQueue queue, JournalMetrics metrics, int shard) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Entry> _waiting = new();
    private readonly List<Entry> _leaving = [];
    private readonly List<JournalAppend> _batch = [];
    private readonly HashSet<EntityKey> _entities = [];
    private Task _flushing = Task.CompletedTask;
    private bool _isFlushing;
    private bool _isClosed;

    /// <summary>See <see cref="IJournal.AppendAsync"/>.</summary>
    public Task AppendAsync(JournalAppend append)
    {
        var entry = new Entry(append);
        lock (_gate)
        {
            if (_isClosed) return Task.FromException(new JournalUnavailableException("The journal is closed."));
            queue.Enter();
            _waiting.Enqueue(entry);
            if (_isFlushing) return entry.Task;
            _isFlushing = true;
            _flushing = Task.Factory.StartNew(FlushAllAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();
        }

        return entry.Task;
    }

    /// <summary>Refuses new appends and lets the queued ones land.</summary>
    public async ValueTask DisposeAsync()
    {
        Task flushing;
        lock (_gate) (_isClosed, flushing) = (true, _flushing);
        await flushing;
        await writer.DisposeAsync();
    }

    // No ConfigureAwait(false): the loop stays on its scheduler.
    private async Task FlushAllAsync()
    {
        while (TakeBatch())
        {
            await FlushAsync();

            // A writer that blocks never gives its thread back by itself, and a snapshot may want to be written there.
            if (scheduler != TaskScheduler.Default) await Task.Yield();
        }
    }

    private bool TakeBatch()
    {
        _leaving.Clear();
        _batch.Clear();
        _entities.Clear();
        var bytes = 0L;
        lock (_gate)
        {
            while (_batch.Count < limits.EntitiesMax && _waiting.TryPeek(out var entry))
            {
                var size = entry.Append.Payload.Length + (entry.Append.Snapshot?.Payload.Length ?? 0);
                if (_batch.Count > 0 && bytes + size > limits.BytesMax) break;
                if (!_entities.Add(entry.Append.Entity)) break;
                bytes += size;
                _leaving.Add(_waiting.Dequeue());
                _batch.Add(entry.Append);
            }

            return _isFlushing = _batch.Count > 0;
        }
    }

    private async Task FlushAsync()
    {
        var startedAt = JournalMetrics.Now;
        var outcome = "landed";
        try
        {
            var accepted = await writer.WriteAsync(_batch);
            queue.Leave(_leaving.Count);
            for (var place = 0; place < _leaving.Count; place++) _leaving[place].Answer(accepted[place]);
        }
        catch (Exception failure)
        {
            outcome = "failed";
            queue.Leave(_leaving.Count);
            var told = failure is JournalUnavailableException or JournalUnknownException
                ? failure
                : new JournalUnknownException("The journal did not say whether it kept the batch.", failure);
            foreach (var entry in _leaving) entry.SetException(told);
        }

        metrics.Flushed(shard, _batch.Count, startedAt, outcome);
    }

    private sealed class Entry(JournalAppend append) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public JournalAppend Append => append;

        public void Answer(bool accepted)
        {
            if (accepted) SetResult();
            else SetException(new JournalFencedException(append.Entity, append.ExpectedVersion));
        }
    }
}
