using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Nodes;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Swarm;

/// <summary>Strikes nodes and store, and heals what it struck.</summary>
public sealed class Nemesis(
    SimScheduler scheduler, SimLane lane, SimRandom random, NemesisPlan plan, SimStore store, IReadOnlyList<SimNode> nodes, FaultCounts counts)
{
    private long _nextStep = plan.Blows.Count == 0 ? long.MaxValue : random.Between(1, 2L * plan.StepsBetween);
    private bool _isOver;

    /// <summary>The largest distance any wall clock has had from the truth.</summary>
    public TimeSpan WorstSkew { get; private set; }

    public void BeforeStep(long step)
    {
        if (step < _nextStep || _isOver) return;
        _nextStep = step + random.Between(1, 2L * plan.StepsBetween);
        Strike(random.Pick(plan.Blows));
    }

    /// <summary>Ends all trouble: what was broken is mended, what stood still goes on, and enough nodes are up.</summary>
    public void Heal()
    {
        _isOver = true;
        store.IsDiskFull = false;
        store.Damage(null);
        foreach (var node in nodes)
        {
            node.SetFaults(JournalFaults.None);
            node.SetWallOffset(TimeSpan.Zero);
            node.Resume();
        }

        if (!plan.IsHealedByFew || !nodes.Any(node => node.IsUp)) foreach (var node in nodes) node.Start();
    }

    private void Strike(Blow blow)
    {
        var node = random.Pick(nodes);
        switch (blow)
        {
            case Blow.Crash: Crash(node); break;
            case Blow.Pause: Pause(node); break;
            case Blow.ClockJump: Jump(node); break;
            case Blow.DiskFull: FillDisk(); break;
            case Blow.Corrupt: Corrupt(); break;
            case Blow.Drain: Drain(node); break;
            default: throw new ArgumentOutOfRangeException(nameof(blow));
        }
    }

    private void Crash(SimNode node)
    {
        if (!node.IsUp) return;
        counts.Add(FaultKind.Crash);
        if (node.IsCommitting) counts.Add(FaultKind.CrashInCommit);
        node.Crash();
        Later(5_000, node.Start);
    }

    private void Pause(SimNode node)
    {
        if (!node.IsUp || node.IsPaused) return;
        counts.Add(FaultKind.Pause);
        if (node.IsCommitting) counts.Add(FaultKind.PauseInCommit);
        node.Pause();
        Later(20_000, node.Resume);
    }

    private void Jump(SimNode node)
    {
        counts.Add(FaultKind.ClockJump);
        var offset = TimeSpan.FromSeconds(random.Between(-plan.ClockJumpSecondsMax, plan.ClockJumpSecondsMax));
        if (offset.Duration() > WorstSkew) WorstSkew = offset.Duration();
        node.SetWallOffset(offset);
    }

    private void FillDisk()
    {
        if (store.IsDiskFull) return;
        store.IsDiskFull = true;
        Later(3_000, () => store.IsDiskFull = false);
    }

    private void Corrupt()
    {
        if (store.Corruption is not null || store.Committed.Count == 0) return;
        var entity = random.Pick(store.Committed).Append.Entity;
        if (Corruption.Of(entity, store.Read(entity), random) is not { } corruption) return;
        counts.Add(corruption.ExpectedVersion is null ? FaultKind.CorruptSnapshot : FaultKind.CorruptRow);
        store.Damage(corruption);
        Later(10_000, () => store.Damage(null));
    }

    private void Drain(SimNode node)
    {
        if (!node.IsUp || node.IsPaused || node.IsDraining) return;
        counts.Add(FaultKind.Drain);
        node.Drain();
    }

    private void Later(int millisecondsMax, Action action) =>
        scheduler.After(TimeSpan.FromMilliseconds(random.Between(0, millisecondsMax)), lane, () =>
        {
            if (!_isOver) action();
        });
}
