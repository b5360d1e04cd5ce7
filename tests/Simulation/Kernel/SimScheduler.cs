namespace Omnichannel.Simulation.Kernel;

/// <summary>The whole world on one thread: a seeded choice among what could run now, then the next point in virtual time.</summary>
/// <remarks>Virtual time is in ticks of 100 ns since the start of the run. It passes only while nothing is ready.</remarks>
public sealed class SimScheduler
{
    private readonly PriorityQueue<SimEvent, (long At, ulong Tie)> _later = new();
    private readonly List<SimEvent> _ready = [];
    private readonly SimRandom _random;
    private int _threadId = Environment.CurrentManagedThreadId;
    private Exception? _failure;

    public SimScheduler(SimRandom random, TraceHash trace)
    {
        _random = random;
        Trace = trace;
    }

    public TraceHash Trace { get; }

    public long Now { get; private set; }

    /// <summary>How many pieces of work have run: every stretch from one await to the next is one.</summary>
    public long Steps { get; private set; }

    /// <summary>Called before every step with its number; the place where trouble strikes at any await.</summary>
    public Action<long>? BeforeStep { get; set; }

    public SimEvent At(long time, SimLane lane, Action<object?> callback, object? state)
    {
        TrapRunaway();
        var later = new SimEvent(lane, callback, state);
        _later.Enqueue(later, (Math.Max(time, Now), _random.Next()));
        return later;
    }

    public SimEvent After(TimeSpan delay, SimLane lane, Action callback) =>
        At(Now + delay.Ticks, lane, static action => ((Action)action!)(), callback);

    internal void Ready(SimEvent work)
    {
        TrapRunaway();
        _ready.Add(work);
    }

    /// <summary>Makes the calling thread the thread of the simulation. Only while nothing runs.</summary>
    public void Adopt() => Volatile.Write(ref _threadId, Environment.CurrentManagedThreadId);

    /// <summary>Ends the run: an assertion failed, or something left the simulation.</summary>
    public void Fail(Exception failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    /// <summary>Runs until the condition holds. False when nothing is left to do, or the time is up.</summary>
    public bool RunUntil(Func<bool> isDone, long deadline)
    {
        var before = SynchronizationContext.Current;
        try
        {
            while (true)
            {
                if (Volatile.Read(ref _failure) is { } failure) throw new SimulationFailedException(failure.Message, failure);
                if (isDone()) return true;
                if (!Step(deadline)) return false;
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Everything here runs on one thread; a continuation that shows up on another would make the run unrepeatable.</summary>
    internal void TrapRunaway()
    {
        if (Environment.CurrentManagedThreadId == Volatile.Read(ref _threadId)) return;
        var runaway = new RunawayException($"Work reached the simulation from outside of its thread:{Environment.NewLine}{Environment.StackTrace}");
        Fail(runaway);
        throw runaway;
    }

    private bool Step(long deadline)
    {
        if (_ready.Count == 0 && !Advance(deadline)) return false;
        BeforeStep?.Invoke(Steps);
        Steps++;
        if (_ready.Count == 0) return true;
        var index = _ready.Count == 1 ? 0 : _random.Below(_ready.Count);
        var work = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Trace.Add(Now);
        Trace.Add((long)index << 32 | (uint)work.Lane.Number);
        work.Run();
        return true;
    }

    private bool Advance(long deadline)
    {
        while (_later.TryPeek(out var next, out var due))
        {
            if (!next.IsCancelled)
            {
                if (due.At > deadline) return false;
                Now = Math.Max(Now, due.At);
                _later.Dequeue();
                _ready.Add(next);
                return true;
            }

            _later.Dequeue();
        }

        return false;
    }
}

/// <summary>One piece of work of one lane.</summary>
public sealed class SimEvent(SimLane lane, Action<object?> callback, object? state)
{
    public SimLane Lane => lane;

    public bool IsCancelled { get; private set; }

    public bool IsBare { get; init; }

    public void Cancel() => IsCancelled = true;

    internal void Run()
    {
        if (!IsCancelled) lane.Run(this);
    }

    internal void Invoke() => callback(state);
}

/// <summary>A seed failed: an assertion, a promise, or the simulation itself.</summary>
public sealed class SimulationFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A continuation left the simulation's thread.</summary>
public sealed class RunawayException(string message) : Exception(message);
