using System.ComponentModel.DataAnnotations;
using Omnichannel.Http;
using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>A change of what is on hand.</summary>
public sealed record MovementBody
{
    /// <summary>One of the wire names of <see cref="MovementType"/>.</summary>
    [Required]
    public string? Type { get; init; }

    [Required, Range(-Limits.QuantityMax, Limits.QuantityMax)]
    public long? Quantity { get; init; }

    [MaxLength(Limits.TextLengthMax)]
    public string? Reason { get; init; }

    [MaxLength(Limits.TextLengthMax)]
    public string? Reference { get; init; }

    [Range(0, long.MaxValue)]
    public long? ExpectedVersion { get; init; }

    [RegularExpression(Check.ChannelPattern)]
    public string? Channel { get; init; }

    internal MoveStock ToCommand(CommandId id)
    {
        var type = ToType();
        var min = type switch { MovementType.Adjust => -Limits.QuantityMax, MovementType.Count => 0, _ => Limits.QuantityMin };
        var quantity = Check.Quantity("/quantity", Quantity, min);
        var reason = Check.Text("/reason", Reason, ProblemKinds.TextOutOfRange);
        if (type == MovementType.Adjust) CheckAdjustment(quantity, reason);
        var reference = Check.Text("/reference", Reference, ProblemKinds.TextOutOfRange);
        var expectedVersion = Check.Version("/expectedVersion", ExpectedVersion);
        if (type == MovementType.Count && expectedVersion is null) throw Check.Missing("/expectedVersion");
        return new(id, type, quantity, reason, reference, expectedVersion, Check.Channel("/channel", Channel));
    }

    private static void CheckAdjustment(long quantity, string? reason)
    {
        if (quantity == 0) throw new BadInputException(ProblemKinds.QuantityOutOfRange, detail: "An adjustment of 0 changes nothing.");
        if (string.IsNullOrWhiteSpace(reason)) throw new BadInputException(ProblemKinds.ReasonMissing, detail: "Say why the book was wrong.");
    }

    private MovementType ToType()
    {
        if (Type is null) throw Check.Missing("/type");
        if (WireNames.TryParse<MovementType>(Type, out var type)) return type;
        var known = string.Join(", ", WireNames.All<MovementType>().Order(StringComparer.Ordinal));
        throw new BadInputException(ProblemKinds.TypeOutOfRange, detail: $"/type is one of {known}.");
    }
}

/// <summary>Units that no channel may promise. 0 withholds none.</summary>
public sealed record SafetyStockBody
{
    [Required, Range(0, Limits.QuantityMax)]
    public long? Quantity { get; init; }

    internal SetSafetyStock ToCommand() => new(Check.Quantity("/quantity", Quantity, 0));
}
