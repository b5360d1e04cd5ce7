using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash.Faults;

/// <summary>A test on a real PostgreSQL whose processes it tampers with; skipped by name where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TracedPostgresFactAttribute : FactAttribute
{
    public TracedPostgresFactAttribute() => Skip = !PostgresTools.IsInstalled ? PostgresTools.MissingReason : Tracer.WhyNot;
}

/// <summary>A test that mounts a small disk; skipped by name where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (SmallDisk.WhyNot is { } reason) Skip = reason;
    }
}

/// <summary>A test that moves the clock of a process; skipped by name where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClockShimFactAttribute : FactAttribute
{
    public ClockShimFactAttribute()
    {
        if (ClockShim.WhyNot is { } reason) Skip = reason;
    }
}
