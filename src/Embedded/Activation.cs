using Orleans.Runtime;

namespace Omnichannel.Embedded;

/// <summary>One grain in memory, with the scheduler its turns run on.</summary>
/// <remarks>
/// Anyone may post a turn; the first to do so on a resting activation gives it to the executor. Turns run in the order they came, one at a time, and
/// everything marked "turns only" is touched by them alone, so it needs no lock. What the grain awaits comes back as a turn, because
/// <see cref="TaskScheduler.Current"/> is this activation while a turn runs.
/// </remarks>
internal sealed partial class Activation : TaskScheduler, IGrainContext, IThreadPoolWorkItem
{
    private static readonly Turn Resting = new LifeTurn(static _ => throw new InvalidOperationException("Never runs."));

    [ThreadStatic]
    private static Activation? _running;

    [ThreadStatic]
    private static GrainCall? _kept;

    // A stack, newest first. Resting: nothing to do, and nobody is about to look. Null: somebody runs, or is about to.
    private Turn? _arrived = Resting;

    // Turns only.
    private TurnQueue _ready;

    public Activation(GrainClass grainClass, string key)
    {
        Class = grainClass;
        Key = key;
        UsedIn = grainClass.Host.Ages.Now;
    }

    /// <summary>The activation whose turn runs on this thread.</summary>
    public static Activation? Running => _running;

    public GrainClass Class { get; }

    public string Key { get; }

    public object? GrainInstance => _grain;

    public IServiceProvider ActivationServices => Class.Host.Services;

    /// <summary>When it was last called; written by everyone who calls, and close enough when two of them race.</summary>
    public Tick UsedIn { get; set; }

    // Where it is listed; guarded by the lock of the ages.
    public ActivationList? ListedIn { get; set; }

    public Activation? ListedBefore { get; set; }

    public Activation? ListedAfter { get; set; }

    /// <summary>Not exact while turns run: good enough to pass over an activation that works.</summary>
    public bool IsResting => Volatile.Read(ref _arrived) == Resting && Volatile.Read(ref _callsRunning) == 0;

    public void Post(Turn turn)
    {
        var newest = Volatile.Read(ref _arrived);
        while (true)
        {
            turn.Next = newest == Resting ? null : newest;
            var seen = Interlocked.CompareExchange(ref _arrived, turn, newest);
            if (seen == newest) break;
            newest = seen;
        }

        if (newest == Resting) Class.Host.Options.Executor.Queue(this);
    }

    /// <summary>Answers a caller that is no grain, never inside the turn that answers.</summary>
    /// <remarks>An answer after which nothing is left to run needs no work item of its own: it goes on in the one that ran the turns.</remarks>
    public static void Send(GrainCall answered, EmbeddedHost host)
    {
        if (_running is null || host.Options.Executor is not ThreadPoolExecutor)
        {
            host.Options.Executor.Queue(answered);
            return;
        }

        SendKept(host);
        _kept = answered;
    }

    void IThreadPoolWorkItem.Execute()
    {
        // One task carries many turns: it is what makes this scheduler the current one for everything that runs inside.
        var dispatch = new Task(static activation => ((Activation)activation!).RunTurns(), this, TaskCreationOptions.DenyChildAttach);
        var outer = _running;
        _running = this;
        try
        {
            dispatch.RunSynchronously(this);
            dispatch.GetAwaiter().GetResult(); // No turn throws; a mistake of the host itself must not go by in silence.
        }
        finally
        {
            _running = outer;
        }

        if (_kept is not { } answered) return;
        _kept = null;
        ((IThreadPoolWorkItem)answered).Execute();
    }

    public void RunTask(Task task) => TryExecuteTask(task);

    protected override void QueueTask(Task task) => Post(new TaskTurn(task));

    // Like Orleans: what a turn completes for its own activation goes on at once, and is part of the turn.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && _running == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void RunTurns()
    {
        for (var left = Class.Host.Options.TurnsPerDispatchMax; ; left--)
        {
            while (_ready.IsEmpty && !TakeArrived())
            {
                if (TryRest()) return;
            }

            if (left == 0)
            {
                Class.Host.Options.Executor.Queue(this);
                return;
            }

            SendKept(Class.Host);
            _ready.TakeFirst().Run(this);
        }
    }

    // Nobody waits for a turn that has nothing to do with his answer.
    private static void SendKept(EmbeddedHost host)
    {
        if (_kept is not { } answered) return;
        _kept = null;
        host.Options.Executor.Queue(answered);
    }

    // False: there was nothing.
    private bool TakeArrived()
    {
        if (Interlocked.Exchange(ref _arrived, null) is not { } newest) return false;
        _ready.AppendReversed(newest);
        return true;
    }

    // True: whoever posts next starts the next dispatch, and this one must not touch a thing any more.
    private bool TryRest() => Interlocked.CompareExchange(ref _arrived, Resting, null) is null;
}
