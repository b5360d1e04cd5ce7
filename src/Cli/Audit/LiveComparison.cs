namespace Omnichannel.Audit;

/// <summary>Asks the grid for the live answers of one kind of entity.</summary>
internal interface ILiveAnswers
{
    /// <summary>The entities that can be asked.</summary>
    IEnumerable<EntityFold> Of(FeedAudit audit);

    /// <summary>Asks each of them, tells <paramref name="comparison"/> what came of it, and gives those whose live answer is ahead of what has been
    /// read.</summary>
    Task<IReadOnlyList<EntityFold>> AskAsync(IReadOnlyList<EntityFold> folds, LiveComparison comparison, CancellationToken cancellation);
}

/// <summary>Holds every live answer against the journal. A grid that is in use moves on between the two: what it wrote meanwhile is read and the
/// answer compared again.</summary>
internal sealed class LiveComparison(JournalWalk walk, FeedAudit audit, params IReadOnlyList<ILiveAnswers> kinds)
{
    private const int RoundsMax = 5;
    private int _agreed;

    /// <summary>How many entities gave the answer that the journal gives.</summary>
    public int AgreedCount => _agreed;

    /// <summary>How many were still being written to when the last round was over: nothing is known of them but that they were ahead.</summary>
    public int MovingCount { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var kind in kinds)
        {
            IReadOnlyList<EntityFold> open = [.. kind.Of(audit)];
            for (var round = 1; open.Count > 0 && round <= RoundsMax; round++)
            {
                if (round > 1) await walk.ToEndAsync(cancellation);
                open = await kind.AskAsync(open, this, cancellation);
            }

            MovingCount += open.Count;
        }
    }

    /// <summary>Many callers may agree at once.</summary>
    public void Agree() => Interlocked.Increment(ref _agreed);

    public void Differ(EntityFold fold, long version, string sentence) =>
        audit.Findings.Add(new(fold.Entity, version, AuditCheck.LiveAnswer, sentence));

    /// <summary>Agrees when they are the same, else says what they are.</summary>
    public void Compare<T>(EntityFold fold, T answer, T journal)
    {
        if (EqualityComparer<T>.Default.Equals(answer, journal)) Agree();
        else Differ(fold, fold.Version, $"the grid answers {answer}, the journal says {journal}.");
    }
}
