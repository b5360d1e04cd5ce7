using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Omnichannel.Carts;
using Omnichannel.Http;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Customers;

/// <summary>A new customer, with as much as is known.</summary>
public sealed record RegisterCustomerBody
{
    public ProfileTree? Profile { get; init; }

    [RegularExpression(Check.ChannelPattern)]
    public string? Channel { get; init; }

    // Null counts as left out: there is nothing yet that it could take away.
    internal RegisterCustomer ToCommand() => new([.. (Profile?.Leaves ?? []).Where(static leaf => leaf.Value is not null)], Check.Channel("/channel", Channel));
}

/// <summary>A JSON Merge Patch: what it names changes, null takes away, everything else stays. The profile as a whole is not taken away: that is what erasing is for.</summary>
public sealed record PatchCustomerBody
{
    [JsonConverter(typeof(PatchedProfileConverter))]
    public ProfileTree? Profile { get; init; }

    internal PatchCustomer ToCommand(long? ifVersion, Channel? channel) => new(Profile?.Leaves ?? [], ifVersion, channel);
}

/// <summary>What a person said about one purpose on one channel.</summary>
public sealed record ConsentBody
{
    [Required, AllowedValues("granted", "withdrawn")]
    public string? State { get; init; }

    /// <summary>Which text the person was shown.</summary>
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? TextVersion { get; init; }

    /// <summary>Who took it down: the person, a clerk.</summary>
    [Required, MaxLength(Limits.TextLengthMax)]
    public string? By { get; init; }

    internal DecideConsent ToCommand(CommandId id, string purpose, Channel channel) => new(
        id,
        purpose,
        channel,
        CustomerChecks.Choice<ConsentState>("/state", State),
        Check.Identifier<CommandId>("/textVersion", TextVersion).Value,
        CustomerChecks.Line("/by", By));
}

/// <summary>Which way points go. The names are those of the wire.</summary>
public enum PointsChange
{
    None = 0,
    Earn = 1,
    Spend = 2,
}

/// <summary>Points earned or spent.</summary>
public sealed record PointsBody
{
    [Required, AllowedValues("earn", "spend")]
    public string? Type { get; init; }

    [Required, Range(1, Limits.PointsMax)]
    public long? Points { get; init; }

    /// <summary>When what is left of them is lost; left out for never. Only of points that are earned.</summary>
    [RegularExpression(PriceChecks.TimePattern)]
    public string? ExpiresAt { get; init; }

    [MaxLength(Limits.TextLengthMax)]
    public string? Reason { get; init; }

    [MaxLength(Limits.TextLengthMax)]
    public string? Reference { get; init; }

    internal EarnPoints ToEarn(CommandId id) => new(id, Sum, PriceChecks.Time("/expiresAt", ExpiresAt, ProblemKinds.ExpiryOutOfRange), Why, About);

    internal SpendPoints ToSpend(CommandId id) => ExpiresAt is null
        ? new(id, Sum, Why, About)
        : throw new BadInputException(ProblemKinds.ExpiryOutOfRange, "/expiresAt", "/expiresAt is left out when points are spent.");

    internal bool IsEarned => CustomerChecks.Choice<PointsChange>("/type", Type) == PointsChange.Earn;

    private long Sum => CustomerChecks.Number("/points", Points, 1, Limits.PointsMax, ProblemKinds.PointsOutOfRange);

    private string? Why => CustomerChecks.LineOrNull("/reason", Reason);

    private string? About => CustomerChecks.LineOrNull("/reference", Reference);
}

/// <summary>Something that was bought, wherever.</summary>
public sealed record PurchaseBody
{
    /// <summary>In whole minor units of the currency.</summary>
    [Required, Range(0, Limits.PurchaseTotalMax)]
    public long? Total { get; init; }

    [Required, RegularExpression(PriceChecks.CurrencyPattern)]
    public string? Currency { get; init; }

    [Required, Range(0, Limits.QuantityMax)]
    public long? Units { get; init; }

    [RegularExpression(Check.ChannelPattern)]
    public string? Channel { get; init; }

