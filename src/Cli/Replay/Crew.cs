using System.Threading.Channels;

namespace Omnichannel.Replay;

/// <summary>Items are begun in the order in which they were added, by a fixed number of workers at the same time. The first failure stops
/// everything.</summary>
/// <remarks>An item may wait for what an earlier one does, never for a later one: the earliest that is not done can then always go on.</remarks>
internal sealed class Crew<T> : IAsyncDisposable
{
    private readonly Func<T, CancellationToken, Task> _perform;
    private readonly Channel<T> _items;
    private readonly CancellationTokenSource _stop;
    private readonly Task[] _workers;

    public Crew(int workersCount, Func<T, CancellationToken, Task> perform, CancellationToken cancellation)
    {
        _perform = perform;
        _items = Channel.CreateBounded<T>(workersCount);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _workers = [.. Enumerable.Range(0, workersCount).Select(_ => Task.Run(WorkAsync))];
    }

    /// <exception cref="OperationCanceledException">It was cancelled, or an item failed: <see cref="CompleteAsync"/> says why.</exception>
    public ValueTask AddAsync(T item) => _items.Writer.WriteAsync(item, _stop.Token);

    /// <summary>Ends when everything that was added is done. Throws what the first failing item threw.</summary>
    public async Task CompleteAsync()
    {
        _items.Writer.TryComplete();
        await Task.WhenAll(_workers);
        _stop.Token.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _items.Writer.TryComplete();
        await Task.WhenAll(_workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var item in _items.Reader.ReadAllAsync(_stop.Token)) await _perform(item, _stop.Token);
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
}
