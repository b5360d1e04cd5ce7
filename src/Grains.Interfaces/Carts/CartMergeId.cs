using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Carts;

/// <summary>Names one merge of two carts. Made by the client, reused on every retry. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("cart-merge-id"), JsonConverter(typeof(IdentifierJsonConverter<CartMergeId>))]
public readonly record struct CartMergeId([property: Id(0)] string Value) : IIdentifier<CartMergeId>
{
    public static CartMergeId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
