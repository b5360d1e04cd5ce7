namespace Omnichannel.Storage;

/// <summary>How many appends of all shards wait for their answer.</summary>
internal sealed class JournalQueue
{
    private int _entriesCount;

    public int EntriesCount => Volatile.Read(ref _entriesCount);

    public bool IsFull => EntriesCount >= Limits.JournalQueueEntriesMax;

    public void Enter() => Interlocked.Increment(ref _entriesCount);

    public void Leave(int entriesCount) => Interlocked.Add(ref _entriesCount, -entriesCount);
}
