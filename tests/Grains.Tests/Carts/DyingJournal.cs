using Omnichannel.Journal;

namespace Omnichannel.Carts;

/// <summary>When a process dies.</summary>
public enum Death
{
    None,
    BeforeTheAppendIsWritten,
    AfterTheAppendWasWritten,
}

/// <summary>A journal whose process dies at its n-th append: nothing is written, read or answered afterwards.</summary>
internal sealed class DyingJournal(IJournal survivor, int dyingAppend, Death death) : IJournal
{
    private readonly Lock _gate = new();
    private int _appends;

    public bool IsDead { get; private set; }

    public int Appends => _appends;

    public int ShardCount => survivor.ShardCount;

    public bool IsBusy => false;

    public async ValueTask AppendAsync(JournalAppend append)
    {
        var (isWritten, isAnswered) = Next();
        if (isWritten) await survivor.AppendAsync(append);
        if (!isAnswered) throw new JournalUnknownException("dead");
    }

    public ValueTask<bool> KeepSnapshotAsync(SnapshotDraft draft) => IsDead ? new(false) : survivor.KeepSnapshotAsync(draft);

    public ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken) =>
        IsDead ? throw new JournalUnknownException("dead") : survivor.ReadAsync(entity, cancellationToken);

    public ValueTask<IReadOnlyList<JournalRow>> ReadRowsAsync(EntityKey entity, long afterVersion, int rowsMax, CancellationToken cancellationToken) =>
        IsDead ? throw new JournalUnknownException("dead") : survivor.ReadRowsAsync(entity, afterVersion, rowsMax, cancellationToken);

    public ValueTask<IReadOnlyList<FeedRow>> ReadFromAsync(int shard, long afterPosition, int rowsMax, CancellationToken cancellationToken) =>
        IsDead ? throw new JournalUnknownException("dead") : survivor.ReadFromAsync(shard, afterPosition, rowsMax, cancellationToken);

    public ValueTask<IReadOnlyList<EntityKey>> ReadDueAsync(DateTimeOffset until, int entitiesMax, CancellationToken cancellationToken) =>
        IsDead ? throw new JournalUnknownException("dead") : survivor.ReadDueAsync(until, entitiesMax, cancellationToken);

    private (bool IsWritten, bool IsAnswered) Next()
    {
        lock (_gate)
        {
            if (IsDead) return (false, false);
            _appends++;
            IsDead = death != Death.None && _appends == dyingAppend;
            return (!IsDead || death == Death.AfterTheAppendWasWritten, !IsDead);
        }
    }
}
