namespace Omnichannel.Simulation.Kernel;

/// <summary>All the work of one simulated process. When it is paused nothing of it runs, when it is dead nothing of it ever runs again.</summary>
public sealed class SimLane
{
    private readonly SimScheduler _scheduler;
    private readonly LaneContext _context;
    private readonly LaneTasks _tasks;
    private readonly List<SimEvent> _held = [];
    private LaneState _state = LaneState.Running;

    public SimLane(SimScheduler scheduler, int number)
    {
        _scheduler = scheduler;
        Number = number;
        _context = new(this);
        _tasks = new(this);
    }

    private enum LaneState
    {
        None = 0,
        Running,
        Paused,
        Dead,
    }

    public int Number { get; }

    public bool IsDead => _state == LaneState.Dead;

    public bool IsPaused => _state == LaneState.Paused;

    public SynchronizationContext Context => _context;

    public TaskScheduler Tasks => _tasks;

    /// <summary>Runs soon, at the present virtual time.</summary>
    public void Post(Action<object?> callback, object? state)
    {
        if (!IsDead) _scheduler.Ready(new(this, callback, state));
    }

    public void Post(Action action) => Post(static state => ((Action)state!)(), action);

    /// <summary>Like work of the thread pool: awaits inside go to the task scheduler that the work itself brings along.</summary>
    public void PostBare(Action<object?> callback, object? state)
    {
        if (!IsDead) _scheduler.Ready(new(this, callback, state) { IsBare = true });
    }

    /// <summary>Starts something that runs by itself. What it throws fails the seed.</summary>
    public void Start(Func<Task> work) => Post(async static state => await ((Func<Task>)state!)(), work);

    public void Pause()
    {
        if (!IsDead) _state = LaneState.Paused;
    }

    public void Resume()
    {
        if (!IsPaused) return;
        _state = LaneState.Running;
        foreach (var held in _held) _scheduler.Ready(held);
        _held.Clear();
    }

    public void Kill()
    {
        _state = LaneState.Dead;
        _held.Clear();
    }

    internal void Run(SimEvent work)
    {
        switch (_state)
        {
            case LaneState.Dead: return;
            case LaneState.Paused: _held.Add(work); return;
        }

        SynchronizationContext.SetSynchronizationContext(work.IsBare ? null : _context);
        try
        {
            work.Invoke();
        }
        catch (Exception failure)
        {
            _scheduler.Fail(failure);
        }
    }

    private sealed class LaneContext(SimLane lane) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback callback, object? state) => lane.Post(callback.Invoke, state);

        public override void Send(SendOrPostCallback callback, object? state) => throw new NotSupportedException("Nothing may block the simulation.");

        public override SynchronizationContext CreateCopy() => this;
    }

    private sealed class LaneTasks(SimLane lane) : TaskScheduler
    {
        public override int MaximumConcurrencyLevel => 1;

        protected override void QueueTask(Task task)
        {
            lane._scheduler.TrapRunaway();
            lane.PostBare(Execute, task);
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => [];

        private void Execute(object? task) => TryExecuteTask((Task)task!);
    }
}
