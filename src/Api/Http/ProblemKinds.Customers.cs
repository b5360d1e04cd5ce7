namespace Omnichannel.Http;

/// <summary>What customers, identities and sessions can refuse. No problem ever repeats what was said about a person.</summary>
public static partial class ProblemKinds
{
    // The call is understood, and asks for something outside the limits. Nothing happened.
    public static readonly ProblemKind FieldOutOfRange = new(400, "field-out-of-range", "A field of the profile breaks its rule", "/profile");
    public static readonly ProblemKind ChangesOutOfRange = new(400, "changes-out-of-range", "More fields are given than one call may have", "/profile");
    public static readonly ProblemKind ChoiceUnknown = new(400, "choice-unknown", "The field takes one of a few words, and this is none of them");
    public static readonly ProblemKind PointsOutOfRange = new(400, "points-out-of-range", "The points are out of their limits", "/points");
    public static readonly ProblemKind ExpiryOutOfRange = new(400, "expiry-out-of-range", "Points end later than now, or never", "/expiresAt");
    public static readonly ProblemKind TimeOutOfRange = new(400, "time-out-of-range", "The time is no time, or has not come yet", "/purchasedAt");
    public static readonly ProblemKind ScoreOutOfRange = new(400, "score-out-of-range", "The score is out of its limits", "/score");
    public static readonly ProblemKind IdentityInvalid = new(400, "identity-invalid", "The value is no identity of its kind", "/value");
    public static readonly ProblemKind IdleOutOfRange = new(400, "idle-out-of-range", "The idle time is out of its limits", "/idleForSeconds");
    public static readonly ProblemKind SameCustomer = new(400, "same-customer", "A customer cannot be merged with itself", "/absorbed");
    public static readonly ProblemKind SameSession = new(400, "same-session", "A session cannot go on with itself", "/resumes");

    // There is no such thing, or it is somebody else's.
    public static readonly ProblemKind CustomerNotFound = new(404, "customer-not-found", "There is no such customer", "customer");
    public static readonly ProblemKind IdentityNotFound = new(404, "identity-not-found", "There is no such identity, or this customer does not have it");
    public static readonly ProblemKind IssueNotFound = new(404, "issue-not-found", "There is no such issue", "touchpoint");
    public static readonly ProblemKind CustomerMergeNotFound = new(404, "customer-merge-not-found", "The customer has had no such merge", "merge");
    public static readonly ProblemKind SessionNotFound = new(404, "session-not-found", "There is no such session", "session");

    // A rule of customers or sessions said no. Nothing happened.
    public static readonly ProblemKind CustomerMerged = new(409, "customer-merged", "The customer was merged into another one", "customer");
    public static readonly ProblemKind CustomerMerging =
        new(409, "customer-merging", "A merge of the customer has begun and has not ended", "customer", SoonSeconds);
    public static readonly ProblemKind MergeCollided =
        new(409, "merge-collided", "Another merge of one of the two was under way: merge again under another id", "merge");
    public static readonly ProblemKind AddressIncomplete =
        new(409, "address-incomplete", "An address needs line1, city and country", "/profile/addresses");
    public static readonly ProblemKind ProfileFull =
        new(409, "profile-full", "The profile would have more addresses, preferences or tags than it may", "/profile");
    public static readonly ProblemKind ConsentsFull = new(409, "consents-full", "The customer has all the consents it may have");
    public static readonly ProblemKind InsufficientPoints = new(409, "insufficient-points", "There are fewer points than are to be spent", "/points");
    public static readonly ProblemKind BalanceOutOfRange = new(409, "balance-out-of-range", "A balance or a sum would leave its limits");
    public static readonly ProblemKind PointLotsFull = new(409, "point-lots-full", "The customer has all the lots of points it may have");
    public static readonly ProblemKind CurrenciesFull = new(409, "currencies-full", "The customer has bought in as many currencies as it may", "/currency");
    public static readonly ProblemKind IssuesFull = new(409, "issues-full", "The customer has all the open issues it may have", "/isIssue");
    public static readonly ProblemKind IdentitiesFull = new(409, "identities-full", "The customer has all the identities it may have");
    public static readonly ProblemKind IdentityTaken = new(409, "identity-taken", "Somebody else has this identity", "/value");
    public static readonly ProblemKind SessionsFull = new(409, "sessions-full", "The customer has all the live sessions it may have");
    public static readonly ProblemKind MergeTooLarge = new(409, "merge-too-large", "The survivor has no room for all of the other one");
    public static readonly ProblemKind LaterMergeExists = new(409, "later-merge-exists", "A later merge has to be taken back first", "merge");
    public static readonly ProblemKind SessionClosed = new(409, "session-closed", "The session has ended", "session");
    public static readonly ProblemKind SessionBusy =
        new(409, "session-busy", "A sign-in or a resumption of the session has not ended", "session", SoonSeconds);
    public static readonly ProblemKind ResumeRefused = new(409, "resume-refused", "The session to go on with is not there, or has ended", "/resumes");
    public static readonly ProblemKind SignedInAsAnother = new(409, "signed-in-as-another", "Somebody else is signed in: sign out first", "/customer");
    public static readonly ProblemKind CartIsCustomers =
        new(409, "cart-is-customers", "The cart of a signed-in visitor is the customer's, and not set by the visit", "/cart");

    // It was there, and will never be again.
    public static readonly ProblemKind CustomerErased = new(410, "customer-erased", "What was held on this person has been erased", "customer");
}
