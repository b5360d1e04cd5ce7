using Orleans.Runtime;

namespace Omnichannel.Embedded;

/// <summary>The bounds of an <see cref="EmbeddedHost"/>, and what it takes from outside: the clock and the threads.</summary>
public sealed record EmbeddedHostOptions
{
    /// <summary>Items of a stream that one subscriber has not taken yet; one more, and the oldest is lost to it.</summary>
    public const int StreamItemsWaitingMax = 10_000;

    /// <summary>How long a caller waits for its answer before it gets <see cref="TimeoutException"/>: at most an eighth late, never early.</summary>
    public TimeSpan CallDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls from outside that wait for their answer; one more is refused with <see cref="LimitExceededException"/>.</summary>
    public int CallsInFlightMax { get; init; } = 10_000;

    /// <summary>Calls between grains that wait for their answer. Higher than the bound for outside calls, whose work they are.</summary>
    public int GrainCallsInFlightMax { get; init; } = 200_000;

    /// <summary>Above this number of activations those that are idle longest are collected. Exceeded by a sixteenth and by what is busy.</summary>
    public int ActivationsMax { get; init; } = 100_000;

    /// <summary>An activation that was not called for this long is collected, late by an eighth at most.</summary>
    public TimeSpan ActivationIdle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long <c>OnActivateAsync</c>, or the last calls with <c>OnDeactivateAsync</c>, may take before it is given up.</summary>
    public TimeSpan TransitionDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Turns of one activation that run before others get their turn on the same thread.</summary>
    public int TurnsPerDispatchMax { get; init; } = 128;

    /// <summary>Every time the host knows comes from here, and every timer goes through it.</summary>
#pragma warning disable RS0030 // The one place where the clock of the process comes in.
    public TimeProvider Clock { get; init; } = TimeProvider.System;
#pragma warning restore RS0030

    /// <summary>Every turn runs through here. The host uses no other thread and draws no random number.</summary>
    public IWorkExecutor Executor { get; init; } = ThreadPoolExecutor.Instance;

    internal TimeSpan SweepEvery
    {
        get
        {
            var sixteenth = Math.Min(Math.Min(CallDeadline.Ticks, ActivationIdle.Ticks), TransitionDeadline.Ticks) / 16;
            return TimeSpan.FromTicks(Math.Clamp(sixteenth, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond));
        }
    }

    internal void Check()
    {
        Positive(CallDeadline, nameof(CallDeadline));
        Positive(ActivationIdle, nameof(ActivationIdle));
        Positive(TransitionDeadline, nameof(TransitionDeadline));
        Positive(CallsInFlightMax, nameof(CallsInFlightMax));
        Positive(GrainCallsInFlightMax, nameof(GrainCallsInFlightMax));
        Positive(ActivationsMax, nameof(ActivationsMax));
        Positive(TurnsPerDispatchMax, nameof(TurnsPerDispatchMax));
    }

    private static void Positive<T>(T value, string name) where T : IComparable<T>
    {
        if (value.CompareTo(default) <= 0) throw new OrleansConfigurationException($"{name} is {value}; it has to be more than zero.");
    }
}
