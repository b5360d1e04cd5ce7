using System.Globalization;
using System.Text;
using System.Text.Json;
using Omnichannel.Journal;

namespace Omnichannel.Http;

/// <summary>A page of events, each with its version before its own members.</summary>
public static class EventsAnswer
{
    public static IResult Of(EventPage page) => new WrittenAnswer<EventPage>(page, Write);

    /// <summary>The event is an object with a type, so its own members follow the brace.</summary>
    public static string Flatten(EventView @event) =>
        new StringBuilder(@event.Json.Length + 32).Append(CultureInfo.InvariantCulture, $"{{\"version\":{@event.Version},").Append(@event.Json.AsSpan(1)).ToString();

    private static void Write(Utf8JsonWriter writer, EventPage page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("events");
        foreach (var @event in page.Events) writer.WriteRawValue(Flatten(@event), skipInputValidation: true);
        writer.WriteEndArray();
        if (page.NextAfter is { } next) writer.WriteNumber("nextAfter", next);
        else writer.WriteNull("nextAfter");
        writer.WriteEndObject();
    }
}
