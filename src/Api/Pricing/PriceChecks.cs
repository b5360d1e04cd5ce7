using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Omnichannel.Http;

namespace Omnichannel.Pricing;

/// <summary>The rules for what a caller may send of prices, each naming the field to blame.</summary>
internal static class PriceChecks
{
    public const string CurrencyPattern = "^[A-Z]{3}$";
    public const string TimePattern = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$";
    private static readonly string[] TimeFormats = ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.fK", "yyyy-MM-ddTHH:mm:ss.ffK", "yyyy-MM-ddTHH:mm:ss.fffK"];

    public static Currency Currency(string field, [NotNull] string? value)
    {
        if (value is null) throw Check.Missing(field);
        return Pricing.Currency.IsValid(value)
            ? new(value)
            : throw new BadInputException(ProblemKinds.CurrencyUnknown, field, $"{field} is {Pricing.Currency.Rule}.");
    }

    public static long Amount(string field, long? value)
    {
        if (value is not { } amount) throw Check.Missing(field);
        return amount is >= 0 and <= Limits.PriceAmountMax
            ? amount
            : throw new BadInputException(ProblemKinds.AmountOutOfRange, field, $"{field} is 0 to {Limits.PriceAmountMax}, in whole minor units of the currency.");
    }

    public static PriceGroup? Group(string field, string? value) => value is null ? null : Check.Identifier<PriceGroup>(field, value);

    /// <summary>A moment says how far it is from UTC, so that nobody's time zone is guessed.</summary>
    public static DateTimeOffset? Time(string field, string? value) => Time(field, value, ProblemKinds.ValidityOutOfRange);

    public static DateTimeOffset? Time(string field, string? value, ProblemKind kind)
    {
        if (value is null) return null;
        var isTime = DateTimeOffset.TryParseExact(value, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time);
        if (isTime && (value.EndsWith('Z') || value[^6] is '+' or '-')) return time;
        throw new BadInputException(kind, field, $"{field} is a time with its distance from UTC, to the millisecond at most, for instance 2026-11-27T00:00:00Z.");
    }
}
