namespace Omnichannel.Embedded;

/// <summary>A stretch of time, short against every deadline. What happens in it is stamped with it, instead of reading the clock each time.</summary>
internal sealed class Tick
{
    private long _endedAt = long.MaxValue;

    public Tick(int number)
    {
        Number = number;
        Kept = new(isKept: true);
        Moving = new(isKept: false);
    }

    /// <summary>Counts up.</summary>
    public int Number { get; }

    /// <summary>In ticks of the clock's timestamp. Nothing stamped with this tick happened later.</summary>
    public long EndedAt
    {
        get => Volatile.Read(ref _endedAt);
        set => Volatile.Write(ref _endedAt, value);
    }

    public Tick? Next { get; set; }

    /// <summary>Active ones that were listed in this tick, and last used in it or later.</summary>
    public ActivationList Kept { get; }

    /// <summary>Those that began to start or to end in this tick.</summary>
    public ActivationList Moving { get; }

    /// <summary>Cancelled when what began in this tick has had its time.</summary>
    public CancellationTokenSource? Cancellation { get; set; }
}

/// <summary>A list linked through the activations themselves.</summary>
internal sealed class ActivationList(bool isKept)
{
    public bool IsKept => isKept;

    public Activation? First { get; private set; }

    private Activation? Last { get; set; }

    public void Append(Activation activation)
    {
        activation.ListedIn = this;
        activation.ListedBefore = Last;
        if (Last is null) First = activation;
        else Last.ListedAfter = activation;
        Last = activation;
    }

    public void Remove(Activation activation)
    {
        var (before, after) = (activation.ListedBefore, activation.ListedAfter);
        if (before is null) First = after;
        else before.ListedAfter = after;
        if (after is null) Last = before;
        else after.ListedBefore = before;
        (activation.ListedIn, activation.ListedBefore, activation.ListedAfter) = (null, null, null);
    }
}
