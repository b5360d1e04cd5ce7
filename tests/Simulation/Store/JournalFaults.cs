namespace Omnichannel.Simulation.Store;

/// <summary>What goes wrong between a node and the store, in cases per 1,000 calls; times in virtual milliseconds.</summary>
public sealed record JournalFaults
{
    public static JournalFaults None { get; } = new();

    public int LatencyMillisecondsMax { get; init; } = 3;

    public int SlowPerMille { get; init; }

    public int SlowMillisecondsMax { get; init; } = 2_000;

    /// <summary>The transaction fails before it is applied, and its writers are told so late or in doubt: they cannot know.</summary>
    public int FailedPerMille { get; init; }

    /// <summary>The transaction is applied, and its writers are told that nobody knows.</summary>
    public int AppliedUnknownPerMille { get; init; }

    /// <summary>Its writers are told that nobody knows, and it is applied after that.</summary>
    public int LatePerMille { get; init; }

    public int LateMillisecondsMax { get; init; } = 5_000;

    public int ReadFailedPerMille { get; init; }

    public int SlowReadPerMille { get; init; }
}
