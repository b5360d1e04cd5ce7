namespace Omnichannel.Replay;

/// <summary>A place in a queue: it comes when the one before it has ended.</summary>
internal sealed class Turn(Task before)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => _ended.Task;

    public Task ComesAsync(CancellationToken cancellation) => before.WaitAsync(cancellation);

    public void End() => _ended.TrySetResult();
}

/// <summary>Gives turns, queue by queue, in the order in which they are asked for.</summary>
internal sealed class Turns
{
    private readonly Dictionary<string, Turn> _last = new(StringComparer.Ordinal);

    /// <summary>Whether nobody has asked for this queue before.</summary>
    public bool IsNew(string queue) => !_last.ContainsKey(queue);

    public Turn Next(string queue)
    {
        var turn = new Turn(_last.TryGetValue(queue, out var last) ? last.Ended : Task.CompletedTask);
        _last[queue] = turn;
        return turn;
    }
}
