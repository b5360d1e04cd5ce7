namespace Omnichannel.Simulation.Network;

/// <summary>What goes wrong between clients and nodes, in cases per 1,000 messages; times in virtual milliseconds.</summary>
public sealed record NetworkFaults
{
    public static NetworkFaults None { get; } = new();

    public int LatencyMillisecondsMax { get; init; } = 2;

    public int RequestLostPerMille { get; init; }

    /// <summary>The request arrives twice, in any order and at any time.</summary>
    public int DuplicatedPerMille { get; init; }

    public int ReplyLostPerMille { get; init; }

    /// <summary>A slow message is overtaken by later ones.</summary>
    public int SlowPerMille { get; init; }

    public int SlowMillisecondsMax { get; init; } = 3_000;
}
