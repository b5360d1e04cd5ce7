namespace Omnichannel.Journal;

/// <summary>When it is time to keep the state of an entity: it only serves the one who reads the journal next, and costs as much as the state is large.</summary>
/// <param name="everyEventsMin">See <see cref="GridServices.SnapshotEveryEventsMin"/>.</param>
/// <param name="version">Of the newest snapshot; 0 for none.</param>
internal sealed class SnapshotPace(int everyEventsMin, long version)
{
    private long _version = version;

    // A snapshot of many entries takes its time, and everybody who came meanwhile waits for it. So it is made when an append finds no other before it; under
    // load it can wait for a while.
    // A state that gains an entry with every event never has as many events after its snapshot as entries: hence the bound that does not grow with them.
    public bool IsDue(long version, int entriesCount, bool isQuiet)
    {
        var due = Math.Max(everyEventsMin, Math.Min(entriesCount, Math.Max(Limits.SnapshotEveryEventsMax, entriesCount / 2)));
        var latest = Math.Min((long)due * Limits.SnapshotPostponedTimesMax, due + Limits.SnapshotPostponedEventsMax);
        return version - _version >= (isQuiet ? due : latest);
    }

    /// <summary>A snapshot of this version was kept, or tried: one that was not kept is not tried again with every append.</summary>
    public void Took(long version) => _version = version;
}
