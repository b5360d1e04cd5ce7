using System.Collections.Frozen;
using System.Globalization;
using Omnichannel.Ids;

namespace Omnichannel.Customers;

/// <summary>Which fields a profile has, and what each may hold.</summary>
internal static class ProfilePath
{
    public const string Addresses = "addresses";
    public const string Preferences = "preferences";
    public const string Tags = "tags";
    public const string Country = "country";

    /// <summary>Without these an address leads nowhere.</summary>
    public static readonly string[] AddressNeeds = ["line1", "city", Country];

    private static readonly DateOnly FirstBirth = new(1900, 1, 1);
    private static readonly FrozenSet<string> Names = FrozenSet.Create("title", "givenName", "familyName", "displayName", "company", "birthDate", "language");
    private static readonly FrozenSet<string> AddressParts = FrozenSet.Create("name", "company", "line1", "line2", "city", "region", "postalCode", Country);

    /// <summary>Whether it is a field that holds a value.</summary>
    public static bool IsLeaf(string path) => path.Split('/') switch
    {
        [var name] => Names.Contains(name),
        [Preferences or Tags, var key] => Identifier.IsValid(key),
        [Addresses, var key, var part] => Identifier.IsValid(key) && AddressParts.Contains(part),
        _ => false,
    };

    /// <summary>Whether it stands for several fields, which can be removed together.</summary>
    public static bool IsGroup(string path) => path.Split('/') switch
    {
        [Addresses or Preferences or Tags] => true,
        [Addresses, var key] => Identifier.IsValid(key),
        _ => false,
    };

    public static bool IsInside(string path, string group) => path.Length > group.Length && path[group.Length] == '/' && path.StartsWith(group, StringComparison.Ordinal);

    /// <summary>The address that a field is part of: <c>addresses/home</c>.</summary>
    public static string? AddressOf(string path) => path.Split('/') is [Addresses, var key, _] ? $"{Addresses}/{key}" : null;

    public static bool IsValue(string path, string value, DateTimeOffset now) => path.Split('/') switch
    {
        ["birthDate"] => IsBirthDate(value, now),
        ["language"] => IsLanguage(value),
        [Tags, _] => value == "true",
        [Addresses, _, Country] => Countries.IsKnown(value),
        _ => PersonalRules.IsLine(value),
    };

    private static bool IsBirthDate(string value, DateTimeOffset now) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date >= FirstBirth && date <= DateOnly.FromDateTime(now.UtcDateTime);

    // A language of ISO 639, with or without a country: en, pt-BR.
    private static bool IsLanguage(string value) => value.Split('-') switch
    {
        [var language] => IsLanguageCode(language),
        [var language, var country] => IsLanguageCode(language) && Countries.IsKnown(country),
        _ => false,
    };

    private static bool IsLanguageCode(string code) => code.Length is 2 or 3 && code.All(char.IsAsciiLetterLower);
}
