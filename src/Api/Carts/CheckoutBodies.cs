using System.ComponentModel.DataAnnotations;
using Omnichannel.Http;
using Omnichannel.Inventory;

namespace Omnichannel.Carts;

/// <summary>Freezes lines, prices and holds.</summary>
public sealed record StartCheckoutBody
{
    [Range(Limits.HoldSecondsMin, Limits.HoldSecondsMax)]
    public long? HoldForSeconds { get; init; }

    /// <summary>What the customer was shown, in minor units; when the total is another one, nothing happens.</summary>
    [Range(0, long.MaxValue)]
    public long? ExpectedTotal { get; init; }

    internal StartCheckout ToCommand(CartActor actor, CheckoutId id, long? expectedVersion)
    {
        if (ExpectedTotal is < 0) throw new BadInputException(ProblemKinds.AmountOutOfRange, "/expectedTotal", "/expectedTotal is 0 or more.");
        return new(actor, id, Check.Hold("/holdForSeconds", HoldForSeconds), ExpectedTotal, expectedVersion);
    }
}

/// <summary>A cancellation says nothing but itself: <c>{}</c>.</summary>
public sealed record CancelCheckoutBody;

/// <summary>Which cart goes into this one, and what counts when both have a line.</summary>
public sealed record MergeCartBody
{
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Source { get; init; }

    /// <summary>The secret of the device whose cart it is; left out when it is a cart of the same customer.</summary>
    [RegularExpression(CartOwner.TokenPattern)]
    public string? SourceToken { get; init; }

    [Required, AllowedValues("sum", "keep-newest", "keep-customer")]
    public string? Strategy { get; init; }

    internal MergeCart ToCommand(CartActor actor, CartMergeId id)
    {
        var source = Check.Identifier<CartId>("/source", Source);
        if (SourceToken is not null && !CartToken.IsValid(SourceToken))
            throw new BadInputException(ProblemKinds.CartOwnerInvalid, "/sourceToken", $"/sourceToken is {CartToken.Rule}.");
        return new(actor, id, source, SourceToken is null ? actor : CartActor.Of(new CartToken(SourceToken)), CartChecks.Strategy(Strategy));
    }
}

/// <summary>Taking a merge back says nothing but itself: <c>{}</c>.</summary>
public sealed record UndoMergeBody;

/// <summary>Asking for a code says nothing but itself: <c>{}</c>.</summary>
public sealed record OfferHandoverBody;

/// <summary>A code as somebody typed or scanned it. The device that sends it will act on the cart by its own <c>Cart-Token</c>.</summary>
public sealed record TakeHandoverBody
{
    [Required]
    public string? Code { get; init; }

    [RegularExpression(Check.ChannelPattern)]
    public string? Channel { get; init; }

    internal (string CodeHash, Channel? Channel) ToCode()
    {
        if (Code is null) throw Check.Missing("/code");
        var channel = Check.Channel("/channel", Channel);
        return HandoverCode.Normalize(Code) is { } code
            ? (HandoverCode.Hash(code), channel)
            : throw new BadInputException(ProblemKinds.CodeUnknown, detail: $"A code has {Limits.HandoverCodeLength} letters and digits.");
    }
}
