namespace Omnichannel.Testing;

/// <summary>A clock that stands still until it is told to go on. Timers run inside <see cref="Advance"/>, in the order they are due.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly SortedSet<ManualTimer> _due = new(Comparer<ManualTimer>.Create(
        static (left, right) => (left.DueAt, left.Order).CompareTo((right.DueAt, right.Order))));
    private TimeSpan _elapsed;
    private long _order;

    public ManualTime() : this(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) { }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate) return _elapsed.Ticks;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return start + _elapsed;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on, and stops at every timer that is due on the way.</summary>
    public void Advance(TimeSpan time)
    {
        var until = new TimeSpan(GetTimestamp()) + time;
        while (TakeDue(until) is { } timer) timer.Run();
        lock (_gate) _elapsed = until;
    }

    /// <summary>When the next timer is due, from now; null when none is armed.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_gate) return _due.Min is { } next ? next.DueAt - _elapsed : null;
        }
    }

    private ManualTimer? TakeDue(TimeSpan until)
    {
        lock (_gate)
        {
            if (_due.Min is not { } next || next.DueAt > until) return null;
            _due.Remove(next);
            if (next.DueAt > _elapsed) _elapsed = next.DueAt;
            if (next.Period > TimeSpan.Zero) Arm(next, next.Period);
            else next.IsArmed = false;
            return next;
        }
    }

    private void Arm(ManualTimer timer, TimeSpan dueTime)
    {
        (timer.DueAt, timer.Order, timer.IsArmed) = (_elapsed + dueTime, _order++, true);
        _due.Add(timer);
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public TimeSpan DueAt { get; set; }

        public long Order { get; set; }

        public bool IsArmed { get; set; }

        public TimeSpan Period { get; private set; }

        public void Run() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                if (_disposed) return false;
                if (IsArmed) time._due.Remove(this);
                (IsArmed, Period) = (false, period);
                if (dueTime >= TimeSpan.Zero) time.Arm(this, dueTime);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                if (IsArmed) time._due.Remove(this);
                (IsArmed, _disposed) = (false, true);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
