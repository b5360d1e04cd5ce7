using System.ComponentModel.DataAnnotations;
using Omnichannel.Http;
using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>What a reservation asks for. A repeat gives the same quantity, channel and reference.</summary>
public record ReserveBody
{
    [Required, Range(Limits.QuantityMin, Limits.QuantityMax)]
    public long? Quantity { get; init; }

    [Range(Limits.HoldSecondsMin, Limits.HoldSecondsMax)]
    public long? HoldForSeconds { get; init; }

    [RegularExpression(Check.ChannelPattern)]
    public string? Channel { get; init; }

    [MaxLength(Limits.TextLengthMax)]
    public string? Reference { get; init; }

    internal ReserveStock ToCommand(ReservationId id) => new(
        id,
        Check.Quantity("/quantity", Quantity),
        Check.Hold("/holdForSeconds", HoldForSeconds),
        Check.Channel("/channel", Channel),
        Check.Text("/reference", Reference, ProblemKinds.ReferenceOutOfRange));
}

/// <summary>One line of a batch: a reservation and its id.</summary>
public sealed record ReserveLineBody : ReserveBody
{
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Id { get; init; }
}

/// <summary>A confirmation says nothing but itself: <c>{}</c>.</summary>
public sealed record ConfirmBody;

/// <summary>How much is fulfilled or released; <c>{}</c> for all that is open.</summary>
public sealed record PartBody
{
    [Range(Limits.QuantityMin, Limits.QuantityMax)]
    public long? Quantity { get; init; }

    [RegularExpression(Check.IdentifierPattern)]
    public string? CommandId { get; init; }

    internal (long? Quantity, CommandId? CommandId) Part()
    {
        if (Quantity is null) return (null, Check.CommandId("/commandId", CommandId));
        var quantity = Check.Quantity("/quantity", Quantity);
        if (CommandId is null)
            throw new BadInputException(ProblemKinds.CommandIdMissing, detail: "A quantity comes with a commandId, so that a retry is known.");
        return (quantity, Check.CommandId("/commandId", CommandId));
    }
}

/// <summary>How long the hold lasts from now on. It never ends earlier than it would have.</summary>
public sealed record ExtendBody
{
    [Required, Range(Limits.HoldSecondsMin, Limits.HoldSecondsMax)]
    public long? HoldForSeconds { get; init; }

    internal TimeSpan HoldFor() => HoldForSeconds is null ? throw Check.Missing("/holdForSeconds") : Check.Hold("/holdForSeconds", HoldForSeconds);
}
