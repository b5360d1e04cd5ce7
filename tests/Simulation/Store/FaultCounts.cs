namespace Omnichannel.Simulation.Store;

/// <summary>Everything that was made to go wrong.</summary>
public enum FaultKind
{
    None = 0,
    SlowAppend,
    AppendFailed,
    AppendUnknown,
    AppendLate,
    CommitLostInCrash,
    SnapshotLost,
    SnapshotLate,
    SnapshotOutdated,
    DiskFull,
    Fenced,
    SlowRead,
    ReadFailed,
    CorruptRow,
    CorruptSnapshot,
    RequestLost,
    RequestDuplicated,
    RequestSlow,
    ReplyLost,
    ReplySlow,
    ClientTimeout,
    NodeUnreachable,
    Crash,
    CrashInCommit,
    Pause,
    PauseInCommit,
    ClockJump,
    Drain,
}

/// <summary>How often each kind of trouble struck.</summary>
public sealed class FaultCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<FaultKind>().Length];

    public long this[FaultKind kind] => _counts[(int)kind];

    public void Add(FaultKind kind) => _counts[(int)kind]++;

    public void Add(FaultCounts other)
    {
        for (var kind = 0; kind < _counts.Length; kind++) _counts[kind] += other._counts[kind];
    }
}
