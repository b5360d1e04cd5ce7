using System.ComponentModel.DataAnnotations;
using Omnichannel.Carts;
using Omnichannel.Http;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Customers;

/// <summary>A visit on a channel and a device.</summary>
public sealed record StartSessionBody
{
    [Required, RegularExpression(Check.ChannelPattern)]
    public string? Channel { get; init; }

    [RegularExpression(Check.IdentifierPattern)]
    public string? DeviceId { get; init; }

    /// <summary>How long it lives without a sign of life.</summary>
    [Range(Limits.SessionIdleSecondsMin, Limits.SessionIdleSecondsMax)]
    public long? IdleForSeconds { get; init; }

    /// <summary>A live session that this one goes on with, elsewhere.</summary>
    [RegularExpression(Check.IdentifierPattern)]
    public string? Resumes { get; init; }

    internal StartSession ToCommand() => new(
        CustomerChecks.Channel("/channel", Channel),
        TimeSpan.FromSeconds(CustomerChecks.Number(
            "/idleForSeconds", IdleForSeconds ?? Limits.SessionIdleSecondsDefault, Limits.SessionIdleSecondsMin, Limits.SessionIdleSecondsMax, ProblemKinds.IdleOutOfRange)),
        DeviceId is null ? null : Check.Identifier<DeviceId>("/deviceId", DeviceId),
        Resumes is null ? null : Check.Identifier<SessionId>("/resumes", Resumes));
}

/// <summary>A sign of life.</summary>
public sealed record SessionSeenBody
{
    /// <summary>Where the visitor is on the way, for instance checkout.</summary>
    [RegularExpression(Check.IdentifierPattern)]
    public string? Step { get; init; }

    /// <summary>The cart of an anonymous visitor.</summary>
    [RegularExpression(Check.IdentifierPattern)]
    public string? Cart { get; init; }

    internal TouchSession ToCommand() => new(
        Step is null ? null : Check.Identifier<CommandId>("/step", Step).Value,
        Cart is null ? null : Check.Identifier<CartId>("/cart", Cart));
}

/// <summary>Who the visitor is, and what happens when both the visit and the customer have a cart.</summary>
public sealed record SignInBody
{
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Customer { get; init; }

    [Required, AllowedValues("sum", "keep-newest", "keep-customer")]
    public string? Strategy { get; init; }

    internal SignInSession ToCommand(CommandId id, CartActor? actor) =>
        new(id, Check.Identifier<CustomerId>("/customer", Customer), CartChecks.Strategy(Strategy), actor);
}

/// <summary>A sign-out says nothing but itself: <c>{}</c>.</summary>
public sealed record SignOutBody;

/// <summary>An end says nothing but itself: <c>{}</c>.</summary>
public sealed record EndSessionBody;

/// <summary>A visit.</summary>
/// <param name="ExpiresAt">When it ends without another sign of life; null once it has ended.</param>
/// <param name="End">How it ended; null while it lives.</param>
/// <param name="Successor">The session that goes on with it.</param>
public sealed record SessionAnswer(
    SessionId Id,
    long Version,
    Channel Channel,
    DeviceId? DeviceId,
    CustomerId? Customer,
    CartId? Cart,
    string? Step,
    DateTimeOffset StartedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset? ExpiresAt,
    SessionEnd? End,
    SessionId? Successor)
{
    internal static SessionAnswer Of(SessionView session) => new(
        session.Id,
        session.Version,
        session.Channel,
        session.DeviceId,
        session.Customer,
        session.CartId,
        session.Step,
        session.StartedAt,
        session.LastSeenAt,
        session.ExpiresAt,
        session.End == SessionEnd.None ? null : session.End,
        session.Successor);
}

/// <summary>A sign-in, and what became of the carts.</summary>
/// <param name="CartStatus">What the cart of the visit said, when there was one: done, or why it was left alone.</param>
/// <param name="Merge">What a merge of the two carts did; null when there was none.</param>
public sealed record SignInAnswer(SessionAnswer Session, CartStatus? CartStatus, CartMergeReport? Merge);

/// <summary>How many sessions of a channel are live.</summary>
/// <param name="IsFull">The count has reached its limit: there may be more.</param>
public sealed record PresenceAnswer(Channel Channel, int Sessions, bool IsFull);
