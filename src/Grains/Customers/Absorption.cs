using System.Text.Json.Serialization;
using Omnichannel.Carts;
using Omnichannel.Inventory;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>What one customer brings into another.</summary>
/// <param name="Absorbed">The ids that were merged into it before.</param>
[GenerateSerializer, Immutable, Alias("customer-estate")]
public sealed record CustomerEstate(
    [property: Id(0)] CustomerId Customer,
    [property: Id(1)] ProfileChange[] Profile,
    [property: Id(2)] IdentityRecord[] Identities,
    [property: Id(3)] Consent[] Consents,
    [property: Id(4)] PointLot[] Lots,
    [property: Id(5)] PurchaseTotals Purchases,
    [property: Id(6)] ContactSnapshot Contacts,
    [property: Id(7)] LiveSession[] Sessions,
    [property: Id(8)] CustomerId[] Absorbed,
    [property: Id(9)] CartId? OpenCart = null)
{
    /// <summary>I72: the copies stay sealed with the keys of those they are about, so that whoever is erased is erased there too.</summary>
    public CustomerEstate OwnedBy(string owner) => this with
    {
        Profile = [.. Profile.Select(change => change.OwnedBy(owner))],
        Identities = [.. Identities.Select(identity => identity with { Value = identity.Value.OwnedBy(owner) })],
        Consents = [.. Consents.Select(consent => consent with { By = consent.By.OwnedBy(owner) })],
        Contacts = new(
            [.. Contacts.Touchpoints.Select(touchpoint => touchpoint.OwnedBy(owner))], [.. Contacts.Feedback.Select(feedback => feedback.OwnedBy(owner))]),
        Sessions = [.. Sessions.Select(session => session.OwnedBy(owner))],
    };

    /// <summary>Everybody whose texts are in it.</summary>
    public IEnumerable<string> Owners() => Profile.SelectMany(static change => (PersonalText?[])[change.Path, change.Value])
        .Concat(Identities.Select(static identity => identity.Value))
        .Concat(Consents.Select(static consent => consent.By))
        .Concat(Contacts.Touchpoints.SelectMany(static touchpoint => (PersonalText?[])[touchpoint.Subject, touchpoint.Outcome, touchpoint.Reference]))
        .Concat(Contacts.Feedback.SelectMany(static feedback => (PersonalText?[])[feedback.Reference, feedback.Comment]))
        .Concat(Sessions.Select(static session => session.DeviceId))
        .Select(static text => text?.Owner)
        .OfType<string>()
        .Distinct();
}

/// <summary>What the other one gets back when a merge is undone: what is left of what it brought.</summary>
/// <param name="Commands">What had its effect while the two were one: known to both from then on.</param>
/// <param name="Visits">Those of the sessions that it has not heard of: they came by its id, or by one that is merged into it, while the two were one.</param>
[GenerateSerializer, Immutable, Alias("returned-estate")]
public sealed record ReturnedEstate(
    [property: Id(0)] PointLot[] Lots,
    [property: Id(1)] IdentityRecord[] Identities,
    [property: Id(2)] Touchpoint[] Touchpoints,
    [property: Id(3)] SessionId[] Sessions,
    [property: Id(4)] CartId? OpenCart = null,
    [property: Id(5)] RememberedBody[]? Commands = null,
    [property: Id(6)] LiveSession[]? Visits = null)
{
    /// <summary>Everybody whose texts are in it.</summary>
    public IEnumerable<string> Owners() => Touchpoints.SelectMany(static touchpoint => (PersonalText?[])[touchpoint.Subject, touchpoint.Outcome, touchpoint.Reference])
        .Concat(Identities.Select(static identity => identity.Value))
        .Concat((Visits ?? []).Select(static visit => visit.DeviceId))
        .Select(static text => text?.Owner)
        .OfType<string>()
        .Distinct();
}

/// <summary>How far a merge is, seen from the customer who stays. The names are frozen: snapshots hold them.</summary>
public enum AbsorptionStep
{
    None = 0,
    Absorbed = 1,
    Settled = 2,
    Returned = 3,
}

/// <summary>A customer that was merged into this one: all that is needed to explain it, and to undo it.</summary>
/// <param name="FieldsTaken">Fields that this customer lacked.</param>
/// <param name="FieldsKept">Fields that both had, differently: those of this customer stayed.</param>
/// <param name="FieldsDropped">Fields that this customer lacked and had no room for.</param>
/// <param name="ConsentsReplaced">Words of this customer that were older than those of the other one.</param>
/// <param name="Version">The version of this customer that the merge came with.</param>
/// <param name="TookCart">Whether the open cart came from the other one.</param>
public sealed record Absorption(
    CustomerMergeId Id,
    CustomerId Customer,
    DateTimeOffset At,
    long Version,
    AbsorptionStep Step,
    PersonalText[] FieldsTaken,
    PersonalText[] FieldsKept,
    PersonalText[] FieldsDropped,
    Consent[] ConsentsTaken,
    Consent[] ConsentsReplaced,
    int IdentitiesCount,
    long Points,
    PurchaseTotals Purchases,
    ContactSnapshot Contacts,
    CustomerId[] Absorbed,
    bool TookCart,
    CartId? OpenCart = null,
    ReturnedEstate? Returned = null,
    RefusedReturn? Refusal = null)
{
    /// <summary>Whether this customer came with it: itself, or as one that had been merged into it.</summary>
    public bool Brought(CustomerId owner) => owner == Customer || Absorbed.Contains(owner);
}

/// <summary>An attempt to undo a merge that was refused, for good.</summary>
public sealed record RefusedReturn(int Attempt, CustomerStatus Status);

/// <summary>A visit that goes on.</summary>
/// <param name="DeviceId">Sealed for whoever's id it came by: with that one it is erased. The number 3 was that of the id in clear.</param>
/// <param name="Origin">The merge that brought it, or whose customer it came by: with that one it goes back.</param>
/// <param name="Through">The id it came by, when that is one that was merged into this customer.</param>
[GenerateSerializer, Immutable, Alias("live-session")]
public sealed record LiveSession(
    [property: Id(0)] SessionId Id,
    [property: Id(1)] Channel Channel,
    [property: Id(2)] DateTimeOffset Since,
    [property: Id(6), JsonConverter(typeof(OnceClearTextConverter))] PersonalText? DeviceId = null,
    [property: Id(4)] CustomerMergeId? Origin = null,
    [property: Id(5)] CustomerId? Through = null)
{
    public LiveSession OwnedBy(string owner) => this with { DeviceId = DeviceId?.OwnedBy(owner) };

    public LiveSessionView View() => new(Id, Channel, DeviceText.Read(DeviceId), Since);
}
