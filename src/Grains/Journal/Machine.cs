namespace Omnichannel.Journal;

/// <summary>Something that happened to an entity. Its JSON tag is frozen.</summary>
/// <param name="At">When it was decided. Never goes backwards inside an entity.</param>
public abstract record MachineEvent(DateTimeOffset At);

/// <summary>I19: the state of one entity is the fold of its events, and nothing else. No clock, no randomness, no I/O.</summary>
public abstract class Machine<TEvent> where TEvent : MachineEvent
{
    /// <summary>How many events have been applied.</summary>
    public long Version { get; private set; }

    public DateTimeOffset LastEventAt { get; private set; }

    /// <summary>When the entity has something to do by itself; null for never.</summary>
    public abstract DateTimeOffset? DueAt { get; }

    /// <summary>How many entries a snapshot would hold: a snapshot is taken once as many events have come, so that its cost per event stays constant.</summary>
    public abstract int EntriesCount { get; }

    public void Apply(TEvent @event)
    {
        Invariant.Holds(7, @event.At >= LastEventAt, "the time of an entity never goes backwards");
        On(@event);
        Version++;
        LastEventAt = @event.At;
        CheckInvariants();
    }

    /// <summary>Changes the state. An event that the machine does not know is an error, never a no-op.</summary>
    protected abstract void On(TEvent @event);

    protected abstract void CheckInvariants();

    protected void RestoreVersion(long version, DateTimeOffset lastEventAt) => (Version, LastEventAt) = (version, lastEventAt);
}
