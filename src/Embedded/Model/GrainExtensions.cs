using Omnichannel.Embedded;
using Orleans.Runtime;

namespace Orleans;

public static class GrainExtensions
{
    /// <summary>The key of this grain or reference, as it was given to <see cref="IGrainFactory.GetGrain{T}"/>.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain switch
    {
        Grain activated => activated.Activation.Key,
        GrainReference reference => reference.Key,
        _ => throw new ArgumentException("Only a grain or a reference to one can be asked for its key.", nameof(grain)),
    };
}
