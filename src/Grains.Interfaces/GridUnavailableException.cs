namespace Omnichannel;

/// <summary>Why a call could not be answered now.</summary>
[GenerateSerializer, Alias("unavailability")]
public enum Unavailability
{
    None = 0,
    /// <summary>Nothing was started: a queue is full. Nothing happened, and nothing will.</summary>
    Busy,
    /// <summary>Other owners of the entity kept writing first. Nothing of this call happened.</summary>
    Contended,
    /// <summary>The journal did not say whether it kept the events: the call may or may not have happened.</summary>
    OutcomeUnknown,
    /// <summary>The journal of this entity is damaged. Nothing happened; an operator has to look.</summary>
    Corrupt,
    /// <summary>The grid is shutting down.</summary>
    Draining,
}

/// <summary>A call without an answer. Repeating the same call with the same id is always safe.</summary>
[GenerateSerializer, Alias("grid-unavailable")]
public sealed class GridUnavailableException(Unavailability reason, string message, Exception? inner = null) : Exception(message, inner)
{
    [Id(0)]
    public Unavailability Reason { get; } = reason;
}
