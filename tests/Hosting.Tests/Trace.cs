using System.Collections.Concurrent;

namespace Omnichannel.Hosting;

/// <summary>What test grains did, in order, and the gates at which tests hold them.</summary>
public sealed class Trace
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _reached = new();
    private readonly ConcurrentDictionary<string, int> _inside = new();

    public string[] Lines => [.. _lines];

    public void Add(string line) => _lines.Enqueue(line);

    public int Count(string line) => _lines.Count(seen => seen == line);

    /// <summary>For grains: says that this point was reached, and waits until a test opens it.</summary>
    public Task Pass(string gate)
    {
        Source(_reached, gate).TrySetResult();
        return Source(_gates, gate).Task;
    }

    public void Open(string gate) => Source(_gates, gate).TrySetResult();

    /// <summary>For tests: ends when a grain has come to this gate.</summary>
    public Task Reached(string gate) => Source(_reached, gate).Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>For tests: ends when a grain has opened this gate.</summary>
    public Task Opened(string gate) => Source(_gates, gate).Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>How many are inside now, with the one that enters.</summary>
    public int Enter(string room) => _inside.AddOrUpdate(room, 1, static (_, inside) => inside + 1);

    public void Leave(string room) => _inside.AddOrUpdate(room, 0, static (_, inside) => inside - 1);

    private static TaskCompletionSource Source(ConcurrentDictionary<string, TaskCompletionSource> sources, string name) =>
        sources.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
