using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Carts;

/// <summary>Names one checkout of a cart. Made by the client, reused on every retry. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("checkout-id"), JsonConverter(typeof(IdentifierJsonConverter<CheckoutId>))]
public readonly record struct CheckoutId([property: Id(0)] string Value) : IIdentifier<CheckoutId>
{
    public static CheckoutId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
