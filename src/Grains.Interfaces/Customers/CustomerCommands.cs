using Omnichannel.Carts;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Customers;

/// <summary>One leaf of the profile.</summary>
/// <param name="Path">For instance <c>givenName</c>, <c>addresses/home/city</c>, <c>preferences/size</c>, <c>tags/vip</c>.</param>
/// <param name="Value">Null removes the field, or with the path of a group (<c>addresses/home</c>, <c>tags</c>) all of its fields.</param>
[GenerateSerializer, Immutable, Alias("field-change")]
public sealed record FieldChange([property: Id(0)] string Path, [property: Id(1)] string? Value)
{
    /// <summary>Never the value: what is printed ends up in logs.</summary>
    public override string ToString() => "(personal)";
}

/// <summary>A command that the id of a merged customer passes on to the survivor.</summary>
public interface IPassedOn
{
    /// <summary>The id that was merged; null when the caller named who answers. Not for callers of the grid.</summary>
    CustomerId? Through { get; }
}

/// <summary>Makes a customer. The same fields again are a repeat, whatever has changed since; others are a conflict.</summary>
/// <param name="Fields">Leaves with values, at most <see cref="Limits.ProfileChangesMax"/>.</param>
[GenerateSerializer, Immutable, Alias("register-customer")]
public sealed record RegisterCustomer([property: Id(0)] IReadOnlyList<FieldChange> Fields, [property: Id(1)] Channel? Channel = null);

/// <summary>Changes some fields of the profile and leaves the others alone.</summary>
/// <param name="IfVersion">The version the caller saw. The patch is taken when every field it touches was last changed at or before it. Null takes it in any case.</param>
[GenerateSerializer, Immutable, Alias("patch-customer")]
public sealed record PatchCustomer([property: Id(0)] IReadOnlyList<FieldChange> Changes, [property: Id(1)] long? IfVersion, [property: Id(2)] Channel? Channel = null);

/// <summary>The numbers are frozen.</summary>
[GenerateSerializer, Alias("consent-state")]
public enum ConsentState
{
    None = 0,
    Granted = 1,
    Withdrawn = 2,
}

/// <summary>What a person said about one purpose on one channel.</summary>
/// <param name="Purpose">For instance <c>marketing</c>: an identifier.</param>
/// <param name="TextVersion">Which text the person was shown: an identifier.</param>
/// <param name="By">Who took it down: the person, a clerk.</param>
[GenerateSerializer, Immutable, Alias("decide-consent")]
public sealed record DecideConsent(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] string Purpose,
    [property: Id(2)] Channel Channel,
    [property: Id(3)] ConsentState State,
    [property: Id(4)] string TextVersion,
    [property: Id(5)] string By,
    [property: Id(6)] CustomerId? Through = null) : IPassedOn;

/// <param name="Points">1 to <see cref="Limits.PointsMax"/>.</param>
/// <param name="ExpiresAt">When what is left of them is lost; null for never. Points that end first are spent first.</param>
[GenerateSerializer, Immutable, Alias("earn-points")]
public sealed record EarnPoints(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] long Points,
    [property: Id(2)] DateTimeOffset? ExpiresAt = null,
    [property: Id(3)] string? Reason = null,
    [property: Id(4)] string? Reference = null,
    [property: Id(5)] CustomerId? Through = null) : IPassedOn;

[GenerateSerializer, Immutable, Alias("spend-points")]
public sealed record SpendPoints(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] long Points,
    [property: Id(2)] string? Reason = null,
    [property: Id(3)] string? Reference = null,
    [property: Id(4)] CustomerId? Through = null) : IPassedOn;

/// <param name="Id">The order: one effect per id at this customer.</param>
/// <param name="Total">Minor units, 0 to <see cref="Limits.PurchaseTotalMax"/>.</param>
/// <param name="Units">0 to <see cref="Limits.QuantityMax"/>.</param>
/// <param name="PurchasedAt">When it happened, not later than now; null for now.</param>
[GenerateSerializer, Immutable, Alias("record-purchase")]
public sealed record RecordPurchase(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] Money Total,
    [property: Id(2)] long Units,
    [property: Id(3)] Channel? Channel = null,
    [property: Id(4)] DateTimeOffset? PurchasedAt = null,
    [property: Id(5)] CustomerId? Through = null) : IPassedOn;

/// <summary>Offers a cart to a customer who may have one open already: the first one wins, and the answer tells which it is.</summary>
[GenerateSerializer, Immutable, Alias("adopt-cart")]
public sealed record AdoptCart([property: Id(0)] CartId CartId);

/// <summary>For a cart that holds something personal and is, or is about to become, this customer's: whoever erases the customer finds it.</summary>
[GenerateSerializer, Immutable, Alias("keep-cart")]
public sealed record KeepCart([property: Id(0)] CartId CartId);

/// <summary>Says that a cart is no longer open. Harmless when it is not the open one.</summary>
/// <param name="Through">The id that was merged, and passed this on; null when the caller named who answers. Not for callers of the grid.</param>
[GenerateSerializer, Immutable, Alias("drop-cart")]
public sealed record DropCart([property: Id(0)] CartId CartId, [property: Id(1)] CustomerId? Through = null) : IPassedOn;

/// <param name="Through">The id that was merged, and passed this on first; null when the caller named who answers. Not for callers of the grid.</param>
[GenerateSerializer, Immutable, Alias("attach-session")]
public sealed record AttachSession(
    [property: Id(0)] SessionId SessionId,
    [property: Id(1)] Channel Channel,
    [property: Id(2)] DeviceId? DeviceId,
    [property: Id(3)] CustomerId? Through = null);

/// <param name="Through">As with <see cref="AttachSession"/>.</param>
[GenerateSerializer, Immutable, Alias("detach-session")]
public sealed record DetachSession([property: Id(0)] SessionId SessionId, [property: Id(1)] CustomerId? Through = null);

/// <summary>Erases what is held on a person. It cannot be taken back.</summary>
/// <param name="Through">The id that was merged, and passed this on; null when the caller named who answers. Not for callers of the grid.</param>
[GenerateSerializer, Immutable, Alias("erase-customer")]
public sealed record EraseCustomer([property: Id(0)] CommandId Id, [property: Id(1)] CustomerId? Through = null) : IPassedOn;
