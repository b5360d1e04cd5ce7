namespace Omnichannel.Audit.History.Checks;

/// <summary>A8: once the effect of one owner was acknowledged, no other owner acknowledges an effect that was decided on an older version. A process that stood
/// still while another took over comes back and is fenced: it tells nobody of anything that it did on what it remembers.</summary>
/// <remarks>Owners are the targets of the tries. When the answer names no version, the one that the effect has in the journal counts.</remarks>
internal sealed class OwnersFenced : IHistoryCheck
{
    public void Run(HistoryAudit history, Findings findings)
    {
        foreach (var entity in history.Intents.Where(intent => intent.Effects.Count > 0 && intent.IsAcknowledged).GroupBy(intent => intent.Key.Entity))
            Check(entity.Key, [.. entity.SelectMany(AcknowledgementsOf)], findings);
    }

    private static void Check(string entity, Acknowledgement[] acknowledgements, Findings findings)
    {
        var owners = new NewestOfOwners();
        var (answered, next) = (acknowledgements.OrderBy(acknowledgement => acknowledgement.AnsweredAt).ToArray(), 0);
        foreach (var late in acknowledgements.Where(acknowledgement => acknowledgement.IsFirst).OrderBy(acknowledgement => acknowledgement.SentAt))
        {
            for (; next < answered.Length && answered[next].AnsweredAt < late.SentAt; next++) owners.Add(answered[next].Target, answered[next].Version);
            if (owners.OfOthers(late.Target) is not { } newer || late.DecidedAt > newer.Version) continue;
            var sentence = $"{late.Intent} was acknowledged by {late.Target}, decided for version {late.DecidedAt}; "
                + $"{newer.Target} had acknowledged version {newer.Version} before it was sent.";
            findings.Add(new(entity, late.DecidedAt, AuditCheck.OwnersFenced, sentence));
        }
    }

    private static IEnumerable<Acknowledgement> AcknowledgementsOf(Intent intent)
    {
        var version = intent.Effects[0].Version;
        var firstSentAt = intent.Tries.Min(operation => operation.Sent.SentAt);
        foreach (var operation in intent.Acknowledged)
        {
            if (operation.Sent.Target is not { } target || operation.Answered is not { } answered) continue;

            // Who cannot tell a first answer from its repeat may have had the effect with any try from the first on.
            var sentAt = answered.Verdict == Verdict.None ? firstSentAt : operation.Sent.SentAt;
            var decidedAt = answered.Verdict == Verdict.Done ? answered.Version ?? version : version;
            yield return new(intent, target, version, decidedAt, sentAt, answered.AnsweredAt, answered.Verdict != Verdict.Repeat);
        }
    }

    /// <param name="Version">Of the effect in the journal.</param>
    /// <param name="DecidedAt">The version that it was decided for.</param>
    /// <param name="IsFirst">False for a repeat: that tells of something old, and is a reading.</param>
    private sealed record Acknowledgement(Intent Intent, string Target, long Version, long DecidedAt, long SentAt, long AnsweredAt, bool IsFirst);

    /// <summary>The newest version that any owner has acknowledged, and the newest of all the others.</summary>
    private sealed class NewestOfOwners
    {
        private (string Target, long Version)? _newest;
        private (string Target, long Version)? _newestOfOthers;

        public void Add(string target, long version)
        {
            if (_newest is not { } newest || version > newest.Version)
            {
                if (_newest is { } before && before.Target != target) _newestOfOthers = before;
                _newest = (target, version);
            }
            else if (newest.Target != target && !(_newestOfOthers?.Version >= version))
            {
                _newestOfOthers = (target, version);
            }
        }

        public (string Target, long Version)? OfOthers(string target) => _newest is { } newest && newest.Target != target ? newest : _newestOfOthers;
    }
}
