using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>Where a customer met the retailer: web, app, store, phone, marketplace. 1 to <see cref="Limits.ChannelLengthMax"/> characters of <c>a-z0-9-</c>.</summary>
[GenerateSerializer, Immutable, Alias("channel"), JsonConverter(typeof(IdentifierJsonConverter<Channel>))]
public readonly record struct Channel([property: Id(0)] string Value) : IIdentifier<Channel>
{
    public const string Rule = "1 to 32 characters of a-z 0-9 -";

    public static Channel Create(string value) => IsValid(value) ? new(value) : throw new ArgumentException($"Not a channel ({Rule}).", nameof(value));

    public static bool IsValid([NotNullWhen(true)] string? value)
    {
        if (value is null || value.Length is 0 or > Limits.ChannelLengthMax) return false;
        foreach (var character in value)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '-') return false;
        }

        return true;
    }

    public override string ToString() => Value;
}
