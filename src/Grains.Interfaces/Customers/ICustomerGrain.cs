using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>The one owner of a customer; its key is a <see cref="CustomerId"/>.</summary>
/// <remarks>
/// <para>Durability, repeating and errors as for <see cref="Inventory.IStockGrain"/>.</para>
/// <para>Merged: an id that was merged into another one goes on answering, with what the other one says. Only a patch with a version is refused
/// (<see cref="CustomerStatus.Merged"/>), because versions of two entities cannot be compared.</para>
/// <para>Privacy: personal texts are sealed in the journal with the key of this customer. After <see cref="Erase"/> that key is gone, and every
/// call is answered with <see cref="CustomerStatus.Erased"/>.</para>
/// </remarks>
[Alias("customer-grain")]
public interface ICustomerGrain : IGrainWithStringKey, IWakeable
{
    [Alias("register")]
    Task<CustomerReply> Register(RegisterCustomer command);

    [Alias("patch")]
    Task<CustomerReply> Patch(PatchCustomer command);

    [Alias("profile")]
    Task<CustomerReply> Profile();

    /// <summary>The last contacts, the open cart and the open issues in one read.</summary>
    [Alias("story")]
    Task<StoryReply> Story();

    [Alias("decide-consent")]
    Task<ConsentReply> DecideConsent(DecideConsent command);

    [Alias("earn-points")]
    Task<PointsReply> EarnPoints(EarnPoints command);

    [Alias("spend-points")]
    Task<PointsReply> SpendPoints(SpendPoints command);

    [Alias("points-ledger")]
    Task<PointsLedgerReply> PointsLedger();

    [Alias("record-purchase")]
    Task<PurchaseReply> RecordPurchase(RecordPurchase command);

    [Alias("record-touchpoint")]
    Task<TouchpointReply> RecordTouchpoint(RecordTouchpoint command);

    [Alias("resolve-issue")]
    Task<TouchpointReply> ResolveIssue(ResolveIssue command);

    [Alias("give-feedback")]
    Task<FeedbackReply> GiveFeedback(GiveFeedback command);

    /// <summary>The contacts of this id, oldest first, from the journal; looks at up to <paramref name="limit"/> rows (1 to <see cref="Limits.EventsPageMax"/>).</summary>
    [Alias("touchpoints")]
    Task<TouchpointPage> Touchpoints(long afterVersion, int limit);

    /// <summary>Claims an identity. Of all customers that claim one, exactly one gets it.</summary>
    [Alias("claim-identity")]
    Task<IdentityReply> ClaimIdentity(ClaimIdentity command);

    [Alias("verify-identity")]
    Task<IdentityReply> VerifyIdentity(IdentityId id);

    [Alias("release-identity")]
    Task<IdentityReply> ReleaseIdentity(IdentityId id);

    [Alias("adopt-cart")]
    Task<OpenCartReply> AdoptCart(AdoptCart command);

    [Alias("keep-cart")]
    Task<CustomerStatus> KeepCart(KeepCart command);

    [Alias("drop-cart")]
    Task<OpenCartReply> DropCart(DropCart command);

    /// <summary>For sessions: callers sign in through <see cref="ISessionGrain"/>.</summary>
    [Alias("attach-session")]
    Task<OpenCartReply> AttachSession(AttachSession command);

    [Alias("detach-session")]
    Task<OpenCartReply> DetachSession(DetachSession command);

    /// <summary>Ends one of this customer's sessions, wherever it is.</summary>
    [Alias("revoke-session")]
    Task<LiveSessionsReply> RevokeSession(SessionId id);

    [Alias("live-sessions")]
    Task<LiveSessionsReply> LiveSessions();

    /// <summary>Gives up every identity, ends every session, erases every id that was merged into this one, and destroys the key.</summary>
    [Alias("erase")]
    Task<CustomerReply> Erase(EraseCustomer command);

    /// <summary>The events of this id in clear, for an export, from up to <paramref name="limit"/> rows (1 to <see cref="Limits.EventsPageMax"/>).</summary>
    [Alias("history")]
    Task<HistoryPage> History(long afterVersion, int limit);

    /// <summary>The events as they stand in the journal, personal texts sealed.</summary>
    [Alias("events")]
    Task<EventPage> Events(long afterVersion, int limit);
}
