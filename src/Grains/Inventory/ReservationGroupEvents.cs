using System.Text.Json.Serialization;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>What can happen to a reservation of many lines. The tags are frozen; new members must be optional.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(GroupStarted), "group-started")]
[JsonDerivedType(typeof(GroupReserved), "group-reserved")]
[JsonDerivedType(typeof(GroupRejected), "group-rejected")]
[JsonDerivedType(typeof(GroupCleared), "group-cleared")]
public abstract record ReservationGroupEvent(DateTimeOffset At) : MachineEvent(At);

/// <param name="Lines">One per SKU and location: repeated lines have been summed.</param>
public sealed record GroupStarted(DateTimeOffset At, ReservationLine[] Lines, GroupPolicy Policy, DateTimeOffset ExpiresAt, Channel? Channel, string? Reference)
    : ReservationGroupEvent(At);

/// <summary>Every line has been answered, and what is held stays held.</summary>
public sealed record GroupReserved(DateTimeOffset At, LineOutcome[] Outcomes) : ReservationGroupEvent(At);

/// <summary>Every line has been answered, and what is held will be given back.</summary>
public sealed record GroupRejected(DateTimeOffset At, LineOutcome[] Outcomes) : ReservationGroupEvent(At);

/// <summary>Nothing of a rejected reservation is held any more.</summary>
public sealed record GroupCleared(DateTimeOffset At) : ReservationGroupEvent(At);

/// <param name="Available">What the owner of the line had available, in units.</param>
public sealed record LineOutcome(ReserveStatus Status, long Available)
{
    [JsonIgnore]
    public bool IsHeld => Status is ReserveStatus.Reserved or ReserveStatus.Exists;
}
