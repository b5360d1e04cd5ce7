using System.Text.Json.Serialization;

namespace Omnichannel.Audit.Customers;

/// <summary>The events of customers, as the auditor reads them. Personal texts stay sealed: nothing here needs a key.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Registered), "customer-registered")]
[JsonDerivedType(typeof(Patched), "customer-patched")]
[JsonDerivedType(typeof(Consented), "consent-decided")]
[JsonDerivedType(typeof(Earned), "points-earned")]
[JsonDerivedType(typeof(Spent), "points-spent")]
[JsonDerivedType(typeof(Expired), "points-expired")]
[JsonDerivedType(typeof(Purchased), "purchase-recorded")]
[JsonDerivedType(typeof(Contacted), "touchpoint-recorded")]
[JsonDerivedType(typeof(Resolved), "issue-resolved")]
[JsonDerivedType(typeof(Judged), "feedback-given")]
[JsonDerivedType(typeof(ClaimBegun), "identity-claim-begun")]
[JsonDerivedType(typeof(ClaimDone), "identity-claim-done")]
[JsonDerivedType(typeof(ClaimRefused), "identity-claim-refused")]
[JsonDerivedType(typeof(Proven), "identity-proven")]
[JsonDerivedType(typeof(ReleaseBegun), "identity-release-begun")]
[JsonDerivedType(typeof(ReleaseDone), "identity-release-done")]
[JsonDerivedType(typeof(CartAdopted), "cart-adopted")]
[JsonDerivedType(typeof(CartDropped), "cart-dropped")]
[JsonDerivedType(typeof(CartKept), "cart-kept")]
[JsonDerivedType(typeof(SessionAttached), "session-attached")]
[JsonDerivedType(typeof(SessionDetached), "session-detached")]
[JsonDerivedType(typeof(Locked), "merge-locked")]
[JsonDerivedType(typeof(MergeClosed), "merge-closed")]
[JsonDerivedType(typeof(Absorbed), "customer-absorbed")]
[JsonDerivedType(typeof(Settled), "absorption-settled")]
[JsonDerivedType(typeof(Returned), "absorption-returned")]
[JsonDerivedType(typeof(ReturnRefused), "absorption-return-refused")]
[JsonDerivedType(typeof(Merged), "customer-merged")]
[JsonDerivedType(typeof(Reopened), "customer-reopened")]
[JsonDerivedType(typeof(ErasureBegun), "erasure-begun")]
[JsonDerivedType(typeof(Erased), "customer-erased")]
internal abstract record CustomerFact(DateTimeOffset At)
{
    /// <summary>The command that had its effect by this event, where the customer remembers it.</summary>
    [JsonIgnore]
    public virtual string? Effect => null;

    internal sealed record Registered(DateTimeOffset At, string CustomerId) : CustomerFact(At);

    internal sealed record Patched(DateTimeOffset At) : CustomerFact(At);

    internal sealed record Consented(DateTimeOffset At, string CommandId) : CustomerFact(At)
    {
        public override string Effect => CommandId;
    }

    internal sealed record Earned(DateTimeOffset At, string CommandId, long Points, DateTimeOffset? ExpiresAt = null) : CustomerFact(At)
    {
        public override string Effect => CommandId;
    }

    internal sealed record Spent(DateTimeOffset At, string CommandId, long Points) : CustomerFact(At)
    {
        public override string Effect => CommandId;
    }

    internal sealed record Expired(DateTimeOffset At, string LotId, string Owner, long Points) : CustomerFact(At);

    internal sealed record Purchased(DateTimeOffset At, string CommandId, MoneyFact Total, long Units) : CustomerFact(At)
    {
        public override string Effect => CommandId;
    }

    internal sealed record Contacted(DateTimeOffset At, string CommandId, bool IsIssue) : CustomerFact(At)
    {
        public override string Effect => CommandId;
    }

    internal sealed record Resolved(DateTimeOffset At, string CommandId, string? Customer = null) : CustomerFact(At);

    internal sealed record Judged(DateTimeOffset At, string CommandId) : CustomerFact(At)
    {
        public override string Effect => CommandId;
    }

    internal sealed record ClaimBegun(DateTimeOffset At, string IdentityId) : CustomerFact(At);

    internal sealed record ClaimDone(DateTimeOffset At, string IdentityId) : CustomerFact(At);

    internal sealed record ClaimRefused(DateTimeOffset At, string IdentityId) : CustomerFact(At);

    internal sealed record Proven(DateTimeOffset At, string IdentityId) : CustomerFact(At);

    internal sealed record ReleaseBegun(DateTimeOffset At, string IdentityId) : CustomerFact(At);

    internal sealed record ReleaseDone(DateTimeOffset At, string IdentityId) : CustomerFact(At);

    internal sealed record CartAdopted(DateTimeOffset At, string CartId) : CustomerFact(At);

    internal sealed record CartDropped(DateTimeOffset At, string CartId) : CustomerFact(At);

    internal sealed record CartKept(DateTimeOffset At, string CartId) : CustomerFact(At);

    internal sealed record SessionAttached(DateTimeOffset At, string SessionId, string? Through = null) : CustomerFact(At);

    internal sealed record SessionDetached(DateTimeOffset At, string SessionId) : CustomerFact(At);

    internal sealed record Locked(DateTimeOffset At, string MergeId, string Survivor) : CustomerFact(At);

    internal sealed record MergeClosed(DateTimeOffset At, string MergeId) : CustomerFact(At);

    /// <param name="Others">Who had been merged into that customer before.</param>
    internal sealed record Absorbed(
        DateTimeOffset At,
        string MergeId,
        string Customer,
        OwnedIdentityFact[] Identities,
        LotFact[] Lots,
        PurchasesFact Purchases,
        LiveSessionFact[] Sessions,
        bool TakesCart,
        string? OpenCart = null,
        [property: JsonPropertyName("absorbed")] string[]? Others = null) : CustomerFact(At);

    internal sealed record Settled(DateTimeOffset At, string MergeId) : CustomerFact(At);

    internal sealed record Returned(DateTimeOffset At, string MergeId, EstateFact Estate) : CustomerFact(At);

    internal sealed record ReturnRefused(DateTimeOffset At, string MergeId) : CustomerFact(At);

    internal sealed record Merged(DateTimeOffset At, string MergeId, string Survivor) : CustomerFact(At);

    internal sealed record Reopened(DateTimeOffset At, string MergeId, EstateFact Estate) : CustomerFact(At);

    internal sealed record ErasureBegun(DateTimeOffset At) : CustomerFact(At);

    internal sealed record Erased(DateTimeOffset At) : CustomerFact(At);
}

internal sealed record MoneyFact(long Amount, string Currency);

internal sealed record LotFact(string Id, string Owner, long Points, DateTimeOffset? ExpiresAt = null);

internal sealed record OwnedIdentityFact(string Id);

internal sealed record LiveSessionFact(string Id, string? Through = null);

internal sealed record PurchasesFact(long Orders, long Units, MoneyFact[] Spent);

internal sealed record ContactFact(string Id, string Issue);

/// <param name="Visits">Those of the sessions that its customer had not heard of.</param>
internal sealed record EstateFact(
    LotFact[] Lots, OwnedIdentityFact[] Identities, ContactFact[] Touchpoints, string[] Sessions, string? OpenCart = null, LiveSessionFact[]? Visits = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CustomerFact))]
internal sealed partial class CustomerJson : JsonSerializerContext;
