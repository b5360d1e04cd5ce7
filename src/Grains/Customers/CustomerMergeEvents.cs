using System.Text.Json.Serialization;
using Omnichannel.Carts;
using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>What can happen to a merge of two customers. The tags are frozen; new members must be optional. Nothing personal is in here.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(MergeStarted), "customer-merge-started")]
[JsonDerivedType(typeof(MergeRefused), "customer-merge-refused")]
[JsonDerivedType(typeof(MergeCleared), "customer-merge-cleared")]
[JsonDerivedType(typeof(MergeAgreed), "customer-merge-agreed")]
[JsonDerivedType(typeof(MergePointed), "customer-merge-pointed")]
[JsonDerivedType(typeof(MergeFollowed), "customer-merge-followed")]
[JsonDerivedType(typeof(MergeFinished), "customer-merge-finished")]
[JsonDerivedType(typeof(UndoStarted), "customer-merge-undo-started")]
[JsonDerivedType(typeof(UndoRefused), "customer-merge-undo-refused")]
[JsonDerivedType(typeof(UndoAgreed), "customer-merge-undo-agreed")]
[JsonDerivedType(typeof(UndoParted), "customer-merge-undo-parted")]
[JsonDerivedType(typeof(UndoReopened), "customer-merge-undo-reopened")]
[JsonDerivedType(typeof(UndoFinished), "customer-merge-undo-finished")]
public abstract record CustomerMergeEvent(DateTimeOffset At) : MachineEvent(At);

public sealed record MergeStarted(DateTimeOffset At, CustomerId Survivor, CustomerId Absorbed, CartMergeStrategy Strategy) : CustomerMergeEvent(At);

/// <summary>One of the two said no: nothing was changed but that the other one may stand still.</summary>
public sealed record MergeRefused(DateTimeOffset At, CustomerStatus Status) : CustomerMergeEvent(At);

/// <summary>Nobody stands still for a refused merge any more.</summary>
public sealed record MergeCleared(DateTimeOffset At) : CustomerMergeEvent(At);

/// <summary>The survivor has taken the other one over.</summary>
/// <param name="SurvivorVersion">The version of the survivor after it had.</param>
public sealed record MergeAgreed(DateTimeOffset At, long SurvivorVersion, IdentityId[] Identities, CartId? BroughtCart = null, CartId? OpenCart = null) : CustomerMergeEvent(At);

/// <summary>The other one points to the survivor.</summary>
public sealed record MergePointed(DateTimeOffset At, long AbsorbedVersion) : CustomerMergeEvent(At);

/// <summary>Identities and carts have followed.</summary>
public sealed record MergeFollowed(DateTimeOffset At, CartStatus CartStatus) : CustomerMergeEvent(At);

public sealed record MergeFinished(DateTimeOffset At) : CustomerMergeEvent(At);

public sealed record UndoStarted(DateTimeOffset At) : CustomerMergeEvent(At);

public sealed record UndoRefused(DateTimeOffset At, CustomerStatus Status) : CustomerMergeEvent(At);

/// <summary>The survivor has given the other one back.</summary>
public sealed record UndoAgreed(DateTimeOffset At, long SurvivorVersion, IdentityId[] Identities, CartId? ReturnedCart = null) : CustomerMergeEvent(At);

/// <summary>The carts are apart again, as far as they can be.</summary>
/// <param name="ReturnedCart">The cart that the other one has again.</param>
public sealed record UndoParted(DateTimeOffset At, CartStatus CartStatus, CartId? ReturnedCart = null) : CustomerMergeEvent(At);

/// <summary>The other one answers for itself again.</summary>
public sealed record UndoReopened(DateTimeOffset At, long AbsorbedVersion) : CustomerMergeEvent(At);

public sealed record UndoFinished(DateTimeOffset At) : CustomerMergeEvent(At);
