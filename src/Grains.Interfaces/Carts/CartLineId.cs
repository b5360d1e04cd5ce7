using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Carts;

/// <summary>Names one line of a cart. Made by the client. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("cart-line-id"), JsonConverter(typeof(IdentifierJsonConverter<CartLineId>))]
public readonly record struct CartLineId([property: Id(0)] string Value) : IIdentifier<CartLineId>
{
    public static CartLineId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
