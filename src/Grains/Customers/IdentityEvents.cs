using System.Text.Json.Serialization;
using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>What can happen to an identity. The tags are frozen; new members must be optional. Nothing here tells whose identity it is but by ids.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(IdentityClaimed), "identity-claimed")]
[JsonDerivedType(typeof(IdentityRefused), "identity-refused")]
[JsonDerivedType(typeof(IdentityVerified), "identity-verified")]
[JsonDerivedType(typeof(IdentityReleased), "identity-released")]
[JsonDerivedType(typeof(IdentityMoved), "identity-moved")]
public abstract record IdentityEvent(DateTimeOffset At) : MachineEvent(At);

/// <param name="Sequence">The version of the customer that asked: an older request never counts after a newer one.</param>
public sealed record IdentityClaimed(DateTimeOffset At, CustomerId Customer, long Sequence, bool IsVerified) : IdentityEvent(At);

/// <summary>Somebody else has it. The claim that was refused stays refused, however late it is asked again.</summary>
public sealed record IdentityRefused(DateTimeOffset At, CustomerId Customer, long Sequence) : IdentityEvent(At);

public sealed record IdentityVerified(DateTimeOffset At, CustomerId Customer) : IdentityEvent(At);

/// <summary>This customer no longer has it, or never got it: nothing it asked for up to this sequence counts any more.</summary>
public sealed record IdentityReleased(DateTimeOffset At, CustomerId Customer, long Sequence) : IdentityEvent(At);

/// <param name="Sequence">Of the customer who has it now.</param>
/// <param name="SourceSequence">Of the customer who had it.</param>
public sealed record IdentityMoved(DateTimeOffset At, CustomerId Source, long SourceSequence, CustomerId Target, long Sequence) : IdentityEvent(At);
