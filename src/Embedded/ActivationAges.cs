using Orleans;

namespace Omnichannel.Embedded;

/// <summary>Knows every activation of the host, and which were not used for longest.</summary>
/// <remarks>
/// A call only stamps its activation with the current tick. The lists are put in order when somebody looks: an activation that was used since it was
/// listed moves to the tick of that use, so each is looked at about once per idle time, however often it is called.
/// </remarks>
internal sealed class ActivationAges
{
    private const int LooksPerLock = 4096;

    private readonly Lock _gate = new();
    private readonly EmbeddedHost _host;
    private readonly EmbeddedHostOptions _options;
    private readonly int _slack;
    private readonly Queue<Tick> _cancellable = new();
    private Tick _oldest = new(0);
    private volatile Tick _now;
    private int _count;
    private int _kept;
    private int _findAt;

    public ActivationAges(EmbeddedHost host)
    {
        (_host, _options) = (host, host.Options);
        _slack = Math.Max(1, _options.ActivationsMax / 16);
        _findAt = _options.ActivationsMax + _slack;
        _now = _oldest;
    }

    public Tick Now => _now;

    public int Count => Volatile.Read(ref _count);

    public void Add(Activation activation)
    {
        lock (_gate)
        {
            _count++;
            _now.Moving.Append(activation);
        }
    }

    /// <summary>For an activation that is ready for calls.</summary>
    public void Keep(Activation activation)
    {
        bool isOverCap;
        lock (_gate)
        {
            activation.UsedIn = _now;
            List(activation, _now.Kept);
            isOverCap = _kept >= _findAt;
        }

        if (isOverCap) CollectOverCap();
    }

    /// <summary>For an activation that begins to end.</summary>
    public void Move(Activation activation)
    {
        lock (_gate) List(activation, _now.Moving);
    }

    /// <returns>True when it was the last one. Removing one twice does nothing.</returns>
    public bool Remove(Activation activation)
    {
        lock (_gate) return Unlist(activation) && --_count == 0;
    }

    /// <summary>A token for what begins now; cancelled when the transition deadline has passed.</summary>
    public CancellationToken TransitionToken()
    {
        lock (_gate)
        {
            if (_now.Cancellation is null)
            {
                _now.Cancellation = new();
                _cancellable.Enqueue(_now);
            }

            return _now.Cancellation.Token;
        }
    }

    /// <summary>Ends the current tick, collects what was idle for too long, and gives up what does not come to an end.</summary>
    public void Sweep(long timestamp)
    {
        lock (_gate) BeginTick(timestamp);
        CancelTransitions(timestamp - Stamps(_options.TransitionDeadline));
        foreach (var activation in FindStuck(timestamp - Stamps(_options.TransitionDeadline))) activation.GiveUp();
        var idleSince = timestamp - Stamps(_options.ActivationIdle);
        for (var looked = LooksPerLock; looked == LooksPerLock;)
        {
            var idle = new List<(Activation, Tick)>();
            lock (_gate) looked = Find(idle, LooksPerLock, int.MaxValue, idleSince);
            Collect(idle, new(DeactivationReasonCode.ActivationIdle, "Not called for the idle time of the host."));
        }

        CollectOverCap();
    }

    /// <summary>Cancels the token of everything that is starting or ending.</summary>
    public void CancelTransitions() => CancelTransitions(long.MaxValue);

    /// <summary>All of them, in the order of their ticks.</summary>
    public List<Activation> Snapshot()
    {
        lock (_gate)
        {
            var all = new List<Activation>(_count);
            for (var tick = _oldest; tick is not null; tick = tick.Next)
            {
                for (var activation = tick.Moving.First; activation is not null; activation = activation.ListedAfter) all.Add(activation);
                for (var activation = tick.Kept.First; activation is not null; activation = activation.ListedAfter) all.Add(activation);
            }

            return all;
        }
    }

    private void CancelTransitions(long begunUntil)
    {
        foreach (var cancellation in TakeCancellations(begunUntil)) _host.Cancel(cancellation);
    }

    private long Stamps(TimeSpan time) => (long)(time.TotalSeconds * _options.Clock.TimestampFrequency);

    private void BeginTick(long timestamp)
    {
        _now.EndedAt = timestamp;
        var next = new Tick(_now.Number + 1);
        _now.Next = next;
        _now = next;
    }

    private void CollectOverCap()
    {
        var idle = new List<(Activation, Tick)>();
        lock (_gate)
        {
            if (_kept <= _options.ActivationsMax) return;
            BeginTick(_options.Clock.GetTimestamp());
            Find(idle, looksMax: 4 * _slack, foundMax: _kept - _options.ActivationsMax, long.MaxValue);

            // If most were busy there is no use in looking again for every new one.
            _findAt = Math.Max(_kept, _options.ActivationsMax) + _slack;
        }

        Collect(idle, new(DeactivationReasonCode.HighMemoryPressure, "More activations than the host may keep; this one was idle longest."));
    }

    // Takes from the oldest tick on; those found are listed as moving until they have decided for themselves.
    private int Find(List<(Activation, Tick)> idle, int looksMax, int foundMax, long endedUntil)
    {
        var looked = 0;
        for (var tick = _oldest; tick != _now && tick.EndedAt <= endedUntil; tick = tick.Next!)
        {
            while (looked < looksMax && idle.Count < foundMax && tick.Kept.First is { } activation)
            {
                looked++;
                var used = activation.UsedIn;
                if (used.Number > tick.Number) List(activation, used.Kept);
                else if (!activation.IsResting) List(activation, _now.Kept);
                else
                {
                    List(activation, _now.Moving);
                    idle.Add((activation, tick));
                }
            }
        }

        while (_oldest != _now && _oldest.Kept.First is null && _oldest.Moving.First is null) _oldest = _oldest.Next!;
        return looked;
    }

    private List<Activation> FindStuck(long endedUntil)
    {
        var stuck = new List<Activation>();
        lock (_gate)
        {
            for (var tick = _oldest; tick != _now && tick.EndedAt <= endedUntil; tick = tick.Next!)
            {
                while (tick.Moving.First is { } activation)
                {
                    List(activation, _now.Moving);
                    stuck.Add(activation);
                }
            }
        }

        return stuck;
    }

    // Those whose tick has ended by then, oldest first.
    private List<CancellationTokenSource> TakeCancellations(long endedUntil)
    {
        var due = new List<CancellationTokenSource>();
        lock (_gate)
        {
            while (_cancellable.TryPeek(out var tick) && tick.EndedAt <= endedUntil)
            {
                _cancellable.Dequeue();
                due.Add(tick.Cancellation!);
                tick.Cancellation = null;
            }
        }

        return due;
    }

    private void List(Activation activation, ActivationList list)
    {
        Unlist(activation);
        list.Append(activation);
        if (list.IsKept) _kept++;
    }

    private bool Unlist(Activation activation)
    {
        if (activation.ListedIn is not { } list) return false;
        list.Remove(activation);
        if (list.IsKept) _kept--;
        return true;
    }

    private static void Collect(List<(Activation Activation, Tick Seen)> idle, DeactivationReason reason)
    {
        foreach (var (activation, seen) in idle) activation.CollectUnlessUsedSince(seen, reason);
    }
}
