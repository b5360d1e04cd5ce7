using System.ComponentModel.DataAnnotations;
using Omnichannel.Customers;
using Omnichannel.Http;
using Omnichannel.Inventory;
using Omnichannel.Pricing;

namespace Omnichannel.Carts;

/// <summary>A new cart. Its owner is whoever the call says that acts.</summary>
public sealed record OpenCartBody
{
    [Required, RegularExpression(PriceChecks.CurrencyPattern)]
    public string? Currency { get; init; }

    [RegularExpression(Check.ChannelPattern)]
    public string? Channel { get; init; }

    [RegularExpression(Check.IdentifierPattern)]
    public string? Group { get; init; }

    [Range(Limits.CartAbandonSecondsMin, Limits.CartAbandonSecondsMax)]
    public long? AbandonAfterSeconds { get; init; }

    internal OpenCart ToCommand(CartActor actor) => new(
        actor,
        PriceChecks.Currency("/currency", Currency),
        Check.Channel("/channel", Channel),
        PriceChecks.Group("/group", Group),
        AbandonAfter());

    private TimeSpan? AbandonAfter()
    {
        if (AbandonAfterSeconds is not { } seconds) return null;
        if (seconds is >= Limits.CartAbandonSecondsMin and <= Limits.CartAbandonSecondsMax) return TimeSpan.FromSeconds(seconds);
        throw new BadInputException(ProblemKinds.AbandonmentOutOfRange, detail: $"/abandonAfterSeconds is {Limits.CartAbandonSecondsMin} to {Limits.CartAbandonSecondsMax}.");
    }
}

/// <summary>How the customer gets the units, and whose stock they come from.</summary>
public sealed record FulfilmentBody
{
    [Required, AllowedValues("ship", "pick-up")]
    public string? Kind { get; init; }

    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Location { get; init; }

    internal Fulfilment ToFulfilment()
    {
        if (Kind is null) throw Check.Missing("/fulfilment/kind");
        if (!WireNames.TryParse<FulfilmentKind>(Kind, out var kind)) throw new BadInputException(ProblemKinds.FulfilmentOutOfRange, detail: "/fulfilment/kind is ship or pick-up.");
        return new(kind, Check.Identifier<Location>("/fulfilment/location", Location));
    }
}

/// <summary>A line to be added. With a hold time its units are held at once, or the line is refused.</summary>
public sealed record AddLineBody
{
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Sku { get; init; }

    [Required, Range(Limits.QuantityMin, Limits.CartLineQuantityMax)]
    public long? Quantity { get; init; }

    [Required]
    public FulfilmentBody? Fulfilment { get; init; }

    [Range(Limits.HoldSecondsMin, Limits.HoldSecondsMax)]
    public long? HoldForSeconds { get; init; }

    [MaxLength(Limits.TextLengthMax)]
    public string? Note { get; init; }

    internal AddLine ToCommand(CartCommand command, CartLineId line) => new(
        command,
        line,
        Check.Identifier<Sku>("/sku", Sku),
        CartChecks.Quantity("/quantity", Quantity),
        (Fulfilment ?? throw Check.Missing("/fulfilment")).ToFulfilment(),
        HoldForSeconds is null ? null : Check.Hold("/holdForSeconds", HoldForSeconds),
        Check.Text("/note", Note, ProblemKinds.TextOutOfRange));
}

/// <summary>How many units a line has from now on.</summary>
public sealed record LineQuantityBody
{
    [Required, Range(Limits.QuantityMin, Limits.CartLineQuantityMax)]
    public long? Quantity { get; init; }

    internal ChangeQuantity ToCommand(CartCommand command, CartLineId line) => new(command, line, CartChecks.Quantity("/quantity", Quantity));
}

/// <summary>What the customer wants said. Null takes the note away.</summary>
public sealed record NoteBody
{
    [MaxLength(Limits.TextLengthMax)]
    public string? Note { get; init; }

    internal WriteNote ToCommand(CartCommand command, CartLineId? line) => new(command, line, Check.Text("/note", Note, ProblemKinds.TextOutOfRange));
}

/// <summary>Holds what is not held yet, and extends what is.</summary>
public sealed record HoldLinesBody
{
    [Required, Range(Limits.HoldSecondsMin, Limits.HoldSecondsMax)]
    public long? HoldForSeconds { get; init; }

    /// <summary>Every line, when it is left out.</summary>
    [MinLength(1), MaxLength(Limits.CartLinesMax)]
    public IReadOnlyList<string?>? Lines { get; init; }

    internal HoldLines ToCommand(CartCommand command)
    {
        if (HoldForSeconds is null) throw Check.Missing("/holdForSeconds");
        var holdFor = Check.Hold("/holdForSeconds", HoldForSeconds);
        if (Lines is { Count: 0 or > Limits.CartLinesMax }) throw new BadInputException(ProblemKinds.LinesOutOfRange, detail: $"/lines has 1 to {Limits.CartLinesMax} lines.");
        return new(command, holdFor, Lines is null ? null : [.. Lines.Select(static (line, index) => Check.Identifier<CartLineId>($"/lines/{index}", line))]);
    }
}

/// <summary>Who has signed in on the device whose cart it is.</summary>
public sealed record AttachCartBody
{
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Customer { get; init; }

    internal AttachCart ToCommand(CartCommand command) => new(command, Check.Identifier<CustomerId>("/customer", Customer));
}

/// <summary>The rules for what a caller may send of carts.</summary>
internal static class CartChecks
{
    public static long Quantity(string field, long? value)
    {
        if (value is not { } quantity) throw Check.Missing(field);
        return quantity is >= Limits.QuantityMin and <= Limits.CartLineQuantityMax
            ? quantity
            : throw new BadInputException(ProblemKinds.QuantityOutOfRange, field, $"{field} is {Limits.QuantityMin} to {Limits.CartLineQuantityMax}.");
    }

    public static CartMergeStrategy Strategy(string? value)
    {
        if (value is null) throw Check.Missing("/strategy");
        return WireNames.TryParse<CartMergeStrategy>(value, out var strategy)
            ? strategy
            : throw new BadInputException(ProblemKinds.StrategyOutOfRange, detail: "/strategy is sum, keep-newest or keep-customer.");
    }
}
