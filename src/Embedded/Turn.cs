namespace Omnichannel.Embedded;

/// <summary>One thing an activation does without giving way. It belongs to at most one queue at a time, which links it.</summary>
internal abstract class Turn
{
    internal Turn? Next;

    /// <summary>Runs on the scheduler of the activation. Must not throw.</summary>
    internal abstract void Run(Activation activation);
}

/// <summary>A continuation of grain code.</summary>
internal sealed class TaskTurn(Task task) : Turn
{
    internal override void Run(Activation activation) => activation.RunTask(task);
}

/// <summary>A step in the life of an activation that the host asks for.</summary>
internal sealed class LifeTurn(Action<Activation> step) : Turn
{
    internal override void Run(Activation activation) => step(activation);
}

/// <summary>First in, first out; linked through the turns themselves.</summary>
internal struct TurnQueue
{
    private Turn? _first;
    private Turn? _last;

    public readonly bool IsEmpty => _first is null;

    public void Append(Turn turn)
    {
        turn.Next = null;
        if (_last is null) _first = turn;
        else _last.Next = turn;
        _last = turn;
    }

    public Turn TakeFirst()
    {
        var turn = _first!;
        _first = turn.Next;
        if (_first is null) _last = null;
        turn.Next = null;
        return turn;
    }

    /// <summary>Takes over a stack, newest first, behind what is queued.</summary>
    public void AppendReversed(Turn newest)
    {
        var (first, last) = ((Turn?)null, newest);
        for (Turn? turn = newest; turn is not null;)
        {
            var older = turn.Next;
            turn.Next = first;
            first = turn;
            turn = older;
        }

        if (_last is null) _first = first;
        else _last.Next = first;
        _last = last;
    }

    /// <summary>Puts all of another queue in front of this one, and leaves that empty.</summary>
    public void Prepend(ref TurnQueue earlier)
    {
        if (earlier._last is null) return;
        earlier._last.Next = _first;
        _first = earlier._first;
        _last ??= earlier._last;
        earlier = default;
    }
}
