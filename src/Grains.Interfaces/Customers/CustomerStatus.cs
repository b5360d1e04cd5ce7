namespace Omnichannel.Customers;

/// <summary>The outcome of whatever is asked of a customer. Ordered by precedence: what was sent, who it is about, what the rules say. Never renumber.</summary>
[GenerateSerializer, Alias("customer-status")]
public enum CustomerStatus
{
    None = 0,
    Done = 1,
    /// <summary>It was already so, or this is a repeat. Nothing changed.</summary>
    AlreadyDone = 2,

    // What was sent.
    /// <summary>The profile has no such field, or a patch may not touch it.</summary>
    FieldUnknown = 3,
    FieldOutOfRange = 4,
    TooManyChanges = 5,
    TextOutOfRange = 6,
    PurposeOutOfRange = 7,
    PointsOutOfRange = 8,
    /// <summary>An expiry has to be later than now.</summary>
    ExpiryOutOfRange = 9,
    CurrencyUnknown = 10,
    AmountOutOfRange = 11,
    UnitsOutOfRange = 12,
    TimeOutOfRange = 13,
    ScoreOutOfRange = 14,
    TypeOutOfRange = 15,
    IdentityInvalid = 16,

    // Who it is about.
    NotFound = 20,
    /// <summary>What was held on this person has been erased.</summary>
    Erased = 21,
    /// <summary>A repeat of an id with another body.</summary>
    ExistsWithDifferentBody = 22,
    /// <summary>The two were found to be one: the other one answers. Callers never see this, except for a patch that carries a version of the old id.</summary>
    Merged = 23,
    /// <summary>A merge has begun and has not ended. It takes moments: ask again.</summary>
    MergeUnderWay = 24,

    // What the rules say.
    VersionMismatch = 30,
    AddressIncomplete = 31,
    TooManyFields = 32,
    TooManyConsents = 33,
    InsufficientPoints = 34,
    BalanceOutOfRange = 35,
    TooManyLots = 36,
    TooManyCurrencies = 37,
    TooManyIssues = 38,
    IssueNotFound = 39,
    TooManyIdentities = 40,
    IdentityNotFound = 41,
    /// <summary>Somebody else has this identity.</summary>
    IdentityTaken = 42,
    TooManySessions = 43,
    TooManyCommands = 44,
    TooManyMerges = 45,
    /// <summary>Only the merge that came last can be undone.</summary>
    LaterMergeExists = 46,
    SessionNotFound = 47,
}
