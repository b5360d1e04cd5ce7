namespace Omnichannel.Audit;

/// <summary>What an audit found. Counts everything, keeps a bounded number of it; many shards may add at once.</summary>
public sealed class Findings
{
    public const int KeptMax = 1_000;
    public const int KeptPerEntityMax = 10;

    private readonly Lock _lock = new();
    private readonly List<Finding> _kept = [];
    private readonly Dictionary<string, int> _keptPerEntity = new(StringComparer.Ordinal);
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>The first findings, in the order in which they were made.</summary>
    public IReadOnlyList<Finding> Kept
    {
        get
        {
            lock (_lock) return [.. _kept];
        }
    }

    public void Add(Finding finding)
    {
        Interlocked.Increment(ref _count);
        lock (_lock)
        {
            var kept = _keptPerEntity.GetValueOrDefault(finding.Entity);
            if (_kept.Count >= KeptMax || kept >= KeptPerEntityMax) return;
            _kept.Add(finding);
            _keptPerEntity[finding.Entity] = kept + 1;
        }
    }
}
