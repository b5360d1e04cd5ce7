using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Omnichannel.Privacy;

/// <summary>Events of the past as whoever they are about is told them.</summary>
internal static class SealedEvents
{
    /// <summary>Whether a text that was once written in clear is sealed in it. No text can hold this: its quotation marks are escaped.</summary>
    public static bool HasSealedText(this string @event) => @event.Contains($"{{\"{OnceClearTextConverter.Member}\":\"", StringComparison.Ordinal);

    /// <summary>The same event, as it was before it was sealed.</summary>
    /// <param name="told">What is made of it before it is told.</param>
    public static string InClear<TEvent>(this KeyRing keys, string @event, JsonTypeInfo<TEvent> json, Func<TEvent, TEvent>? told = null)
        where TEvent : class
    {
        TEvent read;
        using (SealScope.Enter(keys)) read = JsonSerializer.Deserialize(@event, json) ?? throw new JsonException("An empty event.");
        using (SealScope.EnterClear()) return JsonSerializer.Serialize(told is null ? read : told(read), json);
    }
}
