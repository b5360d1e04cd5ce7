using System.Threading.Channels;

namespace Omnichannel.Replay;

/// <summary>Items of one lane are performed one after the other in the order in which they were added; items of different lanes at the same time,
/// by a fixed number of workers.</summary>
/// <remarks>One caller adds. At most <c>pendingMax</c> items wait: adding more waits for room. The first failure stops everything.</remarks>
internal sealed class Lanes<T> : IAsyncDisposable
{
    private readonly Func<T, CancellationToken, Task> _perform;
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly Channel<Lane> _ready = Channel.CreateUnbounded<Lane>();
    private readonly SemaphoreSlim _room;
    private readonly int _pendingMax;
    private readonly CancellationTokenSource _stop;
    private readonly Task[] _workers;

    public Lanes(int workersCount, int pendingMax, Func<T, CancellationToken, Task> perform, CancellationToken cancellation)
    {
        (_perform, _pendingMax) = (perform, pendingMax);
        _room = new(pendingMax);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _workers = [.. Enumerable.Range(0, workersCount).Select(_ => Task.Run(WorkAsync))];
    }

    /// <exception cref="OperationCanceledException">It was cancelled, or an item failed: <see cref="CompleteAsync"/> says why.</exception>
    public async Task AddAsync(string lane, T item)
    {
        await _room.WaitAsync(_stop.Token);
        if (!_lanes.TryGetValue(lane, out var found)) _lanes.Add(lane, found = new());
        if (found.Add(item)) _ready.Writer.TryWrite(found);
    }

    /// <summary>Ends when everything that was added is done. Throws what the first failing item threw.</summary>
    public async Task CompleteAsync()
    {
        try
        {
            for (var i = 0; i < _pendingMax; i++) await _room.WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The workers know why.
        }

        _ready.Writer.TryComplete();
        await Task.WhenAll(_workers);
        _stop.Token.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _ready.Writer.TryComplete();
        await Task.WhenAll(_workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _room.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var lane in _ready.Reader.ReadAllAsync(_stop.Token))
            {
                await _perform(lane.First, _stop.Token);
                if (lane.RemoveFirst()) _ready.Writer.TryWrite(lane);
                _room.Release();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Another worker failed, or the caller gave up.
        }
        catch
        {
            await _stop.CancelAsync();
            throw;
        }
    }

    private sealed class Lane
    {
        private readonly Queue<T> _items = new();

        public T First
        {
            get
            {
                lock (_items) return _items.Peek();
            }
        }

        /// <summary>Whether the lane had been empty: it is ready now.</summary>
        public bool Add(T item)
        {
            lock (_items)
            {
                _items.Enqueue(item);
                return _items.Count == 1;
            }
        }

        /// <summary>Whether more is waiting.</summary>
        public bool RemoveFirst()
        {
            lock (_items)
            {
                _items.Dequeue();
                return _items.Count > 0;
            }
        }
    }
}
