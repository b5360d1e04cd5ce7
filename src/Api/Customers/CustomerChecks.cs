using System.Diagnostics.CodeAnalysis;
using Omnichannel.Http;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Customers;

/// <summary>The rules for what a caller may send about a person, each naming the field to blame and never what was in it.</summary>
internal static class CustomerChecks
{
    public static readonly string LineRule = $"1 to {Limits.TextLengthMax} characters, not blank, none of them a control character";
    private static readonly string NoteRule = $"1 to {Limits.NoteLengthMax} characters, not blank, control characters only where they end a line";

    public static string Line(string field, string? value) => LineOrNull(field, value) ?? throw Check.Missing(field);

    public static string? LineOrNull(string field, string? value)
    {
        if (PersonalRules.IsLineOrAbsent(value)) return value;
        throw new BadInputException(ProblemKinds.TextOutOfRange, field, $"{field} is {LineRule}.");
    }

    public static string? NoteOrNull(string field, string? value)
    {
        if (PersonalRules.IsNoteOrAbsent(value)) return value;
        throw new BadInputException(ProblemKinds.TextOutOfRange, field, $"{field} is {NoteRule}.");
    }

    public static T Choice<T>(string field, [NotNull] string? value) where T : struct, Enum
    {
        if (value is null) throw Check.Missing(field);
        return WireNames.TryParse<T>(value, out var choice)
            ? choice
            : throw new BadInputException(ProblemKinds.ChoiceUnknown, field, $"{field} is one of {string.Join(", ", WireNames.All<T>().Order(StringComparer.Ordinal))}.");
    }

    public static long Number(string field, long? value, long min, long max, ProblemKind kind)
    {
        if (value is not { } number) throw Check.Missing(field);
        return number >= min && number <= max ? number : throw new BadInputException(kind, field, $"{field} is {min} to {max}.");
    }

    /// <summary>What an identity has to look like; docs/HTTP.md has what of it does not count.</summary>
    public static string IdentityRule(IdentityKind kind) => kind switch
    {
        IdentityKind.Email => "an address such as ada@example.com: ASCII characters, a domain of two labels or more, up to 254 characters in all",
        IdentityKind.Phone => "a number with its country, as +44 20 7946 0018 or 0044 20 7946 0018: 8 to 15 digits",
        IdentityKind.LoyaltyCard or IdentityKind.TillNumber => "4 to 32 letters and digits of ASCII",
        IdentityKind.SocialHandle => "network:handle, as instagram:ada.l",
        _ => Identifier.Rule,
    };

    public static Channel Channel(string field, string? value) => Check.Channel(field, value) ?? throw Check.Missing(field);
}
