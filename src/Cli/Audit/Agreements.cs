namespace Omnichannel.Audit;

/// <summary>Asks what entities say of each other. On a grid that is in use one of them may have been read further than another: what is still said after
/// everything was read once more is a finding.</summary>
internal static class Agreements
{
    public static async Task CheckAsync(JournalWalk walk, FeedAudit audit, CancellationToken cancellation)
    {
        var said = audit.Disagreements();
        if (said.Count == 0) return;
        var before = walk.EntriesCount;
        await walk.ToEndAsync(cancellation);
        if (walk.EntriesCount != before)
        {
            var again = audit.Disagreements().Select(static finding => (finding.Entity, finding.Check, finding.Sentence)).ToHashSet();
            said = [.. said.Where(finding => again.Contains((finding.Entity, finding.Check, finding.Sentence)))];
        }

        foreach (var finding in said) audit.Findings.Add(finding);
    }
}
