namespace Orleans
{
    using Orleans.Runtime;

    /// <summary>Why an activation goes.</summary>
    public enum DeactivationReasonCode
    {
        None = 0,
        ShuttingDown = 1,
        ActivationFailed = 2,
        ActivationIdle = 8,
        ApplicationRequested = 10,
        HighMemoryPressure = 12,
    }

    /// <summary>Why an activation goes, in a code and a sentence.</summary>
    public readonly struct DeactivationReason(DeactivationReasonCode code, string text)
    {
        public DeactivationReasonCode ReasonCode => code;

        public string Description => text;
    }

    public static class GrainExtensions
    {
        /// <summary>The key of this grain, as it was given to <see cref="IGrainFactory.GetGrain{T}"/>.</summary>
        public static string GetPrimaryKeyString(this IAddressable grain) => grain switch
        {
            Grain activation => activation.GrainContext.Key,
            _ => throw new ArgumentException("Only a grain can be asked for its key.", nameof(grain)),
        };
    }
}

namespace Orleans.Runtime
{
    /// <summary>What the host knows of one activation.</summary>
    public interface IGrainContext
    {
        string Key { get; }

        IGrainFactory GrainFactory { get; }

        IServiceProvider ActivationServices { get; }

        void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
    }

    /// <summary>Hands the context to the constructor of <see cref="Grain"/>, on the thread that creates it.</summary>
    internal static class GrainContext
    {
        [field: ThreadStatic]
        public static IGrainContext? Creating { get; set; }
    }
}
