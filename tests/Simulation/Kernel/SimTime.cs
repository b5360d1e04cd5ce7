namespace Omnichannel.Simulation.Kernel;

/// <summary>The clocks of one simulated process: a wall clock that may jump, and a monotonic one that never does.</summary>
public sealed class SimTime(SimScheduler scheduler, SimLane lane) : TimeProvider
{
    /// <summary>The wall clock at the start of every run.</summary>
    public static DateTimeOffset Start { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public TimeSpan WallOffset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(scheduler.Now) + WallOffset;

    public override long GetTimestamp() => scheduler.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(scheduler, lane, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SimTimer(SimScheduler scheduler, SimLane lane, TimerCallback callback, object? state) : ITimer
    {
        private SimEvent? _next;
        private TimeSpan _period;
        private bool _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_isDisposed) return false;
            _next?.Cancel();
            _period = period;
            _next = dueTime < TimeSpan.Zero ? null : scheduler.At(scheduler.Now + dueTime.Ticks, lane, Fire, this);
            return true;
        }

        public void Dispose()
        {
            _isDisposed = true;
            _next?.Cancel();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private static void Fire(object? timer) => ((SimTimer)timer!).Fire();

        private void Fire()
        {
            if (_isDisposed) return;
            _next = _period > TimeSpan.Zero ? scheduler.At(scheduler.Now + _period.Ticks, lane, Fire, this) : null;
            callback(state);
        }
    }
}
