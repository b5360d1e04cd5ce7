using Omnichannel.Simulation.Kernel;

namespace Omnichannel.Simulation.Swarm;

/// <summary>Which blows fall on nodes and store in one seed, and how often.</summary>
public sealed record NemesisPlan
{
    /// <summary>Mean number of steps between two blows: blows come where work is done, at any await.</summary>
    public int StepsBetween { get; init; } = 1_000;

    public IReadOnlyList<Blow> Blows { get; init; } = [];

    public int ClockJumpSecondsMax { get; init; } = 60;

    /// <summary>Whether the nodes that are down at the end stay down, as long as one is up.</summary>
    public bool IsHealedByFew { get; init; }

    public static NemesisPlan Of(SimRandom random) => new()
    {
        StepsBetween = random.Pick([200, 1_000, 4_000]),
        Blows = [.. Enum.GetValues<Blow>().Where(blow => blow != Blow.None && random.Chance(300))],
        ClockJumpSecondsMax = random.Pick([2, 60, 60, 600]),
        IsHealedByFew = random.Chance(500),
    };
}

/// <summary>What can strike a node or the store at any step.</summary>
public enum Blow
{
    None = 0,
    /// <summary>A node dies between two instructions.</summary>
    Crash,
    /// <summary>A node stands still and comes back later, believing all it knew.</summary>
    Pause,
    /// <summary>The wall clock of one node is set to something else.</summary>
    ClockJump,
    /// <summary>The store can write nothing for a while.</summary>
    DiskFull,
    /// <summary>One byte of one entity flips on the disk.</summary>
    Corrupt,
    /// <summary>A node is shut down in good order and started again.</summary>
    Drain,
}
