namespace Omnichannel.Audit;

/// <summary>One promise about an entity, looked at around every event. A check keeps nothing between events.</summary>
internal interface ICheck<in TState, in TFact>
{
    AuditCheck Number { get; }

    /// <summary>A sentence when the event must not follow this state.</summary>
    string? Before(TState state, TFact fact) => null;

    /// <summary>A sentence when the state that the event led to must not be, or must not come of it.</summary>
    string? After(TState state, TFact fact) => null;
}
