using Orleans;

namespace Omnichannel.Embedded;

/// <summary>The life of an activation, in this order and never back.</summary>
internal enum ActivationPhase : byte
{
    New,
    /// <summary>The constructor and <c>OnActivateAsync</c>; calls wait.</summary>
    Starting,
    Active,
    /// <summary>Calls that have begun end; others wait for the next activation.</summary>
    Finishing,
    /// <summary><c>OnDeactivateAsync</c>; calls wait for the next activation.</summary>
    Ending,
    /// <summary>Out of the directory. Calls that come late are sent on.</summary>
    Gone,
}

internal sealed partial class Activation
{
    // Turns only, but for reads.
    private volatile ActivationPhase _phase;
    private int _callsRunning;
    private Grain? _grain;
    private TurnQueue _waiting;
    private DeactivationReason? _reason;
    private GrainTimer? _timers;

    /// <summary>Hands the context to the constructor of <see cref="Grain"/>, on the thread that creates it.</summary>
    [field: ThreadStatic]
    public static Activation? Creating { get; private set; }

    public bool IsGone => _phase == ActivationPhase.Gone;

    public ref GrainTimer? Timers => ref _timers;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (_running == this) BeginFinish(deactivationReason);
        else Post(new LifeTurn(activation => activation.BeginFinish(deactivationReason)));
    }

    /// <summary>Ends this activation if it was not used since <paramref name="seen"/>, else keeps it as one just used.</summary>
    public void CollectUnlessUsedSince(Tick seen, DeactivationReason reason) => Post(new LifeTurn(activation =>
    {
        if (activation._phase != ActivationPhase.Active) return;
        if (activation._callsRunning == 0 && activation.UsedIn.Number <= seen.Number) activation.BeginFinish(reason);
        else activation.Class.Host.Ages.Keep(activation);
    }));

    /// <summary>Stops waiting for a grain that does not come to an end.</summary>
    public void GiveUp() => Post(new LifeTurn(static activation =>
    {
        if (activation._phase == ActivationPhase.Starting)
        {
            activation.Fail(new TimeoutException($"{activation} did not activate within {activation.Class.Host.Options.TransitionDeadline}."));
        }
        else if (activation._phase is ActivationPhase.Finishing or ActivationPhase.Ending)
        {
            HostLog.GivenUp(activation.Class.Host.Log, activation.ToString(), activation._callsRunning);
            activation.Leave();
        }
    }));

    public void RunCall(GrainCall call)
    {
        switch (_phase)
        {
            case ActivationPhase.Active:
                if (call.IsAnswered) return; // Its deadline passed before it began.
                _callsRunning++;
                call.Begin(this, _grain!);
                break;
            case ActivationPhase.Gone:
                Class.Redirect(Key, call);
                break;
            case ActivationPhase.New:
                _waiting.Append(call);
                _ = StartAsync();
                break;
            default:
                _waiting.Append(call);
                break;
        }
    }

    /// <summary>False: not now. A callback that comes before the grain is ready waits for it, like a call.</summary>
    public bool TryBeginCallback(GrainTimer timer)
    {
        if (_phase == ActivationPhase.Starting) _waiting.Append(timer);
        if (_phase != ActivationPhase.Active) return false;
        _callsRunning++;
        return true;
    }

    /// <summary>A call or a callback that had begun has ended. Always on a turn.</summary>
    public void EndCall()
    {
        _callsRunning--;
        if (_phase == ActivationPhase.Finishing) EndSoon();
    }

    public override string ToString() => $"{Class.Type.Name}/{Key}";

    private async Task StartAsync()
    {
        _phase = ActivationPhase.Starting;
        try
        {
            _grain = Create();
            await _grain.OnActivateAsync(Class.Host.Ages.TransitionToken());
        }
        catch (Exception failure)
        {
            if (_phase == ActivationPhase.Starting) Fail(failure);
            return;
        }

        if (_phase != ActivationPhase.Starting) return; // Given up meanwhile.
        _phase = ActivationPhase.Active;
        Class.Host.Ages.Keep(this);
        _ready.Prepend(ref _waiting);

        // Who waited is served before an end that was asked for meanwhile, else such calls could wander from one activation to the next for ever.
        if (_reason is { } reason) Post(new LifeTurn(activation => activation.BeginFinish(reason)));
        else if (Class.Host.IsStopping) Post(new LifeTurn(static activation => activation.BeginFinish(EmbeddedHost.ShuttingDown)));
    }

    private Grain Create()
    {
        var outer = Creating;
        Creating = this;
        try
        {
            return Class.Create(Class.Host.Services);
        }
        finally
        {
            Creating = outer;
        }
    }

    // Everyone who waits by now is told; who comes later tries again.
    private void Fail(Exception failure)
    {
        DisposeTimers();
        Leave();
        if (_grain is not null) _ = DisposeGrainAsync();
        TakeArrived();
        var others = default(TurnQueue);
        while (!_ready.IsEmpty)
        {
            var turn = _ready.TakeFirst();
            if (turn is GrainCall call) call.Fail(failure, Class.Host);
            else others.Append(turn);
        }

        _ready = others;
    }

    private void BeginFinish(DeactivationReason reason)
    {
        if (_phase == ActivationPhase.New) Leave();
        if (_phase == ActivationPhase.Starting) _reason ??= reason;
        if (_phase != ActivationPhase.Active) return;
        _phase = ActivationPhase.Finishing;
        _reason = reason;
        Class.Host.Ages.Move(this);
        DisposeTimers();
        EndSoon();
    }

    private void DisposeTimers()
    {
        for (var timer = _timers; timer is not null; timer = _timers) timer.Dispose();
    }

    // As a turn of its own: OnDeactivateAsync never runs inside the code that asked for it.
    private void EndSoon()
    {
        if (_callsRunning > 0) return;
        Post(new LifeTurn(static activation =>
        {
            if (activation._phase == ActivationPhase.Finishing && activation._callsRunning == 0) _ = activation.EndAsync();
        }));
    }

    private async Task EndAsync()
    {
        _phase = ActivationPhase.Ending;
        try
        {
            await _grain!.OnDeactivateAsync(_reason!.Value, Class.Host.Ages.TransitionToken());
        }
        catch (Exception failure)
        {
            HostLog.DeactivationFailed(Class.Host.Log, ToString(), failure);
        }

        await DisposeGrainAsync();
        if (_phase == ActivationPhase.Ending) Leave();
    }

    private async Task DisposeGrainAsync()
    {
        try
        {
            if (_grain is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
            else if (_grain is IDisposable disposable) disposable.Dispose();
        }
        catch (Exception failure)
        {
            HostLog.DisposeFailed(Class.Host.Log, ToString(), failure);
        }
    }

    private void Leave()
    {
        _phase = ActivationPhase.Gone;
        Class.Remove(this);
        _ready.Prepend(ref _waiting); // Each is sent on when its turn comes.
    }
}
