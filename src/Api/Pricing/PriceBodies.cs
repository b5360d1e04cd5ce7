using System.ComponentModel.DataAnnotations;
using Omnichannel.Http;
using Omnichannel.Ids;

namespace Omnichannel.Pricing;

/// <summary>What one unit costs wherever no override says otherwise.</summary>
public sealed record BasePriceBody
{
    /// <summary>In whole minor units of the currency: 1999 is 19.99 EUR, and 1,999 yen.</summary>
    [Required, Range(0, Limits.PriceAmountMax)]
    public long? Amount { get; init; }

    [MaxLength(Limits.TextLengthMax)]
    public string? Reason { get; init; }

    internal SetBasePrice ToCommand(CommandId id, string currency, long? expectedVersion) => new(
        id,
        PriceChecks.Currency("currency", currency),
        PriceChecks.Amount("/amount", Amount),
        Check.Text("/reason", Reason, ProblemKinds.TextOutOfRange),
        expectedVersion);
}

/// <summary>Another price for a channel, a group of customers, or a group in a channel.</summary>
public sealed record PriceOverrideBody
{
    [Required, RegularExpression(PriceChecks.CurrencyPattern)]
    public string? Currency { get; init; }

    [Required, Range(0, Limits.PriceAmountMax)]
    public long? Amount { get; init; }

    [RegularExpression(Check.ChannelPattern)]
    public string? Channel { get; init; }

    [RegularExpression(Check.IdentifierPattern)]
    public string? Group { get; init; }

    [RegularExpression(PriceChecks.TimePattern)]
    public string? From { get; init; }

    [RegularExpression(PriceChecks.TimePattern)]
    public string? Until { get; init; }

    [Required, MaxLength(Limits.TextLengthMax)]
    public string? Reason { get; init; }

    internal SetPriceOverride ToCommand(CommandId id, string overrideId, long? expectedVersion) => new(
        id,
        Check.Identifier<PriceOverrideId>("override", overrideId),
        PriceChecks.Currency("/currency", Currency),
        PriceChecks.Amount("/amount", Amount),
        Check.Channel("/channel", Channel),
        PriceChecks.Group("/group", Group),
        PriceChecks.Time("/from", From),
        PriceChecks.Time("/until", Until),
        Check.Text("/reason", Reason, ProblemKinds.TextOutOfRange) ?? throw new BadInputException(ProblemKinds.ReasonMissing, "/reason", "Say why somebody pays another price."),
        expectedVersion);
}
