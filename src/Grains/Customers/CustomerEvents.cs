using System.Text.Json.Serialization;
using Omnichannel.Carts;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Pricing;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>What can happen to a customer. The tags are frozen; new members must be optional.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(CustomerRegistered), "customer-registered")]
[JsonDerivedType(typeof(CustomerPatched), "customer-patched")]
[JsonDerivedType(typeof(ConsentDecided), "consent-decided")]
[JsonDerivedType(typeof(PointsEarned), "points-earned")]
[JsonDerivedType(typeof(PointsSpent), "points-spent")]
[JsonDerivedType(typeof(PointsExpired), "points-expired")]
[JsonDerivedType(typeof(PurchaseRecorded), "purchase-recorded")]
[JsonDerivedType(typeof(TouchpointRecorded), "touchpoint-recorded")]
[JsonDerivedType(typeof(IssueResolved), "issue-resolved")]
[JsonDerivedType(typeof(FeedbackGiven), "feedback-given")]
[JsonDerivedType(typeof(IdentityClaimBegun), "identity-claim-begun")]
[JsonDerivedType(typeof(IdentityClaimDone), "identity-claim-done")]
[JsonDerivedType(typeof(IdentityClaimRefused), "identity-claim-refused")]
[JsonDerivedType(typeof(IdentityProven), "identity-proven")]
[JsonDerivedType(typeof(IdentityReleaseBegun), "identity-release-begun")]
[JsonDerivedType(typeof(IdentityReleaseDone), "identity-release-done")]
[JsonDerivedType(typeof(CartAdopted), "cart-adopted")]
[JsonDerivedType(typeof(CartDropped), "cart-dropped")]
[JsonDerivedType(typeof(CartKept), "cart-kept")]
[JsonDerivedType(typeof(SessionAttached), "session-attached")]
[JsonDerivedType(typeof(SessionDetached), "session-detached")]
[JsonDerivedType(typeof(MergeLocked), "merge-locked")]
[JsonDerivedType(typeof(MergeClosed), "merge-closed")]
[JsonDerivedType(typeof(CustomerAbsorbed), "customer-absorbed")]
[JsonDerivedType(typeof(AbsorptionSettled), "absorption-settled")]
[JsonDerivedType(typeof(AbsorptionReturned), "absorption-returned")]
[JsonDerivedType(typeof(ReturnRefused), "absorption-return-refused")]
[JsonDerivedType(typeof(CustomerMerged), "customer-merged")]
[JsonDerivedType(typeof(CustomerReopened), "customer-reopened")]
[JsonDerivedType(typeof(ErasureBegun), "erasure-begun")]
[JsonDerivedType(typeof(CustomerErased), "customer-erased")]
public abstract record CustomerEvent(DateTimeOffset At) : MachineEvent(At);

public sealed record CustomerRegistered(DateTimeOffset At, CustomerId CustomerId, ProfileChange[] Fields, Channel? Channel = null) : CustomerEvent(At);

public sealed record CustomerPatched(DateTimeOffset At, ProfileChange[] Changes, Channel? Channel = null) : CustomerEvent(At);

public sealed record ConsentDecided(
    DateTimeOffset At, CommandId CommandId, string Purpose, Channel Channel, ConsentState State, string TextVersion, PersonalText By) : CustomerEvent(At);

public sealed record PointsEarned(
    DateTimeOffset At, CommandId CommandId, long Points, DateTimeOffset? ExpiresAt = null, PersonalText? Reason = null, PersonalText? Reference = null) : CustomerEvent(At);

public sealed record PointsSpent(DateTimeOffset At, CommandId CommandId, long Points, PersonalText? Reason = null, PersonalText? Reference = null) : CustomerEvent(At);

/// <summary>What was left of a lot when its time came.</summary>
public sealed record PointsExpired(DateTimeOffset At, CommandId LotId, CustomerId Owner, long Points) : CustomerEvent(At);

/// <param name="PurchasedAt">As the caller gave it; absent for the time of the event.</param>
public sealed record PurchaseRecorded(
    DateTimeOffset At, CommandId CommandId, Money Total, long Units, Channel? Channel = null, DateTimeOffset? PurchasedAt = null) : CustomerEvent(At);

public sealed record TouchpointRecorded(
    DateTimeOffset At, CommandId CommandId, Channel Channel, PersonalText Subject, bool IsIssue, PersonalText? Outcome = null, PersonalText? Reference = null) : CustomerEvent(At);

/// <param name="Customer">Who the contact was with, when it was with one who was merged into this one.</param>
public sealed record IssueResolved(DateTimeOffset At, CommandId CommandId, PersonalText Outcome, CustomerId? Customer = null) : CustomerEvent(At);

