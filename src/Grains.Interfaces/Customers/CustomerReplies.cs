using Omnichannel.Carts;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Customers;

/// <param name="Version">The version of the customer at which this field was last changed.</param>
[GenerateSerializer, Immutable, Alias("profile-field")]
public sealed record ProfileFieldView([property: Id(0)] string Path, [property: Id(1)] string Value, [property: Id(2)] long Version);

/// <summary>A field that somebody else changed after the version the caller saw.</summary>
/// <param name="Value">What it is now; null when it was removed.</param>
[GenerateSerializer, Immutable, Alias("field-conflict")]
public sealed record FieldConflict([property: Id(0)] string Path, [property: Id(1)] string? Value, [property: Id(2)] long Version);

[GenerateSerializer, Immutable, Alias("consent-view")]
public sealed record ConsentView(
    [property: Id(0)] string Purpose,
    [property: Id(1)] Channel Channel,
    [property: Id(2)] ConsentState State,
    [property: Id(3)] string TextVersion,
    [property: Id(4)] string? By,
    [property: Id(5)] DateTimeOffset At);

/// <summary>Points, all time. <c>Balance = Earned + CarriedIn - Spent - Expired - CarriedOut</c>.</summary>
/// <param name="NextExpiryAt">When the next points are lost unless they are spent first.</param>
[GenerateSerializer, Immutable, Alias("points-view")]
public sealed record PointsView(
    [property: Id(0)] long Balance,
    [property: Id(1)] long Earned,
    [property: Id(2)] long Spent,
    [property: Id(3)] long Expired,
    [property: Id(4)] long CarriedIn,
    [property: Id(5)] long CarriedOut,
    [property: Id(6)] DateTimeOffset? NextExpiryAt);

/// <summary>The numbers are frozen.</summary>
[GenerateSerializer, Alias("points-entry-type")]
public enum PointsEntryType
{
    None = 0,
    Earned = 1,
    Spent = 2,
    Expired = 3,
    CarriedIn = 4,
    CarriedOut = 5,
}

/// <param name="Points">Signed: the balance is their sum.</param>
/// <param name="Id">The command that earned or spent them; the lot that expired; the merge that carried them.</param>
[GenerateSerializer, Immutable, Alias("points-entry")]
public sealed record PointsEntryView(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] PointsEntryType Type,
    [property: Id(2)] long Points,
    [property: Id(3)] long Balance,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] DateTimeOffset? ExpiresAt,
    [property: Id(6)] string? Reason,
    [property: Id(7)] string? Reference);

/// <param name="Spent">One sum per currency.</param>
[GenerateSerializer, Immutable, Alias("purchases-view")]
public sealed record PurchasesView(
    [property: Id(0)] long Orders,
    [property: Id(1)] long Units,
    [property: Id(2)] IReadOnlyList<Money> Spent,
    [property: Id(3)] DateTimeOffset? FirstAt,
    [property: Id(4)] DateTimeOffset? LastAt);

[GenerateSerializer, Immutable, Alias("live-session-view")]
public sealed record LiveSessionView(
    [property: Id(0)] SessionId Id,
    [property: Id(1)] Channel Channel,
    [property: Id(2)] DeviceId? DeviceId,
    [property: Id(3)] DateTimeOffset Since);

/// <summary>A customer, as of its last durable event.</summary>
/// <param name="Absorbed">The ids that were merged into this one and still answer.</param>
/// <param name="Version">How many events this entity has had. Grows by 1 with each.</param>
[GenerateSerializer, Immutable, Alias("customer-view")]
public sealed record CustomerView(
    [property: Id(0)] CustomerId Id,
    [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<ProfileFieldView> Profile,
    [property: Id(3)] IReadOnlyList<IdentityView> Identities,
    [property: Id(4)] IReadOnlyList<ConsentView> Consents,
    [property: Id(5)] PointsView Points,
    [property: Id(6)] PurchasesView Purchases,
    [property: Id(7)] CartId? OpenCart,
    [property: Id(8)] IReadOnlyList<CustomerId> Absorbed,
    [property: Id(9)] DateTimeOffset RegisteredAt);

/// <param name="Field">What is to blame, when it is one field.</param>
/// <param name="Survivor">Who answers for this id, when it was merged.</param>
[GenerateSerializer, Immutable, Alias("customer-reply")]
public sealed record CustomerReply(
    [property: Id(0)] CustomerStatus Status,
    [property: Id(1)] CustomerView? Customer,
    [property: Id(2)] IReadOnlyList<FieldConflict> Conflicts,
    [property: Id(3)] string? Field = null,
    [property: Id(4)] CustomerId? Survivor = null);

[GenerateSerializer, Immutable, Alias("consent-reply")]
public sealed record ConsentReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] ConsentView? Consent);

[GenerateSerializer, Immutable, Alias("points-reply")]
public sealed record PointsReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] PointsView? Points);

/// <summary>Entries of the ledger, newest first: at most <see cref="Limits.PointsEntriesKept"/>, older ones are in the events.</summary>
[GenerateSerializer, Immutable, Alias("points-ledger-reply")]
public sealed record PointsLedgerReply(
    [property: Id(0)] CustomerStatus Status,
    [property: Id(1)] PointsView? Points,
    [property: Id(2)] IReadOnlyList<PointsEntryView> Entries);

[GenerateSerializer, Immutable, Alias("purchase-reply")]
public sealed record PurchaseReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] PurchasesView? Purchases);

/// <param name="Customer">Who answers: the survivor, when the one who was asked was merged. Null with a refusal.</param>
[GenerateSerializer, Immutable, Alias("open-cart-reply")]
public sealed record OpenCartReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] CartId? OpenCart, [property: Id(2)] CustomerId? Customer = null);

[GenerateSerializer, Immutable, Alias("live-sessions-reply")]
public sealed record LiveSessionsReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] IReadOnlyList<LiveSessionView> Sessions);

/// <summary>Events of a person in clear, for that person: what an export is made of. Never for a log or a feed.</summary>
/// <param name="NextAfter">Where the next page starts, or null when this page reached the end.</param>
[GenerateSerializer, Immutable, Alias("history-page")]
public sealed record HistoryPage([property: Id(0)] CustomerStatus Status, [property: Id(1)] IReadOnlyList<Journal.EventView> Events, [property: Id(2)] long? NextAfter);
