using Orleans;

namespace Omnichannel.Embedded;

/// <summary>One call on its way to a grain, and the promise of its answer. Made by generated references.</summary>
internal abstract class GrainCall : Turn
{
    private Activation? _activation;

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
            Fail(failure);
            return;
        }

        if (running.IsCompleted) End(running);
        else _ = running.ContinueWith(
            static (ended, call) => ((GrainCall)call!).End(ended), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, activation);
    }

    /// <summary>Answers with an exception, unless it was answered before.</summary>
    internal void Fail(Exception failure)
    {
        if (CallLane.TryLeave(this)) AnswerWith(failure);
    }

    /// <summary>Answers a call that was not admitted.</summary>
    internal abstract void AnswerWith(Exception failure);

    protected abstract void AnswerWith(Task ended);

    protected abstract Task Invoke(object grain);

    private void End(Task ended)
    {
        _activation!.EndCall();
        if (CallLane.TryLeave(this)) AnswerWith(ended);
        else _ = ended.Exception; // The caller was told of the deadline; nobody waits for this any more.
    }
}

/// <summary>A call with a result. The caller never goes on inside the turn that answers it.</summary>
internal abstract class GrainCall<T> : GrainCall
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Answer => _answer.Task;

    internal sealed override void AnswerWith(Exception failure) => _answer.SetException(failure);

    protected sealed override void AnswerWith(Task ended) => _answer.SetFromTask((Task<T>)ended);
}

/// <summary>A call without a result. The caller never goes on inside the turn that answers it.</summary>
internal abstract class GrainAction : GrainCall
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task Answer => _answer.Task;

    internal sealed override void AnswerWith(Exception failure) => _answer.SetException(failure);

    protected sealed override void AnswerWith(Task ended) => _answer.SetFromTask(ended);
}