public sealed record FeedbackGiven(
    DateTimeOffset At, CommandId CommandId, FeedbackType Scale, int Score, Channel? Channel = null, PersonalText? Reference = null, PersonalText? Comment = null)
    : CustomerEvent(At);

/// <summary>From here on the claim is driven to an answer, whoever dies.</summary>
public sealed record IdentityClaimBegun(DateTimeOffset At, IdentityId IdentityId, IdentityKind Kind, PersonalText Value, bool IsVerified) : CustomerEvent(At);

public sealed record IdentityClaimDone(DateTimeOffset At, IdentityId IdentityId) : CustomerEvent(At);

public sealed record IdentityClaimRefused(DateTimeOffset At, IdentityId IdentityId) : CustomerEvent(At);

/// <summary>The person has shown that it is theirs.</summary>
public sealed record IdentityProven(DateTimeOffset At, IdentityId IdentityId) : CustomerEvent(At);

public sealed record IdentityReleaseBegun(DateTimeOffset At, IdentityId IdentityId) : CustomerEvent(At);

public sealed record IdentityReleaseDone(DateTimeOffset At, IdentityId IdentityId) : CustomerEvent(At);

public sealed record CartAdopted(DateTimeOffset At, CartId CartId) : CustomerEvent(At);

public sealed record CartDropped(DateTimeOffset At, CartId CartId) : CustomerEvent(At);

/// <summary>A cart that is the customer's beside the open one.</summary>
public sealed record CartKept(DateTimeOffset At, CartId CartId) : CustomerEvent(At);

/// <param name="Through">The id that was asked first, when it had been merged into this customer: whom the session goes back to.</param>
public sealed record SessionAttached(
    DateTimeOffset At,
    SessionId SessionId,
    Channel Channel,
    [property: JsonConverter(typeof(OnceClearTextConverter))] PersonalText? DeviceId = null,
    CustomerId? Through = null) : CustomerEvent(At);

public sealed record SessionDetached(DateTimeOffset At, SessionId SessionId) : CustomerEvent(At);

/// <summary>Stands still for a merge into another customer.</summary>
public sealed record MergeLocked(DateTimeOffset At, CustomerMergeId MergeId, CustomerId Survivor) : CustomerEvent(At);

/// <summary>This merge was refused or taken back, for good: no late call of it counts any more.</summary>
/// <param name="Status">Why.</param>
public sealed record MergeClosed(DateTimeOffset At, CustomerMergeId MergeId, CustomerStatus Status) : CustomerEvent(At);

/// <summary>The one moment in which two customers become one.</summary>
public sealed record CustomerAbsorbed(
    DateTimeOffset At,
    CustomerMergeId MergeId,
    CustomerId Customer,
    ProfileChange[] FieldsTaken,
    PersonalText[] FieldsKept,
    PersonalText[] FieldsDropped,
    Consent[] ConsentsTaken,
    IdentityRecord[] Identities,
    PointLot[] Lots,
    PurchaseTotals Purchases,
    ContactSnapshot Contacts,
    LiveSession[] Sessions,
    CustomerId[] Absorbed,
    bool TakesCart,
    CartId? OpenCart = null) : CustomerEvent(At);

/// <summary>The merge, or its undoing, has been carried to its end.</summary>
public sealed record AbsorptionSettled(DateTimeOffset At, CustomerMergeId MergeId) : CustomerEvent(At);

/// <summary>The one moment in which one customer becomes two again.</summary>
public sealed record AbsorptionReturned(DateTimeOffset At, CustomerMergeId MergeId, ReturnedEstate Estate) : CustomerEvent(At);

/// <summary>An attempt to undo a merge was refused, for good: no late call of it counts any more.</summary>
public sealed record ReturnRefused(DateTimeOffset At, CustomerMergeId MergeId, int Attempt, CustomerStatus Status) : CustomerEvent(At);

public sealed record CustomerMerged(DateTimeOffset At, CustomerMergeId MergeId, CustomerId Survivor) : CustomerEvent(At);

public sealed record CustomerReopened(DateTimeOffset At, CustomerMergeId MergeId, ReturnedEstate Estate) : CustomerEvent(At);

/// <summary>From here on nothing of this person is told any more, and the erasure is driven to its end, whoever dies.</summary>
public sealed record ErasureBegun(DateTimeOffset At, CommandId CommandId) : CustomerEvent(At);

/// <summary>The key is gone.</summary>
public sealed record CustomerErased(DateTimeOffset At) : CustomerEvent(At);
