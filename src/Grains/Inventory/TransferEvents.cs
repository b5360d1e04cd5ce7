using System.Text.Json.Serialization;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>What can happen to a transfer. The tags are frozen; new members must be optional.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(TransferStarted), "transfer-started")]
[JsonDerivedType(typeof(TransferDispatched), "transfer-dispatched")]
[JsonDerivedType(typeof(TransferReceived), "transfer-received")]
[JsonDerivedType(typeof(TransferRefused), "transfer-refused")]
[JsonDerivedType(typeof(TransferTurnedBack), "transfer-turned-back")]
[JsonDerivedType(typeof(TransferReturned), "transfer-returned")]
public abstract record TransferEvent(DateTimeOffset At) : MachineEvent(At);

public sealed record TransferStarted(DateTimeOffset At, Sku Sku, Location Source, Location Target, long Quantity, string? Reason) : TransferEvent(At);

/// <summary>The units are out of the source and not yet in the target.</summary>
public sealed record TransferDispatched(DateTimeOffset At) : TransferEvent(At);

public sealed record TransferReceived(DateTimeOffset At) : TransferEvent(At);

/// <summary>The source refused: nothing has moved.</summary>
/// <param name="Available">What the source had, in units.</param>
public sealed record TransferRefused(DateTimeOffset At, TransferStatus Status, long Available) : TransferEvent(At);

/// <summary>The target refused: the units go back to the source.</summary>
public sealed record TransferTurnedBack(DateTimeOffset At, TransferStatus Status) : TransferEvent(At);

public sealed record TransferReturned(DateTimeOffset At) : TransferEvent(At);
