using Omnichannel.Audit;

namespace Omnichannel.Simulation.Mutants;

/// <summary>A clock that is ahead by a third of a minute every other time it is asked.</summary>
internal sealed class ExpiresEarly : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.HoldsTheirTime;

    public override TimeProvider OfClock(TimeProvider clock) => new Unsteady(clock);

    private sealed class Unsteady(TimeProvider clock) : TimeProvider
    {
        private int _count;

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow().AddSeconds(++_count % 2 * 20);

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
