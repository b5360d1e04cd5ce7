using Orleans.Runtime;

namespace Omnichannel.Embedded;

/// <summary>Admits calls up to the bounds of the host, and answers those whose deadline has passed.</summary>
/// <remarks>A call costs two short locks and two counts here, and no timer.</remarks>
internal sealed class CallsInFlight
{
    // Both counts in one word, so that zero means that nothing is in flight.
    private const long Outside = 1;
    private const long FromGrain = 1L << 32;

    private readonly EmbeddedHost _host;
    private readonly CallLane[] _lanes;
    private long _counts;

    public CallsInFlight(EmbeddedHost host)
    {
        _host = host;
        // With an executor of its own the host has one lane, and so one order in which deadlines pass.
        var lanes = host.Options.Executor is ThreadPoolExecutor ? Math.Clamp(Environment.ProcessorCount, 1, 16) : 1;
        _lanes = new CallLane[lanes];
        for (var index = 0; index < lanes; index++) _lanes[index] = new CallLane(this);
    }

    public int Count
    {
        get
        {
            var counts = Volatile.Read(ref _counts);
            return (int)((counts & uint.MaxValue) + (counts >> 32));
        }
    }

    /// <summary>Null, or why no work may begin for this call.</summary>
    public Exception? Admit(GrainCall call)
    {
        call.IsFromGrain = Activation.Running?.Class.Host == _host;
        var counts = Interlocked.Add(ref _counts, call.IsFromGrain ? FromGrain : Outside);
        var refusal = Refusal(call, counts);
        if (refusal is not null) Leave(call);
        else _lanes[_lanes.Length == 1 ? 0 : Environment.CurrentManagedThreadId % _lanes.Length].Enter(call, _host.Ages);
        return refusal;
    }

    public void Leave(GrainCall call)
    {
        if (Interlocked.Add(ref _counts, call.IsFromGrain ? -FromGrain : -Outside) == 0) _host.OnCallsEnded();
    }

    public void Sweep(long timestamp)
    {
        var deadline = _host.Options.CallDeadline;
        var admittedUntil = timestamp - (long)(deadline.TotalSeconds * _host.Options.Clock.TimestampFrequency);
        FailAll(admittedUntil, $"did not answer within {deadline}");
    }

    /// <summary>Answers every call that is still in flight.</summary>
    public void FailAll() => FailAll(long.MaxValue, "was cut short by the end of the host");

    private void FailAll(long admittedUntil, string reason)
    {
        foreach (var lane in _lanes)
        {
            while (lane.TakeOldest(admittedUntil) is { } call)
            {
                call.FailUnlisted(new TimeoutException($"{call} {reason}. Whether it takes effect is not known."), _host);
            }
        }
    }

    private Exception? Refusal(GrainCall call, long counts)
    {
        var options = _host.Options;
        if (call.IsFromGrain)
        {
            return counts >> 32 <= options.GrainCallsInFlightMax && !_host.IsStopped
                ? null
                : _host.IsStopped ? new SiloUnavailableException("The host is stopped.") : TooMany(options.GrainCallsInFlightMax, "between grains");
        }

        if (!_host.IsRunning) return new SiloUnavailableException("The host is not started, or it is stopping; nothing was done for this call.");
        return (counts & uint.MaxValue) <= options.CallsInFlightMax ? null : TooMany(options.CallsInFlightMax, "from outside");
    }

    private static LimitExceededException TooMany(int max, string whence) =>
        new($"{max} calls {whence} wait for their answer, which is as many as may; nothing was done for this one.");
}

/// <summary>Calls that wait for their answer, oldest first.</summary>
internal sealed class CallLane(CallsInFlight calls)
{
    private readonly Lock _gate = new();
    private GrainCall? _oldest;
    private GrainCall? _newest;

    public void Enter(GrainCall call, ActivationAges ages)
    {
        lock (_gate)
        {
            call.Lane = this;
            call.AdmittedIn = ages.Now;
            call.Earlier = _newest;
            if (_newest is null) _oldest = call;
            else _newest.Later = call;
            _newest = call;
        }
    }

    /// <summary>True for the one who may answer the call.</summary>
    public static bool TryLeave(GrainCall call) => call.Lane is { } lane && lane.TryRemove(call);

    /// <summary>The oldest call, removed, if it was admitted by then.</summary>
    public GrainCall? TakeOldest(long admittedUntil)
    {
        GrainCall? call;
        lock (_gate)
        {
            call = _oldest;
            if (call is null || call.AdmittedIn!.EndedAt > admittedUntil) return null;
            Unlink(call);
        }

        calls.Leave(call);
        return call;
    }

    private bool TryRemove(GrainCall call)
    {
        lock (_gate)
        {
            if (call.Lane is null) return false;
            Unlink(call);
        }

        calls.Leave(call);
        return true;
    }

    private void Unlink(GrainCall call)
    {
        if (call.Earlier is null) _oldest = call.Later;
        else call.Earlier.Later = call.Later;
        if (call.Later is null) _newest = call.Earlier;
        else call.Later.Earlier = call.Earlier;
        (call.Lane, call.Earlier, call.Later) = (null, null, null);
    }
}
