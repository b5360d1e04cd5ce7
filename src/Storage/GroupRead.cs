using Omnichannel.Journal;

namespace Omnichannel.Storage;

/// <summary>Reads of whole entities. What is asked for while a few are being read leaves together: one question tells which of them exist at all.</summary>
/// <remarks>
/// There is no waiting for company. An import, or a sale of what was never sold before, asks for thousands of entities that have no rows: each then costs a
/// place in a list instead of a round trip. Those that exist are read one by one as ever, so that a long history keeps nobody waiting.
/// </remarks>
internal sealed class GroupRead(ReadPool reads, ReadQuery known)
{
    private static readonly EntityHistory _neverWritten = new(0, null, []);

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _waiting = new();
    private int _underWay;

    /// <summary>See <see cref="IJournal.ReadAsync"/>.</summary>
    public ValueTask<EntityHistory> ReadAsync(EntityKey entity, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_underWay == Limits.JournalReadsApartMax)
            {
                var entry = new Entry(entity);
                _waiting.Enqueue(entry);
                return new(entry.Task.WaitAsync(cancellationToken));
            }

            _underWay++;
        }

        return ReadFirstAsync(entity, cancellationToken);
    }

    private async ValueTask<EntityHistory> ReadFirstAsync(EntityKey entity, CancellationToken cancellationToken)
    {
        try
        {
            return await reads.UseAsync(entity, JournalReads.HistoryAsync, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (TakeGroup() is { } group) _ = ReadGroupsAsync(group);
        }
    }

    // Null, and one less under way, when nobody waits.
    private List<Entry>? TakeGroup()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _underWay--;
                return null;
            }

            var group = new List<Entry>(Math.Min(_waiting.Count, Limits.JournalReadGroupMax));
            while (group.Count < Limits.JournalReadGroupMax && _waiting.TryDequeue(out var entry)) group.Add(entry);
            return group;
        }
    }

    private async Task ReadGroupsAsync(List<Entry>? group)
    {
        for (; group is not null; group = TakeGroup()) await ReadGroupAsync(group).ConfigureAwait(false);
    }

    private async Task ReadGroupAsync(List<Entry> group)
    {
        HashSet<string>? found = null;
        try
        {
            var question = new KnownQuestion(known, [.. group.Select(entry => entry.Name)]);
            if (group.Count > 1) found = await reads.UseAsync(question, JournalReads.KnownAsync, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is JournalUnknownException or JournalCorruptException)
        {
            // Which of them it is about is not said: each is asked for alone, and told what is true of it.
        }

        foreach (var entry in group)
        {
            if (found is null || found.Contains(entry.Name)) _ = entry.ReadAsync(reads);
            else entry.SetResult(_neverWritten);
        }
    }

    private sealed class Entry(EntityKey entity) : TaskCompletionSource<EntityHistory>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string Name { get; } = entity.ToString();

        public async Task ReadAsync(ReadPool reads)
        {
            try
            {
                SetResult(await reads.UseAsync(entity, JournalReads.HistoryAsync, CancellationToken.None).ConfigureAwait(false));
            }
            catch (Exception failure)
            {
                SetException(failure);
                _ = Task.Exception; // Observed: who asked may have given up.
            }
        }
    }
}
