using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation;

/// <summary>A seed that held.</summary>
/// <param name="Trace">Equal for two runs of one seed.</param>
public sealed record SeedResult(ulong Seed, ulong Trace, long Steps, TimeSpan VirtualTime, FaultCounts Faults, Coverage Coverage);
