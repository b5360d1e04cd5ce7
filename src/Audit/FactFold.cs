using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Omnichannel.Audit;

/// <summary>An entity whose events are read, judged and folded. What an unreadable event did is not known: everything after it would be a guess, so
/// that nothing after it is judged.</summary>
public abstract class FactFold(string entity, Findings findings) : EntityFold(entity, findings)
{
    private const int ExcerptLengthMax = 160;

    /// <summary>Nothing was judged any more after this: what the fold says is not to be compared with anything.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>The time of the newest event that was folded.</summary>
    public DateTimeOffset LastAt { get; private protected set; }

    private protected void Stop(string problem)
    {
        IsStopped = true;
        Found(Version, AuditCheck.EventsReadable, problem);
    }

    /// <summary>Null when it cannot be read: that is a finding, and the end of judging.</summary>
    private protected TFact? Read<TFact>(JsonElement @event, JsonTypeInfo<TFact> type)
        where TFact : class
    {
        if (IsStopped) return null;
        try
        {
            if (@event.Deserialize(type) is { } fact) return fact;
            Stop("the event is not a JSON object.");
        }
        catch (Exception damage) when (damage is JsonException or NotSupportedException)
        {
            Stop($"the event cannot be read: {Excerpt(damage.Message)}");
        }

        return null;
    }

    private protected void Judge<TState, TFact>(ICheck<TState, TFact>[] checks, TState state, TFact fact, Action<TFact> apply)
    {
        try
        {
            foreach (var check in checks) Report(check.Number, check.Before(state, fact));
            apply(fact);
            foreach (var check in checks) Report(check.Number, check.After(state, fact));
        }
        catch (OverflowException)
        {
            Stop("its numbers add up beyond 64 bits.");
        }
    }

    private void Report(AuditCheck check, string? sentence)
    {
        if (sentence is not null) Found(Version, check, sentence);
    }

    private static string Excerpt(string text) => text.Length <= ExcerptLengthMax ? text : string.Concat(text.AsSpan(0, ExcerptLengthMax), "...");
}
