using System.Diagnostics;

namespace Omnichannel.Load;

/// <summary>Lets calls of an open loop go when they are due, up to a millisecond late, which counts as their latency.</summary>
/// <remarks>A thread of its own looks: the timers of the runtime are as coarse as the clock of the kernel, 4 ms where it ticks 250 times a second, and all that is due in between would leave in one burst.</remarks>
internal sealed class Pace : IDisposable
{
    private const int LookMilliseconds = 1;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private readonly List<TaskCompletionSource> _leaving = [];
    private readonly Thread _thread;
    private volatile bool _isEnded;

    public Pace()
    {
        _thread = new(Run) { IsBackground = true, Name = "pace" };
        _thread.Start();
    }

    /// <summary>Returns at a timestamp, up to a millisecond late.</summary>
    public Task UntilAsync(long due)
    {
        if (Stopwatch.GetTimestamp() >= due) return Task.CompletedTask;
        var waiting = new TaskCompletionSource();
        lock (_gate) _waiting.Enqueue(waiting, due);
        return waiting.Task;
    }

    /// <summary>Whoever still waits goes on at once.</summary>
    public void Dispose()
    {
        _isEnded = true;
        if (Thread.CurrentThread != _thread) _thread.Join();
    }

    private void Run()
    {
        while (!_isEnded)
        {
            Thread.Sleep(LookMilliseconds);
            Release(Stopwatch.GetTimestamp());
        }

        Release(long.MaxValue);
    }

    private void Release(long now)
    {
        lock (_gate)
        {
            while (_waiting.TryPeek(out var waiting, out var due) && due <= now)
            {
                _leaving.Add(waiting);
                _waiting.Dequeue();
            }
        }

        // Each goes on here until it has sent its call.
        foreach (var waiting in _leaving) waiting.SetResult();
        _leaving.Clear();
    }
}
