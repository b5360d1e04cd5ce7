using Omnichannel.Embedded;
using Omnichannel.Testing;

namespace Omnichannel.Hosting;

/// <summary>One thread for the host and its callers: what runs next is chosen by a seed, and time passes only when nothing can run.</summary>
internal sealed class SeededThread(int seed, ManualTime time) : TaskScheduler, IWorkExecutor
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private readonly Random _random = new(seed);
    private readonly List<object> _ready = [];
    private readonly int _threadId = Environment.CurrentManagedThreadId;

    public void Queue(IThreadPoolWorkItem work) => Add(work);

    public Task Start(Func<Task> caller) => Task.Factory.StartNew(caller, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    public void CheckThread()
    {
        if (Environment.CurrentManagedThreadId != _threadId) throw new InvalidOperationException($"Left its thread: {Environment.StackTrace}");
    }

    /// <summary>Runs until a task has ended. What it waits for and is not here is on another thread: the one mistake looked for.</summary>
    public void RunUntil(Task done)
    {
        var until = time.GetUtcNow() + _patience;
        while (!done.IsCompleted)
        {
            if (_ready.Count > 0) RunOne();
            else if (time.NextDue is { } next && time.GetUtcNow() < until) time.Advance(next);
            else throw new InvalidOperationException("Nothing is left to run, and yet somebody waits.");
        }

        done.GetAwaiter().GetResult();
    }

    public void RunAll()
    {
        while (_ready.Count > 0) RunOne();
    }

    protected override void QueueTask(Task task) => Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Add(object work)
    {
        CheckThread();
        _ready.Add(work);
    }

    private void RunOne()
    {
        var index = _random.Next(_ready.Count);
        var work = _ready[index];
        _ready.RemoveAt(index);
        if (work is Task task) TryExecuteTask(task);
        else ((IThreadPoolWorkItem)work).Execute();
    }
}
