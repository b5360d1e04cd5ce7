namespace Omnichannel.Embedded;

/// <summary>Runs the turns of activations. Each item is executed once per time it was given, on any thread, never inside the giving call.</summary>
public interface IWorkExecutor
{
    void Queue(IThreadPoolWorkItem work);
}

/// <summary>The threads of the process, first come, first served.</summary>
public sealed class ThreadPoolExecutor : IWorkExecutor
{
    public static readonly ThreadPoolExecutor Instance = new();

    private ThreadPoolExecutor() { }

    // Not the local queue of this thread: there the newest goes first, and two grains that call each other could keep everybody else out.
    public void Queue(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
}
