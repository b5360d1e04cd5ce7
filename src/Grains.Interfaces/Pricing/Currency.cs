using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Pricing;

/// <summary>A currency by its ISO 4217 code: three capital letters.</summary>
/// <remarks>Callers may send only codes of the built-in table; what an older journal holds is read by its shape alone, so that a code that ISO withdraws
/// later still folds.</remarks>
[GenerateSerializer, Immutable, Alias("currency"), JsonConverter(typeof(IdentifierJsonConverter<Currency>))]
public readonly record struct Currency([property: Id(0)] string Value) : IIdentifier<Currency>
{
    public const string Rule = "an ISO 4217 code in capital letters, for instance EUR";

    /// <summary>ISO 4217 list one (active codes for payments), by the number of digits of their minor unit. Funds codes, metals and test codes are left out.</summary>
    private static readonly FrozenDictionary<string, int> Digits = Table(
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"),
        (2, "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD "
            + "EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL "
            + "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR "
            + "SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"),
        (3, "BHD IQD JOD KWD LYD OMR TND"));

    /// <summary>How many digits of an amount are behind the point: 2 for EUR, 0 for JPY, 3 for KWD. Null for a code that is not in the table.</summary>
    public int? MinorDigits => Value is not null && Digits.TryGetValue(Value, out var digits) ? digits : null;

    public bool IsKnown => MinorDigits is not null;

    public static Currency Create(string value) =>
        value.Length == 3 && value.All(char.IsAsciiLetterUpper) ? new(value) : throw new ArgumentException($"Not a currency ({Rule}).", nameof(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => value is not null && Digits.ContainsKey(value);

    public override string ToString() => Value;

    private static FrozenDictionary<string, int> Table(params (int Digits, string Codes)[] rows) =>
        rows.SelectMany(static row => row.Codes.Split(' ').Select(code => KeyValuePair.Create(code, row.Digits))).ToFrozenDictionary();
}
