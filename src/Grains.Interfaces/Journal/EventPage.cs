namespace Omnichannel.Journal;

/// <summary>Events of one entity in order.</summary>
/// <param name="NextAfter">Where the next page starts, or null when this page reached the end.</param>
[GenerateSerializer, Immutable, Alias("event-page")]
public sealed record EventPage([property: Id(0)] IReadOnlyList<EventView> Events, [property: Id(1)] long? NextAfter);

/// <summary>One event as it stands in the journal.</summary>
/// <param name="Version">Its place among the events of its entity, from 1, without gaps.</param>
/// <param name="Json">A JSON object with at least <c>type</c> (the frozen tag) and <c>at</c>.</param>
[GenerateSerializer, Immutable, Alias("event-view")]
public sealed record EventView([property: Id(0)] long Version, [property: Id(1)] string Json);
