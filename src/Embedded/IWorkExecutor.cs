namespace Omnichannel.Embedded;

/// <summary>Runs the turns of activations. Each item is executed exactly once per time it was given, on any thread, never inside the giving call.</summary>
public interface IWorkExecutor
{
    /// <summary>Work that somebody waits for.</summary>
    void Start(IThreadPoolWorkItem work);

    /// <summary>Work that has had its share of a thread and lets others go first.</summary>
    void Resume(IThreadPoolWorkItem work);
}

/// <summary>The threads of the process.</summary>
public sealed class ThreadPoolExecutor : IWorkExecutor
{
    public static readonly ThreadPoolExecutor Instance = new();

    private ThreadPoolExecutor() { }

    public void Start(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: true);

    public void Resume(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
}
