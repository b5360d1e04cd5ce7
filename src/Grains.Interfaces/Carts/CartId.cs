using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Carts;

/// <summary>Names one cart, whatever device it is seen from. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("cart-id"), JsonConverter(typeof(IdentifierJsonConverter<CartId>))]
public readonly record struct CartId([property: Id(0)] string Value) : IIdentifier<CartId>
{
    public static CartId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
