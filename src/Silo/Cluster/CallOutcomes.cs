using System.Diagnostics.Metrics;

namespace Omnichannel.Silo.Cluster;

/// <summary>Says in the grid's own words what it means when Orleans has no answer, and bounds how many calls of this process wait for theirs.</summary>
internal sealed class CallOutcomes : IOutgoingGrainCallFilter, IDisposable
{
    private readonly Meter _meter = new("Omnichannel");
    private int _inFlight;

    public CallOutcomes() => _meter.CreateObservableGauge("omnichannel.calls.inflight", () => Volatile.Read(ref _inFlight), "{call}", "Grain calls that wait for their answer.");

    Task IOutgoingGrainCallFilter.Invoke(IOutgoingGrainCallContext context) => IsOurs(context) ? InvokeAsync(context) : context.Invoke();

    public void Dispose() => _meter.Dispose();

    // What Orleans asks of itself it answers for in its own words, and expects them.
    private static bool IsOurs(IOutgoingGrainCallContext context) =>
        context.InterfaceMethod.DeclaringType?.Namespace?.StartsWith(nameof(Omnichannel), StringComparison.Ordinal) == true;

    private async Task InvokeAsync(IOutgoingGrainCallContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _inFlight) > Limits.CallsInFlightMax)
                throw new GridUnavailableException(Unavailability.Busy, "As many calls wait for their answer as may. Repeat the call with the same id.");
            await context.Invoke();
        }
        catch (OrleansException failure)
        {
            // A silo that dies takes the answers to calls with it that may have happened, and Orleans does not say which: all of them are unknown.
            throw new GridUnavailableException(Unavailability.OutcomeUnknown, "No silo answered for the owner of this. Repeat the call with the same id.", failure);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
