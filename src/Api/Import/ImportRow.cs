using System.Buffers.Text;
using System.Text;
using Omnichannel.Http;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Import;

/// <summary>One row as it was read: what is on hand of a SKU at a location, or why it cannot be told.</summary>
internal readonly record struct ImportRow(Sku Sku, Location Location, long OnHand, ProblemKind? Refusal = null, string? Detail = null)
{
    public static ImportRow Refused(ProblemKind kind, string detail) => new(default, default, 0, kind, detail);

    /// <summary>From the texts of the three fields; null for one that is missing.</summary>
    public static ImportRow Of(ReadOnlySpan<byte> sku, ReadOnlySpan<byte> location, ReadOnlySpan<byte> onHand)
    {
        if (!TryRead<Sku>(sku, out var checkedSku)) return Refused(ProblemKinds.IdentifierInvalid, $"sku is {Identifier.Rule}.");
        if (!TryRead<Location>(location, out var checkedLocation)) return Refused(ProblemKinds.IdentifierInvalid, $"location is {Identifier.Rule}.");
        var isNumber = Utf8Parser.TryParse(onHand, out long units, out var consumed) && consumed == onHand.Length && onHand[0] != '+';
        if (!isNumber) return new(checkedSku, checkedLocation, 0, ProblemKinds.WrongType, "onHand is a whole number, written in digits.");
        return units is < 0 or > Limits.QuantityMax
            ? new(checkedSku, checkedLocation, units, ProblemKinds.QuantityOutOfRange, $"onHand is 0 to {Limits.QuantityMax}.")
            : new(checkedSku, checkedLocation, units);
    }

    private static bool TryRead<T>(ReadOnlySpan<byte> text, out T identifier) where T : struct, IIdentifier<T>
    {
        identifier = default;
        return text.Length is > 0 and <= Limits.IdentifierLengthMax && Identifier.TryCreate(Encoding.UTF8.GetString(text), out identifier);
    }
}

/// <summary>How rows are written down.</summary>
internal interface IRowFormat
{
    /// <summary>Reads one line, without its end.</summary>
    ImportRow Read(ReadOnlySpan<byte> line);
}
