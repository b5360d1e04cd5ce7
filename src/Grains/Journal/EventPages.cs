using System.Text.Json;

namespace Omnichannel.Journal;

/// <summary>Cuts journal rows into pages of single events.</summary>
internal static class EventPages
{
    public static EventPage Of(IReadOnlyList<JournalRow> rows, long afterVersion, int limit)
    {
        var events = new List<EventView>();
        foreach (var row in rows)
        {
            using var document = JsonDocument.Parse(row.Payload);
            var version = row.ExpectedVersion;
            foreach (var @event in document.RootElement.EnumerateArray())
            {
                version++;
                if (version <= afterVersion) continue;
                if (events.Count == limit) return new(events, events[^1].Version);
                events.Add(new(version, @event.GetRawText()));
            }
        }

        // Every row holds at least one event: fewer rows than asked for means that the end was reached.
        return new(events, rows.Count == limit && events.Count > 0 ? events[^1].Version : null);
    }
}
