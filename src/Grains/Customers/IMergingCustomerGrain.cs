using Omnichannel.Carts;

namespace Omnichannel.Customers;

/// <param name="Estate">What the locked customer has.</param>
[GenerateSerializer, Immutable, Alias("lock-customer-reply")]
public sealed record LockReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] CustomerEstate? Estate);

/// <param name="Identities">What the other one brought.</param>
/// <param name="BroughtCart">The open cart of the other one.</param>
/// <param name="OpenCart">The open cart of the survivor.</param>
[GenerateSerializer, Immutable, Alias("absorb-customer-reply")]
public sealed record AbsorbReply(
    [property: Id(0)] CustomerStatus Status,
    [property: Id(1)] long Version,
    [property: Id(2)] IdentityId[] Identities,
    [property: Id(3)] CartId? BroughtCart,
    [property: Id(4)] CartId? OpenCart);

/// <param name="Version">Of the customer, after the step.</param>
[GenerateSerializer, Immutable, Alias("customer-merge-step-reply")]
public sealed record MergeStepReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] long Version);

[GenerateSerializer, Immutable, Alias("return-customer-reply")]
public sealed record ReturnReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] ReturnedEstate? Estate, [property: Id(2)] long Version);

/// <param name="Sessions">All that ever came by an id, also those that have ended.</param>
/// <param name="Survivors">Whom this customer was ever merged into: more may have come there.</param>
[GenerateSerializer, Immutable, Alias("past-visits")]
public sealed record PastVisits([property: Id(0)] SessionId[] Sessions, [property: Id(1)] CustomerId[] Survivors);

/// <summary>What a merge asks of the two customers. Every step may be asked for any number of times. Not for callers of the grid.</summary>
[Alias("merging-customer-grain")]
public interface IMergingCustomerGrain : IGrainWithStringKey
{
    [Alias("lock")]
    Task<LockReply> LockForMerge(LockCustomer command);

    [Alias("absorb")]
    Task<AbsorbReply> Absorb(AbsorbCustomer command);

    [Alias("complete")]
    Task<MergeStepReply> CompleteMerge(CompleteCustomerMerge command);

    [Alias("close")]
    Task<MergeStepReply> CloseMerge(CloseCustomerMerge command);

    [Alias("settle")]
    Task<MergeStepReply> SettleMerge(SettleAbsorption command);

    [Alias("return")]
    Task<ReturnReply> ReturnMerged(ReturnCustomer command);

    [Alias("reopen")]
    Task<MergeStepReply> ReopenMerged(ReopenCustomer command);

    /// <summary>Null when the survivor does not know the merge, or was erased.</summary>
    [Alias("report")]
    Task<CustomerMergeReport?> MergeReport(CustomerMergeId id);

    [Alias("erase-absorbed")]
    Task EraseAbsorbed(EraseCustomer command);

    /// <summary>What this customer has to tell of another one, who is erased and was merged into it once, or of itself.</summary>
    [Alias("visits-by")]
    Task<PastVisits> VisitsBy(CustomerId id);
}
