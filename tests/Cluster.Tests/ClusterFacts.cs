using Omnichannel.Crash.Faults;
using Omnichannel.Testing;

namespace Omnichannel.Cluster;

/// <summary>A test with silos on a network that it cuts; skipped by name where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkFactAttribute : FactAttribute
{
    public NetworkFactAttribute() => Skip = PostgresTools.IsInstalled ? SiloNetwork.WhyNot : PostgresTools.MissingReason;
}

/// <summary>A test with silos whose clock jumps; skipped by name where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClockFactAttribute : FactAttribute
{
    public ClockFactAttribute() => Skip = PostgresTools.IsInstalled ? ClockShim.WhyNot : PostgresTools.MissingReason;
}
