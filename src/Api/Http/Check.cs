using System.Diagnostics.CodeAnalysis;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Http;

/// <summary>The rules for what a caller may send, each naming the field to blame. Nothing has begun when one of them refuses.</summary>
public static class Check
{
    public const string IdentifierPattern = "^[A-Za-z0-9._:-]{1,64}$";
    public const string ChannelPattern = "^[a-z0-9-]{1,32}$";

    private static readonly string HoldRule = $"{Limits.HoldSecondsMin} to {Limits.HoldSecondsMax} seconds";
    private static readonly string TextRule = $"up to {Limits.TextLengthMax} characters, none of them a control character";

    /// <summary>Both parts of the address of a stock.</summary>
    public static StockKey StockKey(string sku, string location) => new(Identifier<Sku>("sku", sku), Identifier<Location>("location", location));

    public static T Identifier<T>(string field, [NotNull] string? value) where T : struct, IIdentifier<T>
    {
        if (value is null) throw Missing(field);
        return Ids.Identifier.TryCreate<T>(value, out var identifier)
            ? identifier
            : throw new BadInputException(ProblemKinds.IdentifierInvalid, field, $"{field} is {Ids.Identifier.Rule}.");
    }

    public static CommandId? CommandId(string field, string? value) => value is null ? null : Identifier<CommandId>(field, value);

    public static Channel? Channel(string field, string? value)
    {
        if (value is null) return null;
        return Inventory.Channel.IsValid(value)
            ? new(value)
            : throw new BadInputException(ProblemKinds.ChannelInvalid, field, $"{field} is {Inventory.Channel.Rule}.");
    }

    public static long Quantity(string field, long? value, long min = Limits.QuantityMin)
    {
        if (value is not { } quantity) throw Missing(field);
        if (quantity < min || quantity > Limits.QuantityMax)
            throw new BadInputException(ProblemKinds.QuantityOutOfRange, field, $"{field} is {min} to {Limits.QuantityMax}.");
        return quantity;
    }

    public static TimeSpan Hold(string field, long? value)
    {
        if (value is not { } seconds) return TimeSpan.FromSeconds(Limits.HoldSecondsDefault);
        if (seconds is < Limits.HoldSecondsMin or > Limits.HoldSecondsMax)
            throw new BadInputException(ProblemKinds.HoldOutOfRange, field, $"{field} is {HoldRule}.");
        return TimeSpan.FromSeconds(seconds);
    }

    public static string? Text(string field, string? value, ProblemKind kind)
    {
        if (value is null || (value.Length <= Limits.TextLengthMax && !value.Any(char.IsControl))) return value;
        throw new BadInputException(kind, field, $"{field} is {TextRule}.");
    }

    public static long? Version(string field, long? value) =>
        value is < 0 ? throw new BadInputException(ProblemKinds.VersionOutOfRange, field, $"{field} is 0 or more.") : value;

    public static BadInputException Missing(string field) => new(ProblemKinds.FieldMissing, field, $"{field} is missing.");
}
