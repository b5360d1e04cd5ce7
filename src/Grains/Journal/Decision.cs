namespace Omnichannel.Journal;

/// <summary>What a decider says: the outcome, and the events that make it so. A rejection has none, but where it must stand.</summary>
public readonly record struct Decision<TStatus, TEvent>(TStatus Status, TEvent[] Events)
{
    public static Decision<TStatus, TEvent> Nothing(TStatus status) => new(status, []);
}
