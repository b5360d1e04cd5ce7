using Orleans;

namespace Omnichannel.Embedded;

/// <summary>One call on its way to a grain, and the promise of its answer. Made by generated references.</summary>
/// <remarks>
/// A caller goes on in a place of its own. A grain goes on in a turn, because that is where its scheduler puts it. Anyone else goes on in a work
/// item of the executor, never inside the turn that answers. So nothing here asks for asynchronous continuations: that would be the thread pool,
/// past the executor.
/// </remarks>
internal abstract class GrainCall : Turn, IThreadPoolWorkItem
{
    private Activation? _activation;
    private Exception? _failure;
    private Task? _ended;

    /// <summary>The lane that watches its deadline; null before it was admitted and after it was answered. Guarded by the lock of the lane.</summary>
    internal CallLane? Lane { get; set; }

    internal GrainCall? Earlier { get; set; }

    internal GrainCall? Later { get; set; }

    internal Tick? AdmittedIn { get; set; }

    /// <summary>Whether a grain makes this call, as part of a call that was admitted before.</summary>
    internal bool IsFromGrain { get; set; }

    internal bool IsAnswered => Lane is null;

    /// <summary>Interface and method, for messages.</summary>
    protected abstract string Name { get; }

    public sealed override string ToString() => Name;

    void IThreadPoolWorkItem.Execute() => Answer();

    internal sealed override void Run(Activation activation) => activation.RunCall(this);

    /// <summary>Runs the method up to its first await. Exactly one <see cref="Activation.EndCall"/> follows, on a turn.</summary>
    internal void Begin(Activation activation, Grain grain)
    {
        _activation = activation;
        Task running;
        try
        {
            running = Invoke(grain) ?? throw new InvalidOperationException($"{Name} returned null instead of a task.");
        }
        catch (Exception failure)
        {
            activation.EndCall();
            Fail(failure, activation.Class.Host);
            return;
        }

        if (running.IsCompleted) End(running);
        else _ = running.ContinueWith(
            static (ended, call) => ((GrainCall)call!).End(ended),
            this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, activation);
    }

    /// <summary>Answers with an exception, unless it was answered before.</summary>
    internal void Fail(Exception failure, EmbeddedHost host)
    {
        if (CallLane.TryLeave(this)) FailUnlisted(failure, host);
    }

    /// <summary>Answers with an exception; for whoever took the call out of its lane.</summary>
    internal void FailUnlisted(Exception failure, EmbeddedHost host)
    {
        _failure = failure;
        SendAnswer(host);
    }

    /// <summary>Answers a call that was not admitted, before anyone awaits it.</summary>
    internal abstract void AnswerWith(Exception failure);

    protected abstract void AnswerWith(Task ended);

    protected abstract Task Invoke(object grain);

    private void End(Task ended)
    {
        _activation!.EndCall();
        if (CallLane.TryLeave(this))
        {
            _ended = ended;
            SendAnswer(_activation.Class.Host);
        }
        else
        {
            _ = ended.Exception; // The caller was told of the deadline; nobody waits for this any more.
        }
    }

    private void SendAnswer(EmbeddedHost host)
    {
        if (IsFromGrain) Answer();
        else Activation.Send(this, host);
    }

    private void Answer()
    {
        if (_failure is not null) AnswerWith(_failure);
        else AnswerWith(_ended!);
    }
}

/// <summary>A call with a result.</summary>
internal abstract class GrainCall<T> : GrainCall
{
    private readonly TaskCompletionSource<T> _answer = new();

    internal Task<T> Answered => _answer.Task;

    internal sealed override void AnswerWith(Exception failure) => _answer.SetException(failure);

    protected sealed override void AnswerWith(Task ended) => _answer.SetFromTask((Task<T>)ended);
}

/// <summary>A call without a result.</summary>
internal abstract class GrainAction : GrainCall
{
    private readonly TaskCompletionSource _answer = new();

    internal Task Answered => _answer.Task;

    internal sealed override void AnswerWith(Exception failure) => _answer.SetException(failure);

    protected sealed override void AnswerWith(Task ended) => _answer.SetFromTask(ended);
}
