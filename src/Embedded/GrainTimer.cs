using Orleans.Runtime;

namespace Omnichannel.Embedded;

/// <summary>A timer of one activation. Its queued turn is itself, so it is never queued twice.</summary>
internal sealed class GrainTimer : Turn, IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private readonly bool _keepsAlive;
    private TimeSpan _period;
    private GrainTimer? _before;
    private GrainTimer? _after;
    private int _dueCount;
    private bool _changedWhileRunning;

    private GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        (_activation, _callback, _period, _keepsAlive) = (activation, callback, options.Period, options.KeepAlive);
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Class.Host.Options.Clock.CreateTimer(
                static timer => ((GrainTimer)timer!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Only on a turn of the activation, or in the constructor of its grain.</summary>
    public static GrainTimer Register(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(activation, callback, options) { _after = activation.Timers };
        if (timer._after is { } after) after._before = timer;
        activation.Timers = timer;
        timer._timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
        return timer;
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _changedWhileRunning = true;
        _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested) return;
        _timer.Dispose();
        if (_before is null) _activation.Timers = _after;
        else _before._after = _after;
        if (_after is not null) _after._before = _before;
        _activation.Class.Host.Cancel(_disposed);
    }

    internal override void Run(Activation activation)
    {
        if (_disposed.IsCancellationRequested || !activation.TryBeginCallback(this)) return;
        _ = RunCallbackAsync();
    }

    private void Due()
    {
        if (Interlocked.Increment(ref _dueCount) == 1) _activation.Post(this);
    }

    private async Task RunCallbackAsync()
    {
        if (_keepsAlive) _activation.UsedIn = _activation.Class.Host.Ages.Now;
        _changedWhileRunning = false;
        try
        {
            await _callback(_disposed.Token);
        }
        catch (Exception failure)
        {
            HostLog.TimerFailed(_activation.Class.Host.Log, _activation.ToString(), failure);
        }

        var isDueAgain = Interlocked.Exchange(ref _dueCount, 0) > 1;
        if (!_disposed.IsCancellationRequested)
        {
            if (!_changedWhileRunning) _timer.Change(_period, Timeout.InfiniteTimeSpan);
            else if (isDueAgain) Due();
        }

        _activation.EndCall();
    }
}
