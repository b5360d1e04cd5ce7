using Omnichannel.Journal;
using Omnichannel.Simulation.Kernel;

namespace Omnichannel.Simulation.Store;

/// <summary>How the snapshots of one node reach the store apart from its appends. They are large, and nobody waits for them: they are slower than an append, and go wrong oftener.</summary>
internal sealed class SimSnapshots(SimScheduler scheduler, SimStore store, SimLane lane, SimRandom random, FaultCounts counts)
{
    private const int OftenerTimes = 10;
    private readonly HashSet<SimEvent> _onTheWay = [];

    public ValueTask<bool> KeepAsync(SnapshotDraft draft, JournalFaults faults)
    {
        var (done, fate) = (new TaskCompletionSource<bool>(), FateOf(faults));
        var arrival = scheduler.Now + Within(faults.SlowMillisecondsMax);
        if (fate == FaultKind.SnapshotLost)
        {
            Tell(done, new JournalUnknownException("The connection broke before the snapshot had arrived."), false);
            return new(done.Task);
        }

        if (fate == FaultKind.SnapshotLate)
        {
            Tell(done, new JournalUnknownException("Nobody said whether the snapshot has arrived."), false);
            arrival += Within(faults.LateMillisecondsMax);
        }

        SimEvent? keeping = null;
        keeping = scheduler.At(arrival, store.Lane, _ =>
        {
            _onTheWay.Remove(keeping!);
            var isKept = store.KeepSnapshot(draft);
            if (!isKept && !store.IsDiskFull) counts.Add(FaultKind.SnapshotOutdated);
            if (fate != FaultKind.SnapshotLate) Tell(done, store.IsDiskFull ? new JournalUnknownException("The disk is full.") : null, isKept);
        }, null);
        _onTheWay.Add(keeping);
        return new(done.Task);
    }

    /// <summary>The process is gone: what was on its way may still arrive.</summary>
    public void Abandon()
    {
        foreach (var keeping in _onTheWay)
        {
            if (random.Chance(500)) keeping.Cancel();
        }

        _onTheWay.Clear();
    }

    private void Tell(TaskCompletionSource<bool> done, Exception? failure, bool isKept) => scheduler.At(scheduler.Now + Within(3), lane, _ =>
    {
        if (failure is null) done.SetResult(isKept);
        else done.SetException(failure);
    }, null);

    private FaultKind FateOf(JournalFaults faults)
    {
        var (lost, late) = (faults.FailedPerMille * OftenerTimes, (faults.LatePerMille + faults.AppliedUnknownPerMille) * OftenerTimes);
        var draw = random.Below(1_000);
        var fate = draw < lost ? FaultKind.SnapshotLost : draw < lost + late ? FaultKind.SnapshotLate : FaultKind.None;
        if (fate != FaultKind.None) counts.Add(fate);
        return fate;
    }

    private long Within(int milliseconds) => random.Between(0, milliseconds * TimeSpan.TicksPerMillisecond);
}
