using System.Text.Json;

namespace Omnichannel.Audit;

/// <summary>What holds for every entity, whatever its kind: versions without gaps, time that never goes back.</summary>
public class EntityFold(string entity, Findings findings)
{
    // A journal may keep the time of a row less exactly than that of its events.
    private static readonly TimeSpan _rowTimePrecision = TimeSpan.FromMilliseconds(1);
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    public string Entity => entity;

    /// <summary>The version that the journal has reached.</summary>
    public long Version { get; private set; }

    public long EventsCount { get; private set; }

    public void Add(in JournalEntry entry)
    {
        if (entry.ExpectedVersion != Version)
            Found(entry.ExpectedVersion, AuditCheck.VersionsGapless, $"a row that starts after {entry.ExpectedVersion} follows version {Version}.");
        Version = entry.ExpectedVersion;
        if (entry.Events.ValueKind != JsonValueKind.Array)
        {
            Found(entry.Version, AuditCheck.EventsReadable, "the row holds no array of events.");
            Version = entry.Version;
            return;
        }

        var last = FoldEvents(entry);
        EndRow();
        if (entry.Version != Version || entry.Version == entry.ExpectedVersion)
            Found(entry.Version, AuditCheck.VersionsGapless, $"the row says it ends at version {entry.Version}, its events end at {Version}.");
        if (last < entry.At || last - entry.At >= _rowTimePrecision)
            Found(entry.Version, AuditCheck.TimeForward, $"the row says {entry.At:O}, its last event {last:O}.");
        Version = entry.Version;
    }

    protected virtual void Fold(JsonElement @event)
    {
    }

    protected virtual void EndRow()
    {
    }

    protected void Found(long version, AuditCheck check, string sentence) => findings.Add(new(entity, version, check, sentence));

    private DateTimeOffset FoldEvents(in JournalEntry entry)
    {
        var last = DateTimeOffset.MinValue;
        foreach (var @event in entry.Events.EnumerateArray())
        {
            Version++;
            EventsCount++;
            if (TryReadAt(@event, out var at))
            {
                if (at < _at) Found(Version, AuditCheck.TimeForward, $"its time {at:O} is before {_at:O}, the time of an earlier event.");
                _at = last = at;
            }

            Fold(@event);
        }

        return last;
    }

    private bool TryReadAt(JsonElement @event, out DateTimeOffset at)
    {
        at = default;
        var isRead = @event.ValueKind == JsonValueKind.Object
            && @event.TryGetProperty("at"u8, out var member)
            && member.ValueKind == JsonValueKind.String
            && member.TryGetDateTimeOffset(out at);
        if (!isRead) Found(Version, AuditCheck.EventsReadable, "the event has no time.");
        return isRead;
    }
}
