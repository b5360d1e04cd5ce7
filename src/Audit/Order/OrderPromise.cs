namespace Omnichannel.Audit.Order;

/// <summary>How fresh a reading or a refusal has to be. Effects and strong reads are always held to the strict one.</summary>
public enum OrderPromise
{
    None = 0,

    /// <summary>One owner at a time: every answer is as fresh as if there were one process and one thread.</summary>
    Strict,

    /// <summary>Several processes may believe to own an entity: what one of them reads may be outdated, but never goes back inside one
    /// process.</summary>
    PerTarget,
}
