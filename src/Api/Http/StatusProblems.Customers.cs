using Omnichannel.Customers;

namespace Omnichannel.Http;

/// <summary>Customers, identities and sessions.</summary>
public static partial class StatusProblems
{
    public static ProblemKind? Of(CustomerStatus status) => status switch
    {
        CustomerStatus.Done or CustomerStatus.AlreadyDone => null,
        CustomerStatus.FieldUnknown => ProblemKinds.UnknownField,
        CustomerStatus.FieldOutOfRange => ProblemKinds.FieldOutOfRange,
        CustomerStatus.TooManyChanges => ProblemKinds.ChangesOutOfRange,
        CustomerStatus.TextOutOfRange => ProblemKinds.TextOutOfRange,
        CustomerStatus.PurposeOutOfRange => ProblemKinds.IdentifierInvalid,
        CustomerStatus.PointsOutOfRange => ProblemKinds.PointsOutOfRange,
        CustomerStatus.ExpiryOutOfRange => ProblemKinds.ExpiryOutOfRange,
        CustomerStatus.CurrencyUnknown => ProblemKinds.CurrencyUnknown,
        CustomerStatus.AmountOutOfRange => ProblemKinds.AmountOutOfRange,
        CustomerStatus.UnitsOutOfRange => ProblemKinds.QuantityOutOfRange,
        CustomerStatus.TimeOutOfRange => ProblemKinds.TimeOutOfRange,
        CustomerStatus.ScoreOutOfRange => ProblemKinds.ScoreOutOfRange,
        CustomerStatus.TypeOutOfRange => ProblemKinds.ChoiceUnknown,
        CustomerStatus.IdentityInvalid => ProblemKinds.IdentityInvalid,
        CustomerStatus.NotFound => ProblemKinds.CustomerNotFound,
        CustomerStatus.Erased => ProblemKinds.CustomerErased,
        CustomerStatus.ExistsWithDifferentBody => ProblemKinds.ExistsWithDifferentBody,
        CustomerStatus.Merged => ProblemKinds.CustomerMerged,
        CustomerStatus.MergeUnderWay => ProblemKinds.CustomerMerging,
        CustomerStatus.VersionMismatch => ProblemKinds.VersionMismatch,
        CustomerStatus.AddressIncomplete => ProblemKinds.AddressIncomplete,
        CustomerStatus.TooManyFields => ProblemKinds.ProfileFull,
        CustomerStatus.TooManyConsents => ProblemKinds.ConsentsFull,
        CustomerStatus.InsufficientPoints => ProblemKinds.InsufficientPoints,
        CustomerStatus.BalanceOutOfRange => ProblemKinds.BalanceOutOfRange,
        CustomerStatus.TooManyLots => ProblemKinds.PointLotsFull,
        CustomerStatus.TooManyCurrencies => ProblemKinds.CurrenciesFull,
        CustomerStatus.TooManyIssues => ProblemKinds.IssuesFull,
        CustomerStatus.IssueNotFound => ProblemKinds.IssueNotFound,
        CustomerStatus.TooManyIdentities => ProblemKinds.IdentitiesFull,
        CustomerStatus.IdentityNotFound => ProblemKinds.IdentityNotFound,
        CustomerStatus.IdentityTaken => ProblemKinds.IdentityTaken,
        CustomerStatus.TooManySessions => ProblemKinds.SessionsFull,
        CustomerStatus.TooManyCommands => ProblemKinds.CommandsFull,
        CustomerStatus.TooManyMerges => ProblemKinds.MergeTooLarge,
        CustomerStatus.LaterMergeExists => ProblemKinds.LaterMergeExists,
        CustomerStatus.SessionNotFound => ProblemKinds.SessionNotFound,
        _ => ProblemKinds.Internal,
    };

    public static ProblemKind? Of(CustomerMergeStatus status) => status switch
    {
        CustomerMergeStatus.Merged or CustomerMergeStatus.Undone or CustomerMergeStatus.UnderWay => null,
        CustomerMergeStatus.SameCustomer => ProblemKinds.SameCustomer,
        CustomerMergeStatus.StrategyOutOfRange => ProblemKinds.StrategyOutOfRange,
        CustomerMergeStatus.ExistsWithDifferentBody => ProblemKinds.ExistsWithDifferentBody,
        CustomerMergeStatus.NotFound => ProblemKinds.CustomerMergeNotFound,
        CustomerMergeStatus.CustomerNotFound => ProblemKinds.CustomerNotFound,
        CustomerMergeStatus.CustomerErased => ProblemKinds.CustomerErased,
        CustomerMergeStatus.AlreadyMerged => ProblemKinds.CustomerMerged,
        CustomerMergeStatus.Busy => ProblemKinds.MergeCollided,
        CustomerMergeStatus.TooMuch => ProblemKinds.MergeTooLarge,
        CustomerMergeStatus.LaterMergeExists => ProblemKinds.LaterMergeExists,
        _ => ProblemKinds.Internal,
    };

    public static ProblemKind? Of(FindIdentityStatus status) => status switch
    {
        FindIdentityStatus.Found => null,
        FindIdentityStatus.IdentityInvalid => ProblemKinds.IdentityInvalid,
        FindIdentityStatus.NotFound => ProblemKinds.IdentityNotFound,
        _ => ProblemKinds.Internal,
    };

    public static ProblemKind? Of(SessionStatus status) => status switch
    {
        SessionStatus.Done or SessionStatus.AlreadyDone => null,
        SessionStatus.IdleOutOfRange => ProblemKinds.IdleOutOfRange,
        SessionStatus.StepOutOfRange => ProblemKinds.IdentifierInvalid,
        SessionStatus.StrategyOutOfRange => ProblemKinds.StrategyOutOfRange,
        SessionStatus.SameSession => ProblemKinds.SameSession,
        SessionStatus.NotFound => ProblemKinds.SessionNotFound,
        SessionStatus.ExistsWithDifferentBody => ProblemKinds.ExistsWithDifferentBody,
        SessionStatus.Closed => ProblemKinds.SessionClosed,
        SessionStatus.UnderWay => ProblemKinds.SessionBusy,
        SessionStatus.ResumeRefused => ProblemKinds.ResumeRefused,
        SessionStatus.SignedInAsAnother => ProblemKinds.SignedInAsAnother,
        SessionStatus.CartIsCustomers => ProblemKinds.CartIsCustomers,
        SessionStatus.CustomerNotFound => ProblemKinds.CustomerNotFound,
        SessionStatus.CustomerErased => ProblemKinds.CustomerErased,
        SessionStatus.TooManySessions => ProblemKinds.SessionsFull,
        SessionStatus.TooManyCommands => ProblemKinds.CommandsFull,
        _ => ProblemKinds.Internal,
    };
}
