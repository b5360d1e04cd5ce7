namespace Orleans
{
    using Orleans.Runtime;

    /// <summary>Why an activation goes. The names are Orleans' own, of which this host uses few.</summary>
    public enum DeactivationReasonCode : byte
    {
        None,
        ShuttingDown,
        ActivationFailed,
        DirectoryFailure,
        ActivationIdle,
        ActivationUnresponsive,
        DuplicateActivation,
        IncompatibleRequest,
        ApplicationError,
        ApplicationRequested,
        Migrating,
        RuntimeRequested,
        HighMemoryPressure,
    }

    /// <summary>Why an activation goes, in a code and a sentence.</summary>
    public readonly struct DeactivationReason(DeactivationReasonCode code, string text)
    {
        public DeactivationReasonCode ReasonCode => code;

        public string Description => text;

        public override string ToString() => $"{code}: {text}";
    }

    /// <summary>What a grain class offers to the host.</summary>
    public interface IGrainBase
    {
        IGrainContext GrainContext { get; }

        Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

        Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
    }
}

namespace Orleans.Runtime
{
    /// <summary>What the host knows of one activation.</summary>
    public interface IGrainContext
    {
        /// <summary>The grain; null until its constructor has returned.</summary>
        object? GrainInstance { get; }

        /// <summary>The services of the host. There is no scope per activation.</summary>
        IServiceProvider ActivationServices { get; }

        /// <summary>Ends this activation once its running calls have ended; others go to the next one. Any thread may ask.</summary>
        /// <param name="cancellationToken">Without effect here: the deadline of the host bounds the end.</param>
        void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
    }
}
