using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Customers;

/// <summary>One contact with a person, whatever the channel.</summary>
/// <param name="Id">Names the contact; one effect per id.</param>
/// <param name="Subject">1 to <see cref="Limits.TextLengthMax"/> characters.</param>
/// <param name="Reference">What it was about: an order, a cart, a return.</param>
/// <param name="IsIssue">Whether something has to be done; it stays open until it is resolved.</param>
[GenerateSerializer, Immutable, Alias("record-touchpoint")]
public sealed record RecordTouchpoint(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] Channel Channel,
    [property: Id(2)] string Subject,
    [property: Id(3)] string? Outcome = null,
    [property: Id(4)] string? Reference = null,
    [property: Id(5)] bool IsIssue = false,
    [property: Id(6)] CustomerId? Through = null) : IPassedOn;

/// <param name="Id">The contact that opened the issue.</param>
[GenerateSerializer, Immutable, Alias("resolve-issue")]
public sealed record ResolveIssue([property: Id(0)] CommandId Id, [property: Id(1)] string Outcome, [property: Id(2)] CustomerId? Through = null) : IPassedOn;

/// <summary>What kind of opinion it is. The numbers are frozen.</summary>
[GenerateSerializer, Alias("feedback-type")]
public enum FeedbackType
{
    None = 0,
    /// <summary>Would you recommend us: 0 to 10.</summary>
    Nps = 1,
    /// <summary>1 to 5.</summary>
    Rating = 2,
}

/// <param name="Reference">The contact or order it belongs to.</param>
/// <param name="Comment">Up to <see cref="Limits.NoteLengthMax"/> characters; lines are allowed.</param>
[GenerateSerializer, Immutable, Alias("give-feedback")]
public sealed record GiveFeedback(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] FeedbackType Type,
    [property: Id(2)] int Score,
    [property: Id(3)] Channel? Channel = null,
    [property: Id(4)] string? Reference = null,
    [property: Id(5)] string? Comment = null,
    [property: Id(6)] CustomerId? Through = null) : IPassedOn;

[GenerateSerializer, Immutable, Alias("touchpoint-view")]
public sealed record TouchpointView(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] Channel Channel,
    [property: Id(3)] string? Subject,
    [property: Id(4)] string? Outcome,
    [property: Id(5)] string? Reference,
    [property: Id(6)] IssueState Issue,
    [property: Id(7)] DateTimeOffset? ResolvedAt);

/// <summary>The numbers are frozen.</summary>
[GenerateSerializer, Alias("issue-state")]
public enum IssueState
{
    None = 0,
    NoIssue = 1,
    Open = 2,
    Resolved = 3,
}

[GenerateSerializer, Immutable, Alias("feedback-view")]
public sealed record FeedbackView(
    [property: Id(0)] CommandId Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] FeedbackType Type,
    [property: Id(3)] int Score,
    [property: Id(4)] Channel? Channel,
    [property: Id(5)] string? Reference,
    [property: Id(6)] string? Comment);

/// <summary>What whoever serves next should know, newest first.</summary>
[GenerateSerializer, Immutable, Alias("story-view")]
public sealed record StoryView(
    [property: Id(0)] CustomerId Id,
    [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<TouchpointView> Touchpoints,
    [property: Id(3)] IReadOnlyList<TouchpointView> OpenIssues,
    [property: Id(4)] Carts.CartId? OpenCart,
    [property: Id(5)] IReadOnlyList<FeedbackView> Feedback,
    [property: Id(6)] IReadOnlyList<LiveSessionView> Sessions,
    [property: Id(7)] DateTimeOffset? LastPurchaseAt);

[GenerateSerializer, Immutable, Alias("touchpoint-reply")]
public sealed record TouchpointReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] TouchpointView? Touchpoint);

[GenerateSerializer, Immutable, Alias("feedback-reply")]
public sealed record FeedbackReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] FeedbackView? Feedback);

[GenerateSerializer, Immutable, Alias("story-reply")]
public sealed record StoryReply([property: Id(0)] CustomerStatus Status, [property: Id(1)] StoryView? Story);

/// <summary>Contacts of the past, oldest first, from the journal.</summary>
/// <param name="NextAfter">Where the next page starts, or null when this page reached the end.</param>
[GenerateSerializer, Immutable, Alias("touchpoint-page")]
public sealed record TouchpointPage([property: Id(0)] CustomerStatus Status, [property: Id(1)] IReadOnlyList<TouchpointView> Touchpoints, [property: Id(2)] long? NextAfter);
