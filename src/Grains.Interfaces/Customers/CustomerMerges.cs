using Omnichannel.Carts;

namespace Omnichannel.Customers;

/// <summary>Makes two customers one, who were found to be one person.</summary>
/// <param name="Survivor">Who goes on. What both have, differently, is as this one has it.</param>
/// <param name="Absorbed">Who becomes part of the other one. Its id goes on answering.</param>
/// <param name="Strategy">How their carts are merged, when both have one open.</param>
[GenerateSerializer, Immutable, Alias("merge-customers")]
public sealed record MergeCustomers([property: Id(0)] CustomerId Survivor, [property: Id(1)] CustomerId Absorbed, [property: Id(2)] CartMergeStrategy Strategy);

/// <summary>The outcome of a merge and of its undoing. Ordered by precedence. Never renumber.</summary>
[GenerateSerializer, Alias("customer-merge-status")]
public enum CustomerMergeStatus
{
    None = 0,
    Merged = 1,
    Undone = 2,
    SameCustomer = 3,
    StrategyOutOfRange = 4,
    ExistsWithDifferentBody = 5,
    /// <summary>There is no such merge.</summary>
    NotFound = 6,
    CustomerNotFound = 7,
    CustomerErased = 8,
    /// <summary>One of the two was merged into another customer already.</summary>
    AlreadyMerged = 9,
    /// <summary>One of the two is in another merge. Nothing was changed; merge again under another id.</summary>
    Busy = 10,
    /// <summary>The survivor has no room for all of the other one. Nothing was changed.</summary>
    TooMuch = 11,
    /// <summary>A later merge of the same survivor has to be undone first. Nothing was changed.</summary>
    LaterMergeExists = 12,
    /// <summary>Not at its end yet. The grid goes on by itself.</summary>
    UnderWay = 13,
}

/// <summary>What a merge did. Paths of fields, never their values.</summary>
/// <param name="FieldsTaken">Fields that the survivor lacked and has now.</param>
/// <param name="FieldsKept">Fields that both had, differently: as the survivor had them.</param>
/// <param name="FieldsDropped">Fields that the survivor lacked and has no room for.</param>
/// <param name="Consents">How many words of the other one were later than the survivor's, and count now.</param>
/// <param name="CartStatus">What the carts said, when both had one open.</param>
[GenerateSerializer, Immutable, Alias("customer-merge-report")]
public sealed record CustomerMergeReport(
    [property: Id(0)] CustomerMergeId Id,
    [property: Id(1)] CustomerId Survivor,
    [property: Id(2)] CustomerId Absorbed,
    [property: Id(3)] DateTimeOffset MergedAt,
    [property: Id(4)] IReadOnlyList<string> FieldsTaken,
    [property: Id(5)] IReadOnlyList<string> FieldsKept,
    [property: Id(6)] IReadOnlyList<string> FieldsDropped,
    [property: Id(7)] int Identities,
    [property: Id(8)] int Consents,
    [property: Id(9)] long Points,
    [property: Id(10)] PurchasesView Purchases,
    [property: Id(11)] int Touchpoints,
    [property: Id(12)] int Feedback,
    [property: Id(13)] CartId? OpenCart,
    [property: Id(14)] CartStatus CartStatus);

[GenerateSerializer, Immutable, Alias("customer-merge-reply")]
public sealed record CustomerMergeReply(
    [property: Id(0)] CustomerMergeStatus Status,
    [property: Id(1)] MergeCustomers? Merge,
    [property: Id(2)] CustomerMergeReport? Report,
    [property: Id(3)] bool IsRepeat = false);

/// <summary>Coordinates one merge of two customers; its key is a <see cref="CustomerMergeId"/>.</summary>
/// <remarks>The other one stands still, the survivor takes it over in one event, then everything that points to the other one follows. Before that
/// event a coordinator that dies leaves no trace, after it the merge is driven to its end, by a retry or by its own wake-up.</remarks>
[Alias("customer-merge-grain")]
public interface ICustomerMergeGrain : IGrainWithStringKey, Journal.IWakeable
{
    [Alias("merge")]
    Task<CustomerMergeReply> Merge(MergeCustomers command);

    /// <summary>Gives the other one back what is left of what it brought. What happened to the survivor since stays with the survivor.</summary>
    [Alias("undo")]
    Task<CustomerMergeReply> Undo();

    [Alias("find")]
    Task<CustomerMergeReply> Find();
}