    /// <summary>When it happened; left out for now.</summary>
    [RegularExpression(PriceChecks.TimePattern)]
    public string? PurchasedAt { get; init; }

    internal RecordPurchase ToCommand(CommandId order) => new(
        order,
        new(
            CustomerChecks.Number("/total", Total, 0, Limits.PurchaseTotalMax, ProblemKinds.AmountOutOfRange),
            PriceChecks.Currency("/currency", Currency)),
        CustomerChecks.Number("/units", Units, 0, Limits.QuantityMax, ProblemKinds.QuantityOutOfRange),
        Check.Channel("/channel", Channel),
        PriceChecks.Time("/purchasedAt", PurchasedAt, ProblemKinds.TimeOutOfRange));
}

/// <summary>One contact, whatever the channel.</summary>
public sealed record TouchpointBody
{
    [Required, RegularExpression(Check.ChannelPattern)]
    public string? Channel { get; init; }

    [Required, MaxLength(Limits.TextLengthMax)]
    public string? Subject { get; init; }

    [MaxLength(Limits.TextLengthMax)]
    public string? Outcome { get; init; }

    /// <summary>What it was about: an order, a cart, a return.</summary>
    [MaxLength(Limits.TextLengthMax)]
    public string? Reference { get; init; }

    /// <summary>Whether something has to be done; it stays open until it is resolved.</summary>
    public bool? IsIssue { get; init; }

    internal RecordTouchpoint ToCommand(CommandId id) => new(
        id,
        CustomerChecks.Channel("/channel", Channel),
        CustomerChecks.Line("/subject", Subject),
        CustomerChecks.LineOrNull("/outcome", Outcome),
        CustomerChecks.LineOrNull("/reference", Reference),
        IsIssue ?? false);
}

/// <summary>How an issue ended.</summary>
public sealed record ResolveIssueBody
{
    [Required, MaxLength(Limits.TextLengthMax)]
    public string? Outcome { get; init; }

    internal ResolveIssue ToCommand(CommandId id) => new(id, CustomerChecks.Line("/outcome", Outcome));
}

/// <summary>An opinion: would you recommend us (nps, 0 to 10), or how good was it (rating, 1 to 5).</summary>
public sealed record FeedbackBody
{
    [Required, AllowedValues("nps", "rating")]
    public string? Type { get; init; }

    [Required, Range(0, Limits.NpsMax)]
    public long? Score { get; init; }

    [RegularExpression(Check.ChannelPattern)]
    public string? Channel { get; init; }

    /// <summary>The contact or order it belongs to.</summary>
    [MaxLength(Limits.TextLengthMax)]
    public string? Reference { get; init; }

    [MaxLength(Limits.NoteLengthMax)]
    public string? Comment { get; init; }

    internal GiveFeedback ToCommand(CommandId id)
    {
        var type = CustomerChecks.Choice<FeedbackType>("/type", Type);
        var (min, max) = type == FeedbackType.Nps ? (0, Limits.NpsMax) : (Limits.RatingMin, Limits.RatingMax);
        return new(
            id,
            type,
            (int)CustomerChecks.Number("/score", Score, min, max, ProblemKinds.ScoreOutOfRange),
            Check.Channel("/channel", Channel),
            CustomerChecks.LineOrNull("/reference", Reference),
            CustomerChecks.NoteOrNull("/comment", Comment));
    }
}

/// <summary>An erasure says nothing but itself: <c>{}</c>.</summary>
public sealed record EraseCustomerBody;

/// <summary>Who becomes part of this customer, and how their carts are merged when both have one open.</summary>
public sealed record MergeCustomersBody
{
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Absorbed { get; init; }

    [Required, AllowedValues("sum", "keep-newest", "keep-customer")]
    public string? Strategy { get; init; }

    internal MergeCustomers ToCommand(CustomerId survivor) =>
        new(survivor, Check.Identifier<CustomerId>("/absorbed", Absorbed), CartChecks.Strategy(Strategy));
}

/// <summary>Taking a merge back says nothing but itself: <c>{}</c>.</summary>
public sealed record UndoCustomerMergeBody;
