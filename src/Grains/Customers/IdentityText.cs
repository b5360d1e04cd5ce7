using System.Text;
using Omnichannel.Ids;

namespace Omnichannel.Customers;

/// <summary>One way to write each identity, so that two ways of writing it are the same identity. docs/HTTP.md lists the rules.</summary>
public static class IdentityText
{
    private const int EmailLocalLengthMax = 64;
    private const int DomainLabelLengthMax = 63;
    private const int PhoneDigitsMin = 8;
    private const int PhoneDigitsMax = 15;
    private const int CardLengthMin = 4;
    private const int CardLengthMax = 32;

    /// <summary>Null when it is none of its kind.</summary>
    public static string? Normalise(IdentityKind kind, string? value)
    {
        if (value is null || value.Length > Limits.IdentityLengthMax) return null;
        var text = value.Trim(' ');
        return kind switch
        {
            IdentityKind.Email => Email(text),
            IdentityKind.Phone => Phone(text),
            IdentityKind.LoyaltyCard or IdentityKind.TillNumber => Card(text),
            IdentityKind.Device => Identifier.IsValid(text) ? text : null,
            IdentityKind.SocialHandle => SocialHandle(text),
            _ => null,
        };
    }

    /// <summary>The kind as it stands in an <see cref="IdentityId"/>. Frozen.</summary>
    public static string NameOf(IdentityKind kind) => kind switch
    {
        IdentityKind.Email => "email",
        IdentityKind.Phone => "phone",
        IdentityKind.LoyaltyCard => "loyalty-card",
        IdentityKind.Device => "device",
        IdentityKind.TillNumber => "till-number",
        IdentityKind.SocialHandle => "social-handle",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static IdentityKind KindOf(string name) => name switch
    {
        "email" => IdentityKind.Email,
        "phone" => IdentityKind.Phone,
        "loyalty-card" => IdentityKind.LoyaltyCard,
        "device" => IdentityKind.Device,
        "till-number" => IdentityKind.TillNumber,
        "social-handle" => IdentityKind.SocialHandle,
        _ => IdentityKind.None,
    };

    // The standard lets the owner of a domain tell Ada@ from ada@; nobody does, and two records of one person are the greater harm. So all of it is
    // lower case. Dots and +tags stay: there they do mean something.
    private static string? Email(string text)
    {
        var at = text.LastIndexOf('@');
        if (at is < 1 or > EmailLocalLengthMax) return null;
        var (local, domain) = (text[..at], text[(at + 1)..]);
        var isLocal = local.Split('.').All(static atom => atom.Length > 0 && atom.All(static character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-/=?^_`{|}~".Contains(character)));
        var labels = domain.Split('.');
        var isDomain = labels.Length >= 2 && labels.All(IsDomainLabel) && !labels[^1].All(char.IsAsciiDigit);
        return isLocal && isDomain ? text.ToLowerInvariant() : null;
    }

    private static bool IsDomainLabel(string label) =>
        label.Length is > 0 and <= DomainLabelLengthMax
        && label.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-')
        && label[0] != '-' && label[^1] != '-';

    // E.164: a plus and up to 15 digits, the country first. 00 is read as the plus; without either nobody can tell the country.
    private static string? Phone(string text)
    {
        var digits = new StringBuilder();
        var isInternational = text.StartsWith('+');
        foreach (var character in isInternational ? text[1..] : text)
        {
            if (char.IsAsciiDigit(character)) digits.Append(character);
            else if (!" .-()/".Contains(character)) return null;
        }

        var number = digits.ToString();
        if (!isInternational && number.StartsWith("00", StringComparison.Ordinal)) (number, isInternational) = (number[2..], true);
        return isInternational && number.Length is >= PhoneDigitsMin and <= PhoneDigitsMax && number[0] != '0' ? "+" + number : null;
    }

    private static string? Card(string text)
    {
        var card = text.Replace(" ", "").Replace("-", "").ToUpperInvariant();
        return card.Length is >= CardLengthMin and <= CardLengthMax && card.All(char.IsAsciiLetterOrDigit) ? card : null;
    }

    // network:handle, for instance instagram:ada.l; the networks tell no case apart.
    private static string? SocialHandle(string text)
    {
        var colon = text.IndexOf(':');
        if (colon < 1) return null;
        var (network, handle) = (text[..colon].ToLowerInvariant(), text[(colon + 1)..].TrimStart('@').ToLowerInvariant());
        return Inventory.Channel.IsValid(network) && Identifier.IsValid(handle) ? $"{network}:{handle}" : null;
    }
}
