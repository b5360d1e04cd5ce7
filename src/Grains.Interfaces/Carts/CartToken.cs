using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Omnichannel.Ids;

namespace Omnichannel.Carts;

/// <summary>The secret by which a device that nobody has signed in on owns its cart. Made by the client, at random.</summary>
/// <remarks>It never enters a grain or the journal: only its <see cref="Hash"/> does.</remarks>
public readonly record struct CartToken(string Value) : IIdentifier<CartToken>
{
    public const string Rule = "22 to 64 characters of A-Z a-z 0-9 . _ : -, at random";

    public static CartToken Create(string value) => IsValid(value) ? new(value) : throw new ArgumentException($"Not a cart token ({Rule}).", nameof(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value) && value.Length >= Limits.CartTokenLengthMin;

    public CartTokenHash Hash() => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value))));

    // A secret is not shown by accident.
    public override string ToString() => "(cart token)";
}

/// <summary>SHA-256 of a <see cref="CartToken"/>, 64 lower-case hexadecimal digits.</summary>
[GenerateSerializer, Immutable, Alias("cart-token-hash"), System.Text.Json.Serialization.JsonConverter(typeof(IdentifierJsonConverter<CartTokenHash>))]
public readonly record struct CartTokenHash([property: Id(0)] string Value) : IIdentifier<CartTokenHash>
{
    public static CartTokenHash Create(string value) => IsValid(value) ? new(value) : throw new ArgumentException("Not a hash of a cart token.", nameof(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => value is { Length: 64 } && value.All(char.IsAsciiHexDigitLower);

    public override string ToString() => Value;
}
