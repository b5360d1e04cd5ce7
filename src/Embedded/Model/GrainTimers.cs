using System.Diagnostics.CodeAnalysis;
using Omnichannel.Embedded;

namespace Orleans.Runtime
{
    /// <summary>When the callback of a grain timer runs. A time of <see cref="Timeout.InfiniteTimeSpan"/> means never.</summary>
    public readonly struct GrainTimerCreationOptions()
    {
        [SetsRequiredMembers]
        public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this()
        {
            DueTime = dueTime;
            Period = period;
        }

        /// <summary>From now to the first callback; zero for at once.</summary>
        public required TimeSpan DueTime { get; init; }

        /// <summary>From the end of one callback to the start of the next.</summary>
        public required TimeSpan Period { get; init; }

        /// <summary>Without effect here: every grain class is reentrant, so callbacks interleave with calls at awaits.</summary>
        public bool Interleave { get; init; }

        /// <summary>Whether a callback counts as a use of the activation, which puts off its idle collection.</summary>
        public bool KeepAlive { get; init; }
    }

    /// <summary>A timer of one activation. It ends with the activation.</summary>
    public interface IGrainTimer : IDisposable
    {
        /// <summary>Arms the timer anew. A callback that runs meanwhile ends first, and then the new times hold.</summary>
        void Change(TimeSpan dueTime, TimeSpan period);
    }
}

namespace Orleans
{
    using Orleans.Runtime;

    public static class GrainBaseExtensions
    {
        /// <summary>Runs a callback as turns of this activation, never twice at once. An exception is logged, and the timer goes on.</summary>
        /// <param name="callback">Its token is cancelled when the timer is disposed or the activation ends.</param>
        public static IGrainTimer RegisterGrainTimer<TState>(
            this IGrainBase grain, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
        {
            ArgumentNullException.ThrowIfNull(callback);
            return GrainTimer.Register(((Grain)grain).Activation, token => callback(state, token), options);
        }

        /// <inheritdoc cref="RegisterGrainTimer{TState}(IGrainBase, Func{TState, CancellationToken, Task}, TState, GrainTimerCreationOptions)"/>
        public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
        {
            ArgumentNullException.ThrowIfNull(callback);
            return GrainTimer.Register(((Grain)grain).Activation, callback, options);
        }

        /// <inheritdoc cref="RegisterGrainTimer{TState}(IGrainBase, Func{TState, CancellationToken, Task}, TState, GrainTimerCreationOptions)"/>
        public static IGrainTimer RegisterGrainTimer(this IGrainBase grain, Func<Task> callback, GrainTimerCreationOptions options)
        {
            ArgumentNullException.ThrowIfNull(callback);
            return GrainTimer.Register(((Grain)grain).Activation, _ => callback(), options);
        }
    }
}
